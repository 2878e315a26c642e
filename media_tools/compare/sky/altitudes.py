"""Between which altitudes the sun stands over an uncertain time and place.

Over an interval of up to two days the sun is followed: every ten minutes and at every turning
point between, so that noon and midnight within are not missed. Over a longer one each day's
noon and midnight lie within, so the sun's declinations alone give both ends. A disc adds its
radius as an angle: the altitude is 90 degrees less the distance to where the sun is overhead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from media_tools.compare.sky.bodies import (
    CALCULATION_ERROR_DEG,
    reach_deg,
    sun_altitude_deg,
    sun_declination_deg,
)
from media_tools.places import Place
from media_tools.times import TimeInterval

STEP = timedelta(minutes=10)
_FOLLOWED = timedelta(days=2)
_A_YEAR = timedelta(days=366)
_NEARNESS = timedelta(seconds=1)
# The sun's declination changes by at most 0.4 degrees a day.
_A_DAY_OF_DECLINATION_DEG = 0.41
_STEEPEST_DECLINATION_DEG = 23.46  # from 1900 to 2100; it shrinks by 0.00013 a year
_GOLDEN = (5**0.5 - 1) / 2


class SkyLight(StrEnum):
    """The classes of daylight and twilight, by the altitude of the sun's centre."""

    DAY = "day"  # above 6 degrees
    LOW_SUN = "low sun"  # 0 to 6
    CIVIL = "civil twilight"  # -6 to 0
    NAUTICAL = "nautical twilight"  # -12 to -6
    ASTRONOMICAL = "astronomical twilight"  # -18 to -12
    NIGHT = "night"  # below -18


_FLOORS_DEG = {
    SkyLight.DAY: 6.0,
    SkyLight.LOW_SUN: 0.0,
    SkyLight.CIVIL: -6.0,
    SkyLight.NAUTICAL: -12.0,
    SkyLight.ASTRONOMICAL: -18.0,
    SkyLight.NIGHT: -90.0,
}


def light_at(altitude_deg: float) -> SkyLight:
    """The class of an altitude; a border belongs to the brighter one."""
    return next(light for light, floor in _FLOORS_DEG.items() if altitude_deg >= floor)


@dataclass(frozen=True, slots=True)
class Altitudes:
    """The sun stood between these altitudes, in degrees; every altitude between did occur.

    Their errors are within them: the true sun was no lower and no higher.
    """

    lowest_deg: float
    highest_deg: float

    def lights(self) -> list[SkyLight]:
        """The classes touched, brightest first."""
        order = list(SkyLight)
        brightest = order.index(light_at(self.highest_deg))
        return order[brightest : order.index(light_at(self.lowest_deg)) + 1]


def altitudes(place: Place, when: TimeInterval) -> Altitudes:
    """Between which altitudes the sun stands somewhere in the disc at some time of ``when``."""
    if when.earliest is None or when.latest is None or when.latest - when.earliest > _FOLLOWED:
        lowest, highest = _by_declination(place, when)
    else:
        over = [altitude for _, altitude in path(place, when.earliest, when.latest)]
        lowest, highest = min(over), max(over)
    error = CALCULATION_ERROR_DEG + reach_deg(place)
    return Altitudes(max(-90.0, lowest - error), min(90.0, highest + error))


def path(place: Place, earliest: datetime, latest: datetime) -> list[tuple[datetime, float]]:
    """The sun's altitude over the centre of the disc, in order of time.

    At both ends, every ten minutes, and at each turning point between (within a second).
    """
    # A step beyond each end, so that a turning point next to an end is found as well.
    count = (latest - earliest) // STEP
    moments = [earliest + number * STEP for number in range(-1, count + 1)]
    moments += [latest, latest + STEP]
    walked = [(moment, sun_altitude_deg(place, moment)) for moment in moments]
    turns = []
    for (before, low), (_, middle), (after, high) in zip(
        walked, walked[1:], walked[2:], strict=False
    ):
        sign = 1 if middle >= low else -1
        if sign * (middle - high) >= 0:
            turns.append(_turning_point(place, before, after, sign))
    inside = [one for one in [*walked, *turns] if earliest <= one[0] <= latest]
    return sorted(set(inside))


def _turning_point(
    place: Place, before: datetime, after: datetime, sign: int
) -> tuple[datetime, float]:
    """Golden-section search for the highest (sign 1) or lowest (-1) altitude between."""
    while after - before > _NEARNESS:
        inner = (after - before) * _GOLDEN
        early, late = after - inner, before + inner
        if sign * sun_altitude_deg(place, early) > sign * sun_altitude_deg(place, late):
            after = late
        else:
            before = early
    return before, sun_altitude_deg(place, before)


def _by_declination(place: Place, when: TimeInterval) -> tuple[float, float]:
    if when.earliest is None or when.latest is None or when.latest - when.earliest >= _A_YEAR:
        south, north = -_STEEPEST_DECLINATION_DEG, _STEEPEST_DECLINATION_DEG
    else:
        days = (when.latest - when.earliest) // timedelta(days=1)
        moments = [when.earliest + timedelta(days=day) for day in range(days + 1)]
        seen = [sun_declination_deg(moment) for moment in [*moments, when.latest]]
        south = max(min(seen) - _A_DAY_OF_DECLINATION_DEG, -_STEEPEST_DECLINATION_DEG)
        north = min(max(seen) + _A_DAY_OF_DECLINATION_DEG, _STEEPEST_DECLINATION_DEG)
    latitude = place.latitude
    overhead = min(max(latitude, south), north)  # the declination that comes nearest
    below = min(max(-latitude, south), north)  # the one nearest to the antipode
    return abs(latitude + below) - 90, 90 - abs(latitude - overhead)
