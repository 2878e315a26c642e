"""The sun and the moon, held against JPL's ephemeris and against values in print."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from media_tools.compare.sky.bodies import Phase, moon_at, sun_at
from media_tools.errors import Invalid
from media_tools.places import Place
from tests.media_tools.compare.jpl import jpl_altitude_and_azimuth_deg, jpl_illuminated

FROM, TO = datetime(1990, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
POLE = 90.0


def _place_times() -> list[tuple[Place, datetime]]:
    """300 of them: anywhere, and on purpose polar days and nights, poles and antimeridian."""
    chosen = random.Random(1990)

    def at(latitude: float, longitude: float, moment: datetime) -> tuple[Place, datetime]:
        return Place(latitude, longitude, 0), moment

    def moment() -> datetime:
        return FROM + chosen.random() * (TO - FROM)

    anywhere = [
        at(chosen.uniform(-90, 90), chosen.uniform(-180, 180), moment()) for _ in range(200)
    ]
    polar = [
        at(
            chosen.choice((-1, 1)) * chosen.uniform(67.5, POLE),
            chosen.uniform(-180, 180),
            datetime(chosen.randint(1990, 2035), chosen.choice((6, 12)), 21, tzinfo=UTC)
            + timedelta(hours=chosen.uniform(0, 24)),
        )
        for _ in range(60)
    ]
    poles = [at(chosen.choice((-POLE, POLE)), 0, moment()) for _ in range(20)]
    antimeridian = [
        at(chosen.uniform(-70, 70), chosen.choice((-180, 180)), moment()) for _ in range(20)
    ]
    return [*anywhere, *polar, *poles, *antimeridian]


def _apart_deg(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def test_300_suns_from_1990_to_2035_stand_where_jpl_puts_them() -> None:
    worst_altitude = worst_azimuth = 0.0
    polar_days = polar_nights = 0
    for place, moment in _place_times():
        found = sun_at(place, moment)
        altitude, azimuth = jpl_altitude_and_azimuth_deg("sun", place, moment)
        worst_altitude = max(worst_altitude, abs(found.altitude_deg - altitude))
        worst_azimuth = max(worst_azimuth, _apart_deg(found.azimuth_deg, azimuth))
        is_solstice = abs(place.latitude) > 67 and moment.day == 21 and moment.month in (6, 12)
        polar_days += is_solstice and altitude > 0
        polar_nights += is_solstice and altitude < 0
        assert abs(found.altitude_deg - altitude) <= found.altitude_error_deg
        assert _apart_deg(found.azimuth_deg, azimuth) <= found.azimuth_error_deg
    assert worst_altitude < 0.01
    assert worst_azimuth < 0.1
    assert polar_days >= 20
    assert polar_nights >= 20


def test_100_moons_stand_and_shine_as_jpl_says() -> None:
    for place, moment in _place_times()[::3]:
        moon = moon_at(place, moment)
        altitude, azimuth = jpl_altitude_and_azimuth_deg("moon", place, moment)
        assert moon.position.altitude_deg == pytest.approx(altitude, abs=0.01)
        assert _apart_deg(moon.position.azimuth_deg, azimuth) <= moon.position.azimuth_error_deg
        # From the ground the moon is seen under a slightly other angle than from the middle.
        assert moon.illuminated == pytest.approx(jpl_illuminated(moment), abs=0.01)


def test_the_sun_of_nrels_worked_example_stands_where_the_report_says() -> None:
    """Reda and Andreas, NREL/TP-560-34302 (revised 2008), table A5.1: zenith 50.11162 with a
    refraction of 0.016332, azimuth 194.34024 degrees."""
    golden = Place(39.742476, -105.1786, 0)
    sun = sun_at(golden, datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC))
    assert sun.altitude_deg == pytest.approx(90 - 50.11162 - 0.016332, abs=0.005)
    assert sun.azimuth_deg == pytest.approx(194.34024, abs=0.01)


@pytest.mark.parametrize("pole", [POLE, -POLE])
def test_at_a_pole_the_sun_stands_as_high_as_its_printed_declination(pole: float) -> None:
    """Meeus, Astronomical Algorithms, example 25.b: 1992 October 13 at 0h of dynamical time
    (59 s later than UTC shows it) the apparent declination was -7 degrees 47' 1.74"."""
    sun = sun_at(Place(pole, 0, 0), datetime(1992, 10, 12, 23, 59, 1, tzinfo=UTC))
    declination = -(7 + 47 / 60 + 1.74 / 3600)
    assert sun.altitude_deg == pytest.approx(declination if pole > 0 else -declination, abs=0.005)


def test_the_moon_is_lit_as_printed() -> None:
    """Meeus, Astronomical Algorithms, example 48.a: 1992 April 12 at 0h, 0.6786 of the disc."""
    moon = moon_at(Place(0, 0, 0), datetime(1992, 4, 11, 23, 59, 1, tzinfo=UTC))
    assert moon.illuminated == pytest.approx(0.6786, abs=0.01)
    assert moon.phase is Phase.WAXING_GIBBOUS


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (datetime(2024, 4, 8, 18, 21, tzinfo=UTC), Phase.NEW),
        (datetime(2024, 4, 11, 18, 21, tzinfo=UTC), Phase.WAXING_CRESCENT),
        (datetime(2024, 4, 15, 19, 13, tzinfo=UTC), Phase.FIRST_QUARTER),
        (datetime(2023, 5, 5, 17, 34, tzinfo=UTC), Phase.FULL),
        (datetime(2023, 5, 4, 18, 0, tzinfo=UTC), Phase.FULL),
        (datetime(2023, 5, 8, 17, 34, tzinfo=UTC), Phase.WANING_GIBBOUS),
        (datetime(2023, 5, 12, 14, 28, tzinfo=UTC), Phase.LAST_QUARTER),
        (datetime(2023, 5, 16, 14, 28, tzinfo=UTC), Phase.WANING_CRESCENT),
    ],
)
def test_the_phase_is_the_almanacs(moment: datetime, phase: Phase) -> None:
    """The instants of the principal phases as the US Naval Observatory publishes them."""
    assert moon_at(Place(0, 0, 0), moment).phase is phase


def test_both_sides_of_the_antimeridian_see_one_sun() -> None:
    moment = datetime(2010, 6, 1, 3, tzinfo=UTC)
    east, west = (sun_at(Place(10, longitude, 0), moment) for longitude in (180, -180))
    assert east.altitude_deg == pytest.approx(west.altitude_deg, abs=1e-9)
    assert east.azimuth_deg == pytest.approx(west.azimuth_deg, abs=1e-9)


def test_the_error_grows_with_the_radius_of_the_place_and_near_the_zenith() -> None:
    moment = datetime(2021, 6, 21, 12, tzinfo=UTC)
    near, far = (sun_at(Place(50, 0, radius_m), moment) for radius_m in (0, 100_000))
    assert far.altitude_error_deg - near.altitude_error_deg == pytest.approx(0.9, abs=0.01)
    assert far.azimuth_error_deg > near.azimuth_error_deg
    overhead = sun_at(Place(23.436, 0.45, 50_000), moment)
    assert overhead.azimuth_error_deg == 180
    at_pole = sun_at(Place(89.99, 0, 50_000), moment)
    assert at_pole.azimuth_error_deg == 180


def test_a_moment_outside_the_known_turning_of_the_earth_is_refused() -> None:
    with pytest.raises(Invalid, match="1800 to 2200, not for 2300"):
        sun_at(Place(0, 0), datetime(2300, 1, 1, tzinfo=UTC))
    with pytest.raises(Invalid, match="in UTC"):
        sun_at(Place(0, 0), datetime(2020, 1, 1))  # noqa: DTZ001
