"""The stretches of time at which a light seen does not contradict the sun."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.compare.sky.bodies import sun_at
from media_tools.compare.sky.fitting import Band, fitting_times
from media_tools.compare.sky.light import Seen
from media_tools.errors import Invalid
from media_tools.places import Place
from media_tools.times import TimeInterval
from tests.media_tools.compare.jpl import jpl_altitude_and_azimuth_deg

KYIV = Place(50.4501, 30.5234, 1000)
A_DAY = TimeInterval(datetime(2023, 5, 2, 12, tzinfo=UTC), datetime(2023, 5, 3, 12, tzinfo=UTC))


def test_a_night_in_may_ends_where_jpl_has_the_sun_three_degrees_high() -> None:
    (night,) = fitting_times(KYIV, A_DAY, Seen.NIGHT_LIKE)
    for end in (night.earliest, night.latest):
        assert jpl_altitude_and_azimuth_deg("sun", KYIV, end)[0] == pytest.approx(3, abs=0.05)
    assert night.surely_from is not None
    assert night.surely_to is not None
    for surely in (night.surely_from - night.earliest, night.latest - night.surely_to):
        assert timedelta(0) < surely < timedelta(minutes=1)


def test_daylight_in_may_leaves_out_the_middle_of_the_night() -> None:
    evening, morning = fitting_times(KYIV, A_DAY, Seen.DAY_LIKE)
    assert evening.earliest == A_DAY.earliest
    assert morning.latest == A_DAY.latest
    for edge in (evening.latest, morning.earliest):
        assert jpl_altitude_and_azimuth_deg("sun", KYIV, edge)[0] == pytest.approx(-9, abs=0.05)


def test_polar_night_and_polar_day_have_no_band_or_all_of_it() -> None:
    svalbard = Place(78.22, 15.63, 500)
    december = TimeInterval(datetime(2023, 12, 21, tzinfo=UTC), datetime(2023, 12, 22, tzinfo=UTC))
    june = TimeInterval(datetime(2023, 6, 21, tzinfo=UTC), datetime(2023, 6, 22, tzinfo=UTC))
    assert fitting_times(svalbard, december, Seen.DAY_LIKE) == []
    assert fitting_times(svalbard, june, Seen.NIGHT_LIKE) == []
    assert june.earliest is not None
    assert june.latest is not None
    whole = Band(june.earliest, june.latest, june.earliest, june.latest)
    assert fitting_times(svalbard, june, Seen.DAY_LIKE) == [whole]
    assert fitting_times(svalbard, june, Seen.CANNOT_TELL) == [whole]


def test_a_wide_place_makes_the_band_longer_and_the_sure_part_shorter() -> None:
    wide = Place(KYIV.latitude, KYIV.longitude, 300_000)
    (night,), (wide_night,) = (
        fitting_times(place, A_DAY, Seen.NIGHT_LIKE) for place in (KYIV, wide)
    )
    assert wide_night.earliest < night.earliest - timedelta(minutes=10)
    assert night.surely_from is not None
    assert wide_night.surely_from is not None
    assert wide_night.surely_from > night.surely_from + timedelta(minutes=10)


@settings(max_examples=40)
@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    day=st.integers(0, 45 * 365),
    share=st.floats(0, 1),
    seen=st.sampled_from([Seen.DAY_LIKE, Seen.NIGHT_LIKE]),
)
def test_a_moment_lies_in_a_band_exactly_if_its_sun_agrees(
    latitude: float, longitude: float, day: int, share: float, seen: Seen
) -> None:
    begins = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=day)
    place = Place(latitude, longitude, 0)
    when = TimeInterval(begins, begins + timedelta(days=1))
    moment = begins + share * timedelta(days=1)
    sun = sun_at(place, moment).altitude_deg
    off = sun + 9 if seen is Seen.DAY_LIKE else 3 - sun
    bands = fitting_times(place, when, seen)
    within = any(band.earliest <= moment <= band.latest for band in bands)
    if abs(off) > 0.03:
        assert within == (off > 0)


def test_more_than_forty_days_and_open_ends_are_refused() -> None:
    for when in (
        TimeInterval(None, A_DAY.latest),
        TimeInterval(A_DAY.earliest, datetime(2024, 5, 1, tzinfo=UTC)),
    ):
        with pytest.raises(Invalid, match="at most 40 days"):
            fitting_times(KYIV, when, Seen.DAY_LIKE)
