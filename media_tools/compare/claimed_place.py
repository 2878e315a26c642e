"""A claimed viewpoint or place held against the positions in a file.

A file's position is the camera's. What it may say of the place of the thing seen, and where it
may refute, is laid down in docs/decisions/0009-what-a-check-may-say.md.
"""

from collections.abc import Sequence

from media_tools.compare.embedded_positions import EmbeddedPosition
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import distance, radius
from media_tools.findings import JSON
from media_tools.places import Place, Viewpoint

# A position by mobile masts, which no tag tells from a satellite fix, is off by less.
MAST_REACH_M = 100_000.0
# Most things that people film and name lie within the first of the camera, few beyond the second.
NEARBY_M = 1_000.0
FAR_AWAY_M = 10_000.0
# The lowest ground under open sky, the shore of the Dead Sea, and the most by which the
# ellipsoid and the sea level, or a receiver's height, lie apart.
_LOWEST_GROUND_M = -440.0
_ALTITUDE_ERROR_M = 250.0


def viewpoint_by_position(
    viewpoint: Viewpoint, positions: Sequence[EmbeddedPosition], *, is_fresh: bool
) -> Checked:
    """The claimed place of the camera against where the file says that it was.

    ``is_fresh`` where the file's own clocks show that the fix was made with the picture.
    """
    kind = "viewpoint_by_position"
    if not positions:
        sentence = "The file states no position to hold the claimed viewpoint against."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, {})
    apart = sorted(
        (_beyond_m(viewpoint.place, *position.nearest_to(viewpoint.place)), n)
        for n, position in enumerate(positions)
    )
    nearest, farthest = (positions[apart[at][1]] for at in (0, -1))
    beyond_m = apart[0][0]
    sentence, numbers = _told(nearest, viewpoint.place, "the claimed viewpoint")
    if beyond_m > 0:
        may_refute = nearest.is_track or is_fresh
        if may_refute and beyond_m > MAST_REACH_M:
            sentence += (
                ", which no error of a receiver explains. Both cannot be true, unless the "
                "receiver was deceived or the tag was altered."
            )
            return Checked(kind, Verdict.IMPOSSIBLE, sentence, numbers)
        why = "" if may_refute else " Whether the fix was made with the picture is not known."
        return Checked(
            kind, Verdict.TENSION, f"{sentence}, more than their errors allow.{why}", numbers
        )
    if apart[-1][0] > 0:
        other, _ = _told(farthest, viewpoint.place, "the claimed viewpoint")
        sentence = f"The file contradicts itself. {sentence}, which fits. {other}, which does not."
        return Checked(kind, Verdict.TENSION, sentence, numbers)
    return Checked(kind, Verdict.FITS, f"{sentence}, within their errors.", numbers)


def height_by_position(
    viewpoint: Viewpoint, positions: Sequence[EmbeddedPosition]
) -> Checked | None:
    """A claimed height, above the sea or the ground, that even the lowest ground does not allow.

    ``None`` where nothing is wrong: without the ground's own height no altitude says more.
    """
    at = next((one for one in positions if one.altitude_m is not None), None)
    if at is None or at.altitude_m is None or viewpoint.height_m is None:
        return None
    highest_m = at.altitude_m - _LOWEST_GROUND_M + _ALTITUDE_ERROR_M
    if viewpoint.height_m <= highest_m:
        return None
    sentence = (
        f"The camera is said to be at a height of {distance(viewpoint.height_m)}, but the file "
        f"({at.tag}) gives an altitude of {at.altitude_m:.0f} m. Even over the lowest ground on "
        f"Earth and with the errors of receivers that is less."
    )
    numbers: dict[str, JSON] = {
        "tag": at.tag,
        "claimed_height_m": viewpoint.height_m,
        "embedded_altitude_m": at.altitude_m,
        "highest_possible_m": highest_m,
    }
    return Checked("height_by_position", Verdict.TENSION, sentence, numbers)


def place_by_position(place: Place, positions: Sequence[EmbeddedPosition]) -> Checked:
    """The claimed place of the thing seen against where the camera was: it may be seen from afar,
    so they never refute each other.
    """
    kind = "place_by_position"
    if not positions:
        sentence = "The file states no position to hold the claimed place against."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, {})
    nearest = min(positions, key=lambda one: _beyond_m(place, *one.nearest_to(place)))
    beyond_m = _beyond_m(place, *nearest.nearest_to(place))
    sentence, numbers = _told(nearest, place, "the claimed place of what is seen")
    if beyond_m <= NEARBY_M:
        return Checked(kind, Verdict.FITS, f"{sentence}: near enough to film it.", numbers)
    if beyond_m <= FAR_AWAY_M:
        sentence += ". It can be seen from there if nothing hides it, so this decides nothing."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    sentence += ". Only what is high or bright is filmed from so far away."
    return Checked(kind, Verdict.TENSION, sentence, numbers)


def _beyond_m(claimed: Place, disc: Place, apart_m: float) -> float:
    """How far apart the two are beyond both their radii; not above zero where they touch."""
    return apart_m - claimed.reach_m - disc.reach_m


def _told(position: EmbeddedPosition, claimed: Place, what: str) -> tuple[str, dict[str, JSON]]:
    disc, apart_m = position.nearest_to(claimed)
    where = "the nearest point of the camera's track" if position.is_track else "the position"
    sentence = (
        f"{where[0].upper()}{where[1:]} in the file ({position.tag}, {radius(disc)}) lies "
        f"{distance(apart_m)} from {what} ({radius(claimed)})"
    )
    return sentence, {
        "tag": position.tag,
        "distance_m": round(apart_m, 1),
        "beyond_m": round(max(_beyond_m(claimed, disc, apart_m), 0.0), 1),
        "claimed_radius_m": claimed.radius_m,
        "embedded_radius_m": disc.radius_m,
        "taken_claimed_radius_m": claimed.reach_m,
        "taken_embedded_radius_m": disc.reach_m,
        "is_track": position.is_track,
    }
