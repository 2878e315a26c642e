"""What a phrase leaves out, counted from when it was said; intervals worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.claims.not_understood import DayMissing, NotUnderstood
from catalog.claims.time_phrase import read_time
from catalog.claims.time_said import read_time_said
from catalog.claims.zone_of_place import ZoneOfPlace

NOON = "2023-05-05T12:00"
MIDNIGHT_IN_MOSCOW = "2023-05-05T22:30"
CRIMEA = ZoneOfPlace(("Europe/Simferopol", "Europe/Kyiv"))
MOMENTS = st.integers(631_152_000, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))


def instant(written: str) -> datetime | None:
    return None if written == ".." else datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("phrase", "said", "first", "end", "told"),
    [
        ("02:27 UTC", NOON, "2023-05-05T02:27", "2023-05-05T02:28", "5 May 2023 is taken"),
        # A clock that had not come yet when it was said was yesterday's.
        ("23:50 UTC", NOON, "2023-05-04T23:50", "2023-05-04T23:51", "4 May 2023 is taken"),
        ("23:50 MSK", "2023-05-05T21:10", "2023-05-05T20:50", "2023-05-05T20:51", "5 May 2023"),
        ("01:10 MSK", MIDNIGHT_IN_MOSCOW, "2023-05-05T22:10", "2023-05-05T22:11", "6 May 2023"),
        ("01:10 MSK", "2023-05-05T22:05", "2023-05-04T22:10", "2023-05-04T22:11", "5 May 2023"),
        ("before 03:00 MSK", NOON, "..", "2023-05-05T00:00", "5 May 2023 is taken"),
        ("after 22:00 UTC", NOON, "2023-05-04T22:00", "..", "4 May 2023 is taken"),
        ("between 02:00 and 03:00 MSK", NOON, "2023-05-04T23:00", "2023-05-05T00:01", "5 May 2023"),
        ("about 2.30 am MSK", NOON, "2023-05-04T23:00", "2023-05-04T23:46", "5 May 2023"),
        ("Wed night UTC", NOON, "2023-05-03T20:00", "2023-05-04T06:00", "the last Wednesday"),
        ("вночі UTC", NOON, "2023-05-04T20:00", "2023-05-06T06:00", "5 May 2023 is taken"),
        ("вчера в 14:30 мск", NOON, "2023-05-04T11:30", "2023-05-04T11:31", "4 May 2023"),
        # In Moscow it was the sixth already.
        ("вчера в 14:30 мск", MIDNIGHT_IN_MOSCOW, "2023-05-05T11:30", "2023-05-05T11:31",
         "Counted from when it was said, 6 May 2023."),
        ("вчора о 14:30 за Києвом", NOON, "2023-05-04T11:30", "2023-05-04T11:31", "4 May 2023"),
        # What names its day is not moved, also where it lies ahead of its saying.
        ("today 23:00 MSK", NOON, "2023-05-05T20:00", "2023-05-05T20:01", "lies after it was said"),
        ("3 May 02:27 MSK", NOON, "2023-05-02T23:27", "2023-05-02T23:28", "read as 2023"),
        ("31 December 23:00 UTC", "2023-01-01T05:00", "2022-12-31T23:00", "2022-12-31T23:01",
         "read as 2022"),
        # Where nobody said the zone it was the fifth or the sixth.
        ("вчера в 14:30", NOON, "2023-05-04T00:30", "2023-05-06T02:31",
         "5 May 2023 or 6 May 2023 by the zone"),
    ],
)  # fmt: skip
def test_what_was_left_out_counts_from_when_it_was_said(
    phrase: str, said: str, first: str, end: str, told: str
) -> None:
    reading = read_time_said(phrase, instant(said))
    left_out = timedelta(microseconds=0 if phrase.startswith("before") else 1)
    latest = instant(end)
    assert reading.interval.earliest == instant(first)
    assert reading.interval.latest == (latest - left_out if latest else None)
    assert told in " ".join(reading.notes)


def test_the_clocks_of_disputed_ground_may_leave_two_days_open() -> None:
    said = datetime(2023, 1, 3, 21, 30, tzinfo=UTC)
    reading = read_time_said("вчера в 14:30", said, taken_from_place=CRIMEA)
    assert reading.interval.earliest == datetime(2023, 1, 2, 11, 30, tzinfo=UTC)
    assert reading.interval.latest == datetime(2023, 1, 3, 12, 30, 59, 999999, tzinfo=UTC)
    assert reading.zone_basis == "from_place" and reading.offset is None


@pytest.mark.parametrize("phrase", ["02:27", "Wed night", "вчера в 14:30", "3 May 02:27"])
def test_where_nobody_knows_when_it_was_said_that_is_asked_for(phrase: str) -> None:
    with pytest.raises(DayMissing, match="say when it was said: it counts from then"):
        read_time_said(phrase, None)


@pytest.mark.parametrize(
    ("phrase", "because"),
    [
        ("03:30 Kyiv time", "the clocks went forward over it"),
        ("25:00", "There is no hour 25"),
        ("tomorrow 02:30", "lies ahead"),
        ("hello", "was not understood"),
    ],
)
def test_nonsense_stays_nonsense_whenever_it_was_said(phrase: str, because: str) -> None:
    with pytest.raises(NotUnderstood, match=because):
        read_time_said(phrase, datetime(2023, 3, 26, 12, tzinfo=UTC))


def test_the_end_of_the_calendar_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotUnderstood, match="calendar"):
        read_time_said("02:27", datetime(9999, 12, 31, 23, tzinfo=UTC))


@given(MOMENTS)
def test_what_says_its_day_is_read_the_same_whenever_it_was_said(said_at: datetime) -> None:
    phrase = "3 May 2023 about 02:30 Moscow"
    assert read_time_said(phrase, said_at) == read_time(phrase)


@given(MOMENTS, st.times())
def test_a_clock_without_a_day_is_the_last_before_it_was_said(
    said_at: datetime, clock: object
) -> None:
    earliest = read_time_said(f"{clock:%H:%M:%S} UTC", said_at).interval.earliest
    assert earliest is not None
    assert timedelta(0) <= said_at - earliest < timedelta(days=1)
