"""Where the sun and the moon stand in the sky of a place, by XEphem's astronomy (PyEphem).

Altitudes are those of the centre of the disc above the horizontal plane of the WGS84
ellipsoid, seen from the ground (parallax included) and **without refraction**: the bands of
twilight are defined so. The air lifts what is seen: by 0.5 to 0.6 degrees at the horizon, 0.16
at 5 degrees, 0.02 at 45. So the upper rim of the sun shows above a level horizon until its
centre stands 0.83 degrees below it. Mountains, houses and the height of a viewpoint are not in it.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import ephem

from media_tools.errors import Invalid
from media_tools.places import Place

# Against JPL DE421 over 1990-2035 the worst of 600 positions was 0.003 degrees off. Civil time
# may be 0.9 s from the Earth's rotation, another 0.004. The rest is for the decades beyond.
CALCULATION_ERROR_DEG = 0.02

# The smallest radius of curvature of WGS84, in metres: no way along the ground turns the
# horizon by more than its length divided by this.
_SMALLEST_RADIUS_M = 6_335_439.0

# Beyond them the turning of the Earth is not known well enough for the error above.
FIRST_MOMENT = datetime(1800, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)

_COUNTED_FROM = datetime(1899, 12, 31, 12, tzinfo=UTC)


class Phase(StrEnum):
    """The moon's phase in words; the four principal ones reach a day either way."""

    NEW = "new moon"
    WAXING_CRESCENT = "waxing crescent"
    FIRST_QUARTER = "first quarter"
    WAXING_GIBBOUS = "waxing gibbous"
    FULL = "full moon"
    WANING_GIBBOUS = "waning gibbous"
    LAST_QUARTER = "last quarter"
    WANING_CRESCENT = "waning crescent"


_PER_DAY_DEG = 360 / 29.53  # how fast the moon gains on the sun, on average


@dataclass(frozen=True, slots=True)
class SkyPosition:
    """Where a body stands. Azimuth runs clockwise from true north, from 0 up to 360.

    The errors are bounds for every point of the place: they hold the calculation's own and
    the place's radius. Near the zenith the azimuth may be anything, its error then is 180.
    """

    altitude_deg: float
    azimuth_deg: float
    altitude_error_deg: float
    azimuth_error_deg: float


@dataclass(frozen=True, slots=True)
class Moon:
    """The moon's position, the share of its disc that is lit (0 to 1), and its phase."""

    position: SkyPosition
    illuminated: float
    phase: Phase


def sun_at(place: Place, moment: datetime) -> SkyPosition:
    """Where the sun stands at this moment."""
    return _position(ephem.Sun(), place, moment)


def sun_altitude_deg(place: Place, moment: datetime) -> float:
    """The sun's altitude over the place's centre, for those who ask often."""
    sun = ephem.Sun()
    sun.compute(_observer(place, moment))
    return math.degrees(sun.alt)


def sun_declination_deg(moment: datetime) -> float:
    """How far north of the equator the sun stands overhead."""
    sun = ephem.Sun()
    sun.compute(_days(moment))
    return math.degrees(sun.g_dec)


def moon_at(place: Place, moment: datetime) -> Moon:
    """Where the moon stands at this moment, and how much of it is lit."""
    moon, sun, days = ephem.Moon(), ephem.Sun(), _days(moment)
    position = _position(moon, place, moment)
    illuminated = float(moon.moon_phase)
    moon.compute(days, epoch=days)
    sun.compute(days, epoch=days)
    # Geocentric: the phase is the same from everywhere.
    ahead = ephem.Ecliptic(moon, epoch=days).lon - ephem.Ecliptic(sun, epoch=days).lon
    return Moon(position, illuminated, _phase(math.degrees(ahead) % 360))


def reach_deg(place: Place) -> float:
    """The most by which an altitude in this disc differs from that at its centre."""
    return min(180.0, math.degrees(place.reach_m / _SMALLEST_RADIUS_M))


def _phase(elongation_deg: float) -> Phase:
    phases = list(Phase)
    quarter, past = divmod(elongation_deg, 90)
    if past <= _PER_DAY_DEG:
        return phases[2 * int(quarter)]
    if past >= 90 - _PER_DAY_DEG:
        return phases[(2 * int(quarter) + 2) % 8]
    return phases[2 * int(quarter) + 1]


def _position(body: ephem.Body, place: Place, moment: datetime) -> SkyPosition:
    body.compute(_observer(place, moment))
    reach = reach_deg(place)
    error = CALCULATION_ERROR_DEG + reach
    # Points of the disc see the body elsewhere, and have their north elsewhere as well.
    turn = _turn_deg(error, body.alt) + _turn_deg(reach, math.radians(place.latitude))
    return SkyPosition(math.degrees(body.alt), math.degrees(body.az) % 360, error, min(180.0, turn))


def _turn_deg(way_deg: float, height: float) -> float:
    """The most by which a way along the sphere turns the azimuth at this height in radians."""
    share = math.sin(math.radians(min(way_deg, 90))) / max(math.cos(height), 1e-12)
    return 180.0 if share >= 1 else math.degrees(math.asin(share))


def _observer(place: Place, moment: datetime) -> ephem.Observer:
    observer = ephem.Observer()
    observer.lat, observer.lon = math.radians(place.latitude), math.radians(place.longitude)
    observer.pressure = 0  # no air, no refraction
    observer.date = _days(moment)
    return observer


def _days(moment: datetime) -> float:
    if moment.utcoffset() != timedelta(0):
        raise Invalid("The sky can only be worked out for a moment in UTC.")
    if not FIRST_MOMENT <= moment <= LAST_MOMENT:
        raise Invalid(f"The sky can be worked out from 1800 to 2200, not for {moment.year}.")
    return (moment - _COUNTED_FROM) / timedelta(days=1)
