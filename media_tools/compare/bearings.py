"""Bearings: from one place to another, and how far apart two of them are."""

import math

from geographiclib.geodesic import Geodesic

from media_tools.places import Place

# Taken where nobody stated how far off a heading is: phones' compasses lie mostly within it.
# It is our rule and said so where it decides (docs/decisions/0009-what-a-check-may-say.md).
UNSTATED_HEADING_ERROR_DEG = 15.0


def bearing_deg(start: Place, end: Place) -> float:
    """The bearing at ``start`` of the shortest way to ``end``: degrees clockwise from true north,
    from 0 up to but not 360 (Karney 2013, WGS84).
    """
    inverse = Geodesic.WGS84.Inverse(
        *(start.latitude, start.longitude, end.latitude, end.longitude), Geodesic.AZIMUTH
    )
    return float(inverse["azi1"]) % 360.0 % 360.0


def turn_deg(start_deg: float, end_deg: float) -> float:
    """The shorter turn from one bearing to the other, from -180 up to 180, clockwise positive."""
    return math.remainder(end_deg - start_deg, 360.0)


def heading_words(heading_deg: float, error_deg: float | None) -> str:
    """A heading and its error, which may be our rule's."""
    if error_deg is None:
        return f"{heading_deg:.0f}° (no error stated, {UNSTATED_HEADING_ERROR_DEG:.0f}° taken)"
    return f"{heading_deg:.0f}° ± {error_deg:.0f}°"
