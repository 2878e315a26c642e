"""Whether the place of the thing seen lies in the wedge that the camera is said to have seen."""

import math

from media_tools.compare.bearings import (
    UNSTATED_HEADING_ERROR_DEG,
    bearing_deg,
    heading_words,
    turn_deg,
)
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import distance
from media_tools.findings import JSON
from media_tools.places import Place, Viewpoint, distance_m

# Taken where no field of view is stated: from a long lens to a very wide one.
_NARROWEST_DEG = 2.0
_WIDEST_DEG = 120.0
KIND = "place_in_view"


def place_in_view(viewpoint: Viewpoint, place: Place) -> Checked:
    """Inside the wedge with its errors, outside it even with all errors, or not decided."""
    if viewpoint.heading_deg is None:
        sentence = "The viewpoint has no heading, so what lies in its view cannot be told."
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, {})
    apart_m = distance_m(viewpoint.place, place)
    reach_m = viewpoint.place.reach_m + place.reach_m
    if apart_m <= reach_m:
        sentence = (
            f"What is seen lies {distance(apart_m)} from the camera, within their errors of "
            f"{distance(reach_m)}, so it may lie in any direction."
        )
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, {"distance_m": round(apart_m, 1)})
    bearing = bearing_deg(viewpoint.place, place)
    off_deg = abs(turn_deg(viewpoint.heading_deg, bearing))
    stated_error, stated_view = viewpoint.heading_error_deg, viewpoint.field_of_view_deg
    heading_error = UNSTATED_HEADING_ERROR_DEG if stated_error is None else stated_error
    error_deg = heading_error + math.degrees(math.asin(reach_m / apart_m))
    narrow, wide = ((stated_view or taken) / 2 for taken in (_NARROWEST_DEG, _WIDEST_DEG))
    view = f"a view of {stated_view:.0f}°" if stated_view else "no view stated, up to 120° taken"
    told = (
        f"From the claimed viewpoint what is seen lies at {bearing:.0f}°, {off_deg:.0f}° off the "
        f"claimed heading of {heading_words(viewpoint.heading_deg, stated_error)} with {view}"
    )
    numbers: dict[str, JSON] = {
        "distance_m": round(apart_m, 1),
        "bearing_deg": round(bearing, 1),
        "heading_deg": viewpoint.heading_deg,
        "off_deg": round(off_deg, 1),
        "error_deg": round(error_deg, 1),
        "field_of_view_deg": stated_view,
    }
    if off_deg <= narrow + error_deg:
        return Checked(KIND, Verdict.FITS, f"{told}: inside the view.", numbers)
    if off_deg <= wide + error_deg:
        return Checked(KIND, Verdict.CANNOT_TELL, f"{told}: the view decides it.", numbers)
    is_stated = stated_error is not None and stated_view is not None
    if is_stated and off_deg > wide + 2 * error_deg:
        sentence = f"{told}: outside the view even with twice all errors. Both cannot be true."
        return Checked(KIND, Verdict.IMPOSSIBLE, sentence, numbers)
    return Checked(
        KIND, Verdict.TENSION, f"{told}: outside the view even with all errors.", numbers
    )
