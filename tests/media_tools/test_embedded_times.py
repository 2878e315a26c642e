from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.times import (
    format_offset,
    parse_clock,
    parse_gps_time,
    parse_offset,
    parse_xmp_date,
)
from media_tools.errors import Invalid

MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


@given(MOMENTS, OFFSETS)
def test_a_date_with_an_offset_is_one_instant(shown: datetime, offset: timedelta) -> None:
    found = parse_clock(shown.strftime("%Y:%m:%d %H:%M:%S"), offset=format_offset(offset))
    assert found is not None
    interval = found.clock.interval()
    assert interval.earliest == (shown - offset).replace(microsecond=0, tzinfo=UTC)
    assert interval.latest == interval.earliest + timedelta(microseconds=999_999)
    assert found.zone == "stated"


@given(MOMENTS)
def test_a_date_without_an_offset_spans_every_zone(shown: datetime) -> None:
    found = parse_clock(shown.strftime("%Y:%m:%d %H:%M:%S"))
    assert found is not None
    interval = found.clock.interval()
    assert interval.earliest is not None
    assert interval.latest is not None
    assert interval.latest - interval.earliest == timedelta(hours=26, microseconds=999_999)
    assert found.zone == "unknown"


@given(MOMENTS, st.integers(0, 999))
def test_iso_and_exif_forms_say_the_same(shown: datetime, milliseconds: int) -> None:
    iso = parse_clock(f"{shown:%Y-%m-%dT%H:%M:%S}.{milliseconds:03d}+03:00")
    exif = parse_clock(
        f"{shown:%Y:%m:%d %H:%M:%S}", subsecond=f"{milliseconds:03d}", offset="+03:00"
    )
    assert iso is not None
    assert exif is not None
    assert iso.clock == exif.clock
    assert iso.clock.precision == timedelta(milliseconds=1)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_blank_or_a_told_fault(text: str) -> None:
    try:
        found = parse_clock(text, subsecond=text, offset="")
    except Invalid as cause:
        assert str(cause).endswith(".")
    else:
        assert found is None or found.clock.shown.year >= 1


@pytest.mark.parametrize("text", ["", "   ", "    :  :     :  :  ", "\0\0\0", ": : : :"])
def test_a_blank_date_is_absent_and_not_damaged(text: str) -> None:
    assert parse_clock(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "0000-00-00",
        "1970:01:01 00:00:00",
        "1904-01-01T00:00:00Z",
        "2036-02-07T06:28:15Z",
        "2038:01:19 03:14:07",
        "2040-02-06T06:28:15Z",
        "2023:02:30 12:00:00",
        "2023:13:01 12:00:00",
        "2023:05:01 24:00:00",
        "2023:05:01 12:00:00 lunch",
        "0000:00:00 12:00:00",
        "yesterday",
    ],
)
def test_a_date_that_cannot_be_is_damaged(text: str) -> None:
    with pytest.raises(Invalid):
        parse_clock(text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2023-05-03", timedelta(days=1)),
        ("2023-05-03 02:27", timedelta(minutes=1)),
        ("2023:05:03 02:27:11", timedelta(seconds=1)),
        ("2023:05:03 02:27:11.5", timedelta(milliseconds=100)),
        ("2023:05:03 02:27:11.123456789", timedelta(microseconds=1)),
    ],
)
def test_a_date_covers_as_long_as_it_is_precise(text: str, precision: timedelta) -> None:
    found = parse_clock(text)
    assert found is not None
    assert found.clock.precision == precision


def test_the_value_quotes_the_words_and_the_tag() -> None:
    found = parse_clock("2019:10:20 18:34:30", subsecond="130", offset="+02:00")
    assert found is not None
    assert found.as_value("EXIF DateTimeOriginal") == {
        "earliest": "2019-10-20T16:34:30.130000Z",
        "latest": "2019-10-20T16:34:30.130999Z",
        "offset": "+02:00",
        "zone": "stated",
        "text": "2019:10:20 18:34:30.130+02:00",
        "tag": "EXIF DateTimeOriginal",
    }


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("Z", 0), ("+03:00", 180), ("-0430", -270), ("+5", 300), ("  ", None), ("   :  ", None)],
)
def test_offsets_are_read_in_the_forms_in_use(text: str, minutes: int | None) -> None:
    expected = None if minutes is None else timedelta(minutes=minutes)
    assert parse_offset(text) == expected


@pytest.mark.parametrize("text", ["+25:99", "noon", "+3:0"])
def test_an_offset_that_is_none_is_damaged(text: str) -> None:
    with pytest.raises(Invalid):
        parse_offset(text)


def test_an_offset_that_no_place_keeps_is_damaged() -> None:
    with pytest.raises(Invalid):
        parse_clock("2023:05:03 02:27:11", offset="+19:00")


def test_the_receivers_clock_is_utc_by_standard() -> None:
    found = parse_gps_time("2018:07:25", [Fraction(14), Fraction(34), Fraction(47, 2)])
    assert found is not None
    assert found.zone == "utc_by_standard"
    assert found.clock.interval().earliest == datetime(2018, 7, 25, 14, 34, 23, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "clock",
    [
        [Fraction(24), Fraction(0), Fraction(0)],
        [Fraction(14), None, Fraction(0)],
        [Fraction(14)],
        [Fraction(1), Fraction(99), Fraction(0)],
    ],
)
def test_a_receivers_clock_that_cannot_be_is_damaged(clock: list[Fraction | None]) -> None:
    with pytest.raises(Invalid):
        parse_gps_time("2018:07:25", clock)


def test_no_receivers_clock_is_absent() -> None:
    assert parse_gps_time("", []) is None


@pytest.mark.parametrize(
    ("text", "earliest", "zone"),
    [
        ("Sun May 14 22:15:30 2023", datetime(2023, 5, 14, 8, 15, 30, tzinfo=UTC), "unknown"),
        ("SUN MAY  4 09:15:30 2023\n", datetime(2023, 5, 3, 19, 15, 30, tzinfo=UTC), "unknown"),
        ("Sun, 14 May 2023 22:15:30 GMT", datetime(2023, 5, 14, 22, 15, 30, tzinfo=UTC), "stated"),
        ("14 May 2023 22:15:30 +0300", datetime(2023, 5, 14, 19, 15, 30, tzinfo=UTC), "stated"),
    ],
)
def test_months_in_words_are_read(text: str, earliest: datetime, zone: str) -> None:
    found = parse_clock(text)
    assert found is not None
    assert (found.clock.interval().earliest, found.zone) == (earliest, zone)
    assert found.words == text.strip()


@pytest.mark.parametrize(("text", "days"), [("2023", 365), ("2024", 366), ("2024-02", 29)])
def test_a_year_or_a_month_is_a_date_in_xmp_alone(text: str, days: int) -> None:
    found = parse_xmp_date(text)
    assert found is not None
    assert found.clock.precision == timedelta(days=days)
    with pytest.raises(Invalid):
        parse_clock(text)


@pytest.mark.parametrize("text", ["0000", "2023-13", "0000-00"])
def test_a_year_or_a_month_that_cannot_be_is_damaged(text: str) -> None:
    with pytest.raises(Invalid):
        parse_xmp_date(text)
