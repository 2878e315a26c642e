"""At which times the sun stands so that the light seen in a clip is possible."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from media_tools.compare.sky.altitudes import path
from media_tools.compare.sky.bodies import CALCULATION_ERROR_DEG, reach_deg, sun_altitude_deg
from media_tools.compare.sky.light import HIGHEST_SUN_AT_NIGHT_DEG, LOWEST_SUN_BY_DAY_DEG, Seen
from media_tools.errors import Invalid
from media_tools.places import Place
from media_tools.times import TimeInterval

LONGEST = timedelta(days=40)
_NEARNESS = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time at which the light fits somewhere in the place.

    It is the longest that the errors allow. From ``surely_from`` to ``surely_to`` the light fits
    everywhere in the place, whatever the errors; both are ``None`` if it never does.
    """

    earliest: datetime
    latest: datetime
    surely_from: datetime | None
    surely_to: datetime | None


def fitting_times(place: Place, when: TimeInterval, seen: Seen) -> list[Band]:
    """The stretches within ``when`` at which the light seen does not contradict the sun.

    Daylight needs the sun above -9 degrees, night needs it below 3; a light that cannot be
    told fits all the time. Raises ``Invalid`` for more than 40 days or an open end.
    """
    if when.earliest is None or when.latest is None or when.latest - when.earliest > LONGEST:
        raise Invalid("Fitting times can be worked out for at most 40 days; narrow the time.")
    if seen is Seen.CANNOT_TELL:
        return [Band(when.earliest, when.latest, when.earliest, when.latest)]
    walked = path(place, when.earliest, when.latest)
    error = CALCULATION_ERROR_DEG + reach_deg(place)
    by_day = seen is Seen.DAY_LIKE
    limit = LOWEST_SUN_BY_DAY_DEG if by_day else HIGHEST_SUN_AT_NIGHT_DEG
    outward = -error if by_day else error
    sure = _stretches(place, walked, limit - outward, above=by_day)
    bands = []
    for earliest, latest in _stretches(place, walked, limit + outward, above=by_day):
        within = [one for one in sure if earliest <= one[0] and one[1] <= latest]
        surely = max(within, key=lambda one: one[1] - one[0], default=(None, None))
        bands.append(Band(earliest, latest, *surely))
    return bands


def _stretches(
    place: Place, walked: list[tuple[datetime, float]], limit_deg: float, *, above: bool
) -> list[tuple[datetime, datetime]]:
    """From when to when the altitude over the centre is above (or below) a limit."""

    def fits(altitude_deg: float) -> bool:
        return altitude_deg >= limit_deg if above else altitude_deg <= limit_deg

    stretches = []
    begun = walked[0][0] if fits(walked[0][1]) else None
    for (before, was), (after, then) in pairwise(walked):
        if fits(was) == fits(then):
            continue
        crossing = _crossing(place, before, after, limit_deg)
        if begun is None:
            begun = crossing
        else:
            stretches.append((begun, crossing))
            begun = None
    if begun is not None:
        stretches.append((begun, walked[-1][0]))
    return stretches


def _crossing(place: Place, before: datetime, after: datetime, limit_deg: float) -> datetime:
    """When the altitude passes the limit between two moments on either side of it."""
    starts_above = sun_altitude_deg(place, before) >= limit_deg
    while after - before > _NEARNESS:
        middle = before + (after - before) / 2
        if (sun_altitude_deg(place, middle) >= limit_deg) == starts_above:
            before = middle
        else:
            after = middle
    return before
