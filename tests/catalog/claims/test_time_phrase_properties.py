"""What holds for every phrase about a time, whoever types it."""

from datetime import UTC, date, datetime, timedelta, timezone

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
