"""How numbers are written."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog import formats

START = datetime(2023, 5, 2, 23, 27, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def on(clock: str, day: int = 2) -> datetime:
    """A moment of that night."""
    return datetime.fromisoformat(f"2023-05-0{day}T{clock}+00:00")


@pytest.mark.parametrize(
    ("earliest", "latest", "written"),
    [
        (START, START, "2023-05-02 23:27:04 UTC"),
        (START, on("23:27:05") - TICK, "2023-05-02 23:27:04 UTC"),
        (on("23:27"), on("23:28") - TICK, "2023-05-02 23:27 UTC"),
        (on("00:00"), on("00:00", day=3) - TICK, "2023-05-02 UTC"),
        (on("23:00"), on("23:45"), "2023-05-02 23:00 – 23:45 UTC"),
        (START, on("00:15", day=3), "2023-05-02 23:27:04 – 2023-05-03 00:15 UTC"),
        (on("23:27:03.700"), on("23:27:04.500"), "2023-05-02 23:27:04.1 UTC ± 0.4 s"),
        (on("23:27:03"), on("23:27:05"), "2023-05-02 23:27:04 UTC ± 1 s"),
        (START, None, "2023-05-02 23:27:04 UTC or later"),
        (None, START, "2023-05-02 23:27:04 UTC or earlier"),
        (None, None, "not known"),
    ],
)
def test_an_interval_is_written_with_its_zone_and_its_error(
    earliest: datetime | None, latest: datetime | None, written: str
) -> None:
    assert formats.utc_interval(earliest, latest) == written


@pytest.mark.parametrize(
    ("offset", "written"),
    [
        ("+03:00", "2023-05-03 02:27:04 local (UTC+3)"),
        ("-09:30", "2023-05-02 13:57:04 local (UTC−9:30)"),
        ("+00:00", "2023-05-02 23:27:04 local (UTC+0)"),
    ],
)
def test_local_time_names_its_offset(offset: str, written: str) -> None:
    assert formats.local(START, offset) == written


def test_a_place_has_no_more_digits_than_its_radius_allows() -> None:
    assert formats.place(55.300221, -44.020634, 34) == "55.30022, −44.02063 ± 34 m"
    assert formats.place(55.300221, 44.020634, 120) == "55.3002, 44.0206 ± 120 m"
    assert formats.place(55.300221, 44.020634, None) == "55.30022, 44.02063"


@pytest.mark.parametrize(
    ("metres", "written"), [(0, "0 m"), (1220.6, "1,221 m"), (9999, "9,999 m"), (12_400, "12.4 km")]
)
def test_distances_turn_to_kilometres_at_ten(metres: float, written: str) -> None:
    assert formats.distance(metres) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (88_000, "88 kB"),
        (999_499, "999 kB"),
        (61_400_000, "61.4 MB"),
        (2_310_000_000, "2.31 GB"),
        (999_600_000, "1 GB"),
        (4_000_000_000_000_000, "4,000 TB"),
    ],
)
def test_sizes_are_decimal(count: int, written: str) -> None:
    assert formats.size(count) == written


@pytest.mark.parametrize(
    ("value", "uncertainty", "unit", "written"),
    [
        (1221.3, 19, "m", "1,221 m ± 19 m"),
        (79.07, 0.2, "grey levels", "79.1 ± 0.2 grey levels"),
        (0.0671944, 0.0000625, "s", "0.06719 s ± 0.00006 s"),
        (-3.5, 0.25, "s", "−3.5 s ± 0.2 s"),
        (1253, 0, "frames", "1,253 frames"),
        (5, 0, "", "5"),
    ],
)
def test_a_measured_number_has_as_many_digits_as_its_error(
    value: float, uncertainty: float, unit: str, written: str
) -> None:
    assert formats.measured(value, uncertainty, unit) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.23, "0.2 s"), (41.4, "41 s"), (192, "3 min 12 s"), (7500, "2 h 5 min")],
)
def test_work_is_timed_in_words(seconds: float, written: str) -> None:
    assert formats.took(seconds) == written


def test_a_hash_is_shortened_to_both_its_ends() -> None:
    assert formats.short_hash("9f4c" + "0" * 56 + "e12a") == "9f4c…e12a"
