"""Claimed times and places held against the light seen."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.compare.sky.altitudes import altitudes
from media_tools.compare.sky.check import check_light
from media_tools.compare.sky.light import LightNumbers, LightSeen, light_seen
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.places import Place
from media_tools.times import TimeInterval
from tests.media_tools.compare.jpl import jpl_altitude_and_azimuth_deg

DAY = light_seen(LightNumbers(150, 10, 10, 0))
NIGHT = light_seen(LightNumbers(30, 10, 0, 10))
UNTOLD = light_seen(LightNumbers(80, 10, 3, 1))
KYIV = Place(50.4501, 30.5234, 500)


def _at(*moments: datetime) -> TimeInterval:
    return TimeInterval(moments[0], moments[-1])


def _in_may(hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 5, 3, hour, minute, tzinfo=UTC)


NOON, DEEP_NIGHT, LATE_DUSK = _in_may(9, 50), _in_may(22), _in_may(17, 30)


@pytest.mark.parametrize(
    ("when", "light", "verdict"),
    [
        (_at(NOON), DAY, Verdict.FITS),
        (_at(DEEP_NIGHT), NIGHT, Verdict.FITS),
        (_at(DEEP_NIGHT), DAY, Verdict.IMPOSSIBLE),
        (_at(NOON), NIGHT, Verdict.TENSION),
        (_at(LATE_DUSK), DAY, Verdict.CANNOT_TELL),
        (_at(LATE_DUSK), NIGHT, Verdict.CANNOT_TELL),
        (_at(DEEP_NIGHT, _in_may(23)), UNTOLD, Verdict.CANNOT_TELL),
        (_at(DEEP_NIGHT), None, Verdict.CANNOT_TELL),
        # From midnight into twilight: only its end is possible, and even that is doubtful.
        (_at(_in_may(0), _in_may(2)), DAY, Verdict.TENSION),
        # From afternoon into twilight.
        (_at(_in_may(13), _in_may(17)), NIGHT, Verdict.TENSION),
        # A whole day holds both.
        (_at(_in_may(0), _in_may(23, 59)), DAY, Verdict.CANNOT_TELL),
        (_at(_in_may(0), _in_may(23, 59)), NIGHT, Verdict.CANNOT_TELL),
        (TimeInterval(None, NOON), DAY, Verdict.CANNOT_TELL),
        (_at(NOON, NOON + timedelta(days=700)), NIGHT, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_the_sun(
    when: TimeInterval, light: LightSeen | None, verdict: Verdict
) -> None:
    assert check_light(when, KYIV, light).verdict is verdict


def test_night_at_noon_is_impossible_only_in_the_open() -> None:
    doubtful = check_light(_at(NOON), KYIV, NIGHT)
    assert (
        "the clip shows night. "
        "This speaks against the claim, though a dark room or covered place can look like night."
    ) in doubtful.sentence
    sure = check_light(_at(NOON), KYIV, NIGHT, is_outdoors=True)
    assert sure.verdict is Verdict.IMPOSSIBLE
    assert sure.sentence.startswith(
        "At the claimed time and place the sun stood 55.2 degrees above the horizon; "
        "the clip shows night. The claim cannot be right. By the sun night is possible there until "
    )


@pytest.mark.parametrize(
    ("when", "light", "altitude_deg"), [(DEEP_NIGHT, DAY, -9), (NOON, NIGHT, 3)]
)
def test_a_contradiction_tells_until_and_from_when_by_jpl_the_light_would_fit(
    when: datetime, light: LightSeen, altitude_deg: float
) -> None:
    sentence = check_light(_at(when), KYIV, light).sentence
    told = re.search(r"is possible there until (\S+ \S+) UTC and from (\S+ \S+) UTC\.$", sentence)
    assert told
    until, since = (datetime.fromisoformat(f"{at}+00:00") for at in told.groups())
    assert until < when < since < when + timedelta(hours=12)
    for edge in (until, since):
        stands_deg, _ = jpl_altitude_and_azimuth_deg("sun", KYIV, edge)
        # To the minute, in which it moves by a sixth of a degree.
        assert stands_deg == pytest.approx(altitude_deg, abs=0.15)


def test_where_the_light_never_fits_the_sentence_says_so() -> None:
    polar = check_light(_at(datetime(2023, 6, 21, 11, tzinfo=UTC)), Place(78.2, 15.6), NIGHT)
    assert polar.sentence.endswith(
        "Within half a day of the claimed time night is never possible there."
    )
    assert "possible there" not in check_light(_at(NOON), KYIV, DAY).sentence


def test_a_photograph_may_have_been_exposed_long() -> None:
    checked = check_light(_at(DEEP_NIGHT), KYIV, DAY, is_photograph=True)
    assert checked.verdict is Verdict.TENSION
    assert (
        "the picture shows daylight. "
        "This speaks against the claim, though a long exposure can make night look like day."
    ) in checked.sentence


def test_polar_day_fits_at_midnight_and_a_wide_place_does_not_decide() -> None:
    midnight = datetime(2023, 6, 21, 23, tzinfo=UTC)
    assert check_light(_at(midnight), Place(78.2, 15.6, 5000), DAY).verdict is Verdict.FITS
    narrow = check_light(_at(DEEP_NIGHT), KYIV, DAY)
    wide = check_light(_at(DEEP_NIGHT), Place(50.45, 30.52, 3_000_000), DAY)
    assert (narrow.verdict, wide.verdict) == (Verdict.IMPOSSIBLE, Verdict.CANNOT_TELL)


def _numbers(checked: Checked) -> dict[str, Any]:
    return dict(checked.numbers)


def test_the_numbers_tell_the_sun_the_moon_and_when_it_would_fit() -> None:
    numbers = _numbers(check_light(_at(_in_may(22, 10), _in_may(22, 20)), KYIV, DAY))
    assert numbers["classes"] == ["night"]
    middle = numbers["in_the_middle"]
    assert middle["time"] == "2023-05-03T22:15Z"
    assert middle["moon_phase"] == "waxing gibbous"
    assert middle["moon_illuminated"] == pytest.approx(0.97, abs=0.02)
    evening, morning = numbers["fitting"]
    assert evening["earliest"] == "2023-05-03T10:10Z"
    assert evening["latest"] < "2023-05-03T22:10Z" < morning["earliest"]
    assert morning["latest"] == "2023-05-04T10:20Z"
    assert numbers["light_seen"] == "day_like"


def test_times_that_the_sky_is_not_known_for_cannot_be_told() -> None:
    for year in (1, 1799, 9999):
        moment = datetime(year, 7, 1, tzinfo=UTC)
        checked = check_light(_at(moment), KYIV, DAY)
        assert checked.verdict is Verdict.CANNOT_TELL
        assert checked.sentence == (
            "The sun is not worked out for times before 1800 or after 2200."
        )


@settings(max_examples=60)
@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    radius_m=st.floats(0, 200_000),
    begins_day=st.floats(0, 16_000),
    lasts_h=st.floats(0, 40),
    is_day=st.booleans(),
)
def test_impossible_and_fits_are_only_said_of_all_that_is_claimed(
    latitude: float,
    longitude: float,
    radius_m: float,
    begins_day: float,
    lasts_h: float,
    is_day: bool,
) -> None:
    begins = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=begins_day)
    when = _at(begins, begins + timedelta(hours=lasts_h))
    place = Place(latitude, longitude, radius_m)
    sun = altitudes(place, when)
    checked = check_light(when, place, DAY if is_day else NIGHT, is_outdoors=True)
    dark, light = sun.highest_deg < -9, sun.lowest_deg > 3
    assert (checked.verdict is Verdict.IMPOSSIBLE) == (dark if is_day else light)
    assert (checked.verdict is Verdict.FITS) == (light if is_day else sun.highest_deg < -9)
