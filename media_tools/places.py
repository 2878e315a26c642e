"""Places on Earth as small frozen values. All distances are geodesic on WGS84."""

import math
from dataclasses import dataclass

from geographiclib.geodesic import Geodesic

from media_tools.errors import Invalid

# Taken where nobody stated how far off a point may be: a phone's or a camera's position
# under open sky lies well within it. It is our rule, not the evidence's, and is said so
# wherever it decides something (docs/decisions/0005-a-point-without-a-radius.md).
UNSTATED_RADIUS_M = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """A disc: a point in degrees and the radius in metres within which it may lie.

    Latitude runs from -90 to 90, longitude from -180 to 180. ``radius_m`` of
    ``None`` means that nobody stated how certain the point is.
    """

    latitude: float
    longitude: float
    radius_m: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.latitude) and -90 <= self.latitude <= 90):
            raise Invalid(f"A latitude lies between -90 and 90 degrees, not {self.latitude}.")
        if not (math.isfinite(self.longitude) and -180 <= self.longitude <= 180):
            raise Invalid(f"A longitude lies between -180 and 180 degrees, not {self.longitude}.")
        if self.radius_m is not None and not (math.isfinite(self.radius_m) and self.radius_m >= 0):
            raise Invalid(f"A radius is zero or more metres, not {self.radius_m}.")

    @property
    def reach_m(self) -> float:
        """How far from its point the place may lie: the stated radius, else our rule's."""
        return UNSTATED_RADIUS_M if self.radius_m is None else self.radius_m


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Where a camera stood and which way it looked.

    Heading is in degrees clockwise from true north, from 0 up to but not 360;
    field of view is the full horizontal angle, above 0 and up to 360 degrees.
    """

    place: Place
    heading_deg: float | None = None
    heading_error_deg: float | None = None
    field_of_view_deg: float | None = None
    height_m: float | None = None

    def __post_init__(self) -> None:
        if self.heading_deg is not None and not 0 <= self.heading_deg < 360:
            raise Invalid(f"A heading lies from 0 up to 360 degrees, not {self.heading_deg}.")
        if self.field_of_view_deg is not None and not 0 < self.field_of_view_deg <= 360:
            raise Invalid(
                f"A field of view lies above 0 and up to 360 degrees, not {self.field_of_view_deg}."
            )
        if self.heading_error_deg is not None and not 0 <= self.heading_error_deg <= 180:
            raise Invalid(
                f"A heading error lies from 0 to 180 degrees, not {self.heading_error_deg}."
            )


# WGS84: the equatorial radius in metres and the square of the eccentricity.
EQUATOR_M = 6_378_137.0
ECCENTRICITY_2 = 0.00669437999014


def from_centre_m(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A point of the ellipsoid in metres from the centre of the Earth: towards the Atlantic on
    the equator, towards the Indian Ocean, towards the North Pole."""
    phi, turn = math.radians(latitude), math.radians(longitude)
    normal_m = EQUATOR_M / math.sqrt(1 - ECCENTRICITY_2 * math.sin(phi) ** 2)
    out_m = normal_m * math.cos(phi)
    up_m = normal_m * (1 - ECCENTRICITY_2) * math.sin(phi)
    return out_m * math.cos(turn), out_m * math.sin(turn), up_m


def distance_m(a: Place, b: Place) -> float:
    """Geodesic distance in metres between the two centres (Karney 2013, WGS84)."""
    inverse = Geodesic.WGS84.Inverse(
        a.latitude, a.longitude, b.latitude, b.longitude, Geodesic.DISTANCE
    )
    return float(inverse["s12"])


@dataclass(frozen=True, slots=True)
class Box:
    """A box in degrees. One that crosses the antimeridian has ``east`` beyond 180."""

    south: float
    west: float
    north: float
    east: float


# The smallest radius of curvature of WGS84, in metres (the meridian at the equator):
# dividing by it never makes a box too small.
_SMALLEST_RADIUS_M = 6_335_439.0


def box_around(place: Place) -> Box:
    """A box that holds every point of the disc, a little larger than need be."""
    angle = place.reach_m / _SMALLEST_RADIUS_M
    south = place.latitude - math.degrees(angle)
    north = place.latitude + math.degrees(angle)
    if south <= -90 or north >= 90 or angle >= math.pi / 2:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    # Half the width where the disc is widest (a spherical cap seen from the pole).
    reach = math.sin(angle) / math.cos(math.radians(place.latitude))
    half = 180.0 if reach >= 1 else math.degrees(math.asin(reach)) * 1.01
    if half >= 180:
        return Box(south, -180.0, north, 180.0)
    west = place.longitude - half
    if west < -180:
        west += 360
    return Box(south, west, north, west + 2 * half)
