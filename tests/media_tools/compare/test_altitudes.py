"""Between which altitudes the sun stands over an uncertain time and place."""

from datetime import UTC, datetime, timedelta

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.compare.sky.altitudes import Altitudes, SkyLight, altitudes, light_at
from media_tools.compare.sky.bodies import sun_at
from media_tools.places import Place
from media_tools.times import TimeInterval

moments = st.floats(0, 70 * 365.25).map(
    lambda days: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=days)
)
points = st.tuples(
    st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 66.56, 23.44])),
    st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0])),
)


@settings(max_examples=100)
@given(
    point=points,
    radius_m=st.one_of(st.just(0.0), st.floats(0, 2_000_000)),
    earliest=moments,
    lasts_s=st.one_of(st.floats(0, 3600), st.floats(0, 4 * 86400), st.floats(0, 500 * 86400)),
    share=st.floats(0, 1),
    bearing_deg=st.floats(0, 360),
    way=st.floats(0, 1),
)
def test_every_moment_within_and_every_point_of_the_disc_has_its_sun_within_the_range(
    point: tuple[float, float],
    radius_m: float,
    earliest: datetime,
    lasts_s: float,
    share: float,
    bearing_deg: float,
    way: float,
) -> None:
    lasts = timedelta(seconds=lasts_s)
    found = altitudes(Place(*point, radius_m), TimeInterval(earliest, earliest + lasts))
    there = Geodesic.WGS84.Direct(*point, bearing_deg, way * radius_m)
    sun = sun_at(Place(there["lat2"], there["lon2"], 0), earliest + share * lasts)
    assert found.lowest_deg <= sun.altitude_deg <= found.highest_deg
    assert light_at(sun.altitude_deg) in found.lights()


@settings(max_examples=20)
@given(point=points, earliest=moments, lasts_s=st.floats(0, 47 * 3600))
def test_up_to_two_days_no_altitude_is_promised_that_the_sun_does_not_reach(
    point: tuple[float, float], earliest: datetime, lasts_s: float
) -> None:
    place = Place(*point, 0)
    when = TimeInterval(earliest, earliest + timedelta(seconds=lasts_s))
    found = altitudes(place, when)
    seen = [
        sun_at(place, earliest + timedelta(seconds=lasts_s * share / 250)).altitude_deg
        for share in range(251)
    ]
    # Within the calculation's own error, and what the sun rises between two samples at noon.
    slack = 0.02 + 0.26 * lasts_s / 60 / 250 + 1e-6
    assert min(seen) - slack <= found.lowest_deg
    assert found.highest_deg <= max(seen) + slack


def test_noon_within_the_interval_is_not_missed() -> None:
    """At the equator in March the sun passes within 0.2 degrees of overhead at 12:07."""
    noon = datetime(2023, 3, 20, 12, 7, tzinfo=UTC)
    for minutes in (2, 7, 15, 200):
        around = timedelta(minutes=minutes)
        found = altitudes(Place(0, 0, 0), TimeInterval(noon - around, noon + around))
        assert found.highest_deg > 89.6
        assert found.lowest_deg == pytest.approx(90 - minutes / 4, abs=0.3)


def test_a_wide_claim_is_everything_and_polar_day_has_no_night() -> None:
    whole_day = TimeInterval(datetime(2023, 6, 21, tzinfo=UTC), datetime(2023, 6, 22, tzinfo=UTC))
    in_tromso = altitudes(Place(69.65, 18.96, 5000), whole_day)
    assert in_tromso.lights() == [SkyLight.DAY, SkyLight.LOW_SUN]
    assert altitudes(Place(0, 18.96, 5000), whole_day).lights() == list(SkyLight)
    open_ended = TimeInterval(None, datetime(2023, 6, 22, tzinfo=UTC))
    assert altitudes(Place(50, 30, 5000), open_ended).lights() == list(SkyLight)
    polar_night = TimeInterval(
        datetime(2023, 12, 11, tzinfo=UTC), datetime(2023, 12, 31, tzinfo=UTC)
    )
    found = altitudes(Place(78.2, 15.6, 5000), polar_night)
    assert found.lights() == [SkyLight.NAUTICAL, SkyLight.ASTRONOMICAL, SkyLight.NIGHT]
    assert found.highest_deg < -10


def test_a_disc_adds_its_radius_as_an_angle() -> None:
    moment = datetime(2023, 3, 20, 15, tzinfo=UTC)
    at = TimeInterval(moment, moment)
    point, disc = (altitudes(Place(50, 0, radius_m), at) for radius_m in (0, 111_000))
    assert disc.highest_deg - point.highest_deg == pytest.approx(1, abs=0.01)
    assert point.lowest_deg - disc.lowest_deg == pytest.approx(1, abs=0.01)
    whole_earth = altitudes(Place(50, 0, 20_100_000), at)
    assert whole_earth == Altitudes(-90, 90)


@pytest.mark.parametrize(
    ("altitude_deg", "light"),
    [
        (90, SkyLight.DAY),
        (6, SkyLight.DAY),
        (5.9, SkyLight.LOW_SUN),
        (0, SkyLight.LOW_SUN),
        (-0.1, SkyLight.CIVIL),
        (-6.1, SkyLight.NAUTICAL),
        (-12.1, SkyLight.ASTRONOMICAL),
        (-18.1, SkyLight.NIGHT),
        (-90, SkyLight.NIGHT),
    ],
)
def test_the_classes_have_the_almanacs_borders(altitude_deg: float, light: SkyLight) -> None:
    assert light_at(altitude_deg) is light
