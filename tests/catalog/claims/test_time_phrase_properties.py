"""What holds for every phrase about a time, whoever types it."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.claims.time_phrase import NotUnderstood, read_time
from catalog.claims.time_phrases.words import MONTHS, PHRASES

OFFSETS = st.integers(min_value=-12 * 60, max_value=14 * 60).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
FIRST, LAST = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")
TIMES = st.datetimes(FIRST, LAST, timezones=OFFSETS)
NUMBERS = ["2", "02:27", "2.30", "2:27:04 pm", "2023", "3 May", "03/05/2023", "9999-12-31", "24:00"]
ZONES = ["MSK", "UTC-3", "Kyiv time", "IST", "+3", "Z", "± 5 min", "unix 1683070024", "Donetsk"]


@given(TIMES)
def test_an_iso_time_lies_inside_its_interval(moment: datetime) -> None:
    reading = read_time(moment.isoformat())
    assert reading.interval.earliest is not None and reading.interval.latest is not None
    assert reading.interval.earliest <= moment.astimezone(UTC) <= reading.interval.latest
    assert reading.zone_basis == "stated"
    assert reading.offset == moment.utcoffset()


@given(TIMES)
def test_seconds_and_their_decimals_are_never_lost(moment: datetime) -> None:
    reading = read_time(f"{moment:%d.%m.%Y %H:%M:%S.%f} UTC")
    assert reading.interval.earliest == moment.replace(tzinfo=UTC)
    assert reading.interval.latest == moment.replace(tzinfo=UTC)


@given(TIMES)
def test_a_clock_without_a_zone_spans_every_zone(moment: datetime) -> None:
    reading = read_time(moment.strftime("%Y-%m-%d %H:%M"))
    assert reading.interval.earliest is not None and reading.interval.latest is not None
    assert reading.interval.earliest <= moment.astimezone(UTC) <= reading.interval.latest
    length = reading.interval.latest - reading.interval.earliest
    assert length == timedelta(hours=26, minutes=1, microseconds=-1)


CLOCKS = ("%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M:%S %p")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y")
SHAPES = ("{}", "about {}", "before {}", "after {}", "близько {}", "до {}", "після {}", "около {}")


@given(TIMES, st.sampled_from(CLOCKS), st.sampled_from(DATES), st.booleans())
def test_a_clock_covers_what_it_shows_and_not_a_microsecond_more(
    moment: datetime, clock: str, day: str, clock_first: bool
) -> None:
    shown = moment.strftime(f"{clock} on {day}" if clock_first else f"{day} {clock}")
    reading = read_time(f"{shown} UTC")
    covers = timedelta(seconds=1 if "%S" in clock else 60)
    start = moment.replace(tzinfo=UTC, microsecond=0)
    start = start if "%S" in clock else start.replace(second=0)
    assert reading.interval.earliest == start
    assert reading.interval.latest == start + covers - timedelta(microseconds=1)


@given(TIMES, TIMES, st.sampled_from(CLOCKS[:2]))
def test_a_range_keeps_the_seconds_of_both_its_ends(
    one: datetime, other: datetime, clock: str
) -> None:
    first, last = sorted(end.replace(tzinfo=UTC, microsecond=0) for end in (one, other))
    shown = f"between {first:%Y-%m-%d {clock}} and {last:%Y-%m-%d {clock}} UTC"
    if "%S" not in clock:
        first, last = first.replace(second=0), last.replace(second=59)
    reading = read_time(shown)
    assert reading.interval.earliest == first
    assert reading.interval.latest == last + timedelta(seconds=1, microseconds=-1)


@given(TIMES, st.sampled_from(CLOCKS), st.sampled_from(SHAPES), OFFSETS)
def test_naming_the_zone_only_narrows_what_was_said_without_one(
    moment: datetime, clock: str, shape: str, offset: timezone
) -> None:
    said = shape.format(moment.strftime(f"%d.%m.%Y {clock}"))
    open_zone = read_time(said)
    assert (open_zone.zone_basis, open_zone.zone_text, open_zone.offset) == ("unknown", "", None)
    assert any("No zone was said" in note for note in open_zone.notes)
    named = read_time(f"{said} {moment.replace(tzinfo=offset):UTC%z}")
    assert named.zone_basis == "stated"
    assert named.interval.lies_within(open_zone.interval)
    assert (named.interval.earliest is None) == (open_zone.interval.earliest is None)
    assert (named.interval.latest is None) == (open_zone.interval.latest is None)


@given(st.times(), st.sampled_from(CLOCKS), st.sampled_from(SHAPES), st.sampled_from(ZONES))
def test_a_day_is_never_filled_in_without_a_day_to_count_from(
    shown: time, clock: str, shape: str, zone: str
) -> None:
    with pytest.raises(NotUnderstood):
        read_time(f"{shape.format(shown.strftime(clock))} {zone}")


@given(TIMES, st.sampled_from(["%d %B", "%B %d"]))
def test_a_year_is_never_filled_in_without_a_day_to_count_from(moment: datetime, day: str) -> None:
    with pytest.raises(NotUnderstood, match="The year is missing"):
        read_time(moment.strftime(f"{day}, %H:%M UTC"))


@given(st.text(max_size=40), st.sampled_from([None, date(2023, 5, 5)]))
def test_any_text_is_read_or_refused_with_a_sentence(text: str, today: date | None) -> None:
    read_or_refused(text, today)


@given(
    st.lists(st.sampled_from([*PHRASES, *MONTHS, *NUMBERS, *ZONES]), max_size=7),
    st.sampled_from([None, date(2023, 5, 5), date.min, date.max]),
)
def test_any_order_of_known_words_is_read_or_refused(words: list[str], today: date | None) -> None:
    read_or_refused(" ".join(words), today)


def read_or_refused(text: str, today: date | None) -> None:
    try:
        reading = read_time(text, today=today)
    except NotUnderstood as refusal:
        assert str(refusal).endswith((".", "”."))
    else:
        assert reading.interval.earliest or reading.interval.latest
