import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.moving import Rows, box_of, jumps, stretches
from media_tools.embedded.receiver_clock import beginning, clock_offset
from media_tools.places import Place, distance_m

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
STEPS = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))


def rows_of(places: list[tuple[float, float]], accuracy_m: float = 5.0) -> Rows:
    known = [(at, lat, lon, np.nan, accuracy_m, np.nan) for at, (lat, lon) in enumerate(places)]
    return np.array(known, dtype=np.float64)


def assert_every_fix_is_held(rows: Rows) -> None:
    discs = stretches(rows)
    assert 1 <= len(discs) <= 32
    assert discs[0].starts_s == rows[0, 0]
    assert discs[-1].ends_s == rows[-1, 0]
    for at, latitude, longitude, *_ in rows:
        holding = [disc for disc in discs if disc.starts_s <= at <= disc.ends_s]
        assert any(
            distance_m(Place(latitude, longitude), Place(disc.latitude, disc.longitude))
            <= disc.radius_m
            for disc in holding
        )


@given(st.lists(DEGREES, min_size=1, max_size=40))
def test_discs_hold_every_fix_wherever_it_leaps(places: list[tuple[float, float]]) -> None:
    assert_every_fix_is_held(rows_of(places))


@given(DEGREES, st.lists(STEPS, min_size=1, max_size=200))
def test_discs_hold_every_fix_of_a_way(
    begin: tuple[float, float], steps: list[tuple[float, float]]
) -> None:
    ends = np.cumsum([begin, *steps], axis=0)
    places = [(float(np.clip(a, -90, 90)), float((b + 180) % 360 - 180)) for a, b in ends]
    assert_every_fix_is_held(rows_of(places))


def test_a_long_way_is_told_in_short_stretches() -> None:
    discs = stretches(rows_of([(46.6 + at * 0.0002, 32.6) for at in range(500)]))
    assert len(discs) == 23
    assert all(disc.radius_m < 290 for disc in discs)


def test_a_camera_that_stays_is_one_disc_of_its_own_accuracy() -> None:
    (disc,) = stretches(rows_of([(46.6, 32.6)] * 100, accuracy_m=7.5))
    assert (disc.latitude, disc.longitude, disc.radius_m) == (46.6, 32.6, 7.5)


def test_without_a_stated_accuracy_our_rule_of_100_metres_holds() -> None:
    (disc,) = stretches(rows_of([(46.6, 32.6)] * 3, accuracy_m=np.nan))
    assert disc.radius_m == 100


def test_a_way_across_the_antimeridian_is_not_a_way_around_the_earth() -> None:
    rows = rows_of([(-17.0, 179.999), (-17.0, -180.0), (-17.0, -179.999)])
    box = box_of(rows)
    assert (box.west, box.east) == pytest.approx((179.999, 180.001))
    (disc,) = stretches(rows)
    assert abs(disc.longitude) == 180
    assert disc.radius_m < 120


def test_only_what_no_receiver_follows_is_a_leap() -> None:
    airliner = [(46.6 + at * 0.0025, 32.6) for at in range(4)]
    assert jumps(rows_of(airliner)) == []
    assert jumps(rows_of([*airliner, (45.0, 39.0)])) == [4]


def clocked(clocks: list[float]) -> Rows:
    rows = rows_of([(46.6, 32.6)] * len(clocks))
    rows[:, 5] = clocks
    return rows


def test_one_stale_stamp_does_not_move_the_beginning() -> None:
    begins = beginning(clocked([1e9 - 1.4, *(1e9 + at for at in range(1, 30))]))
    assert begins is not None
    assert begins.utc_s == 1e9
    assert 1 <= begins.error_s < 2


@pytest.mark.parametrize(
    ("header_s", "told"),
    [
        (1e9 + 20, ""),
        (1e9 - 5 * 3600, "local time of UTC-05:00"),
        (1e9 + 5.75 * 3600, "local time of UTC+05:45"),
        (1e9 + 400, "One of the two clocks is wrong"),
        (1e9 - 30 * 86_400, "One of the two clocks is wrong"),
    ],
)
def test_a_clock_that_is_off_is_told_in_words(header_s: float, told: str) -> None:
    begins = beginning(clocked([1e9 + at for at in range(10)]))
    measured, words = clock_offset(header_s, begins, 10.0)
    assert measured.value == header_s - 1e9
    assert told in words
    assert bool(words) == bool(told)


def test_without_a_header_clock_the_offset_cannot_be_told() -> None:
    measured, words = clock_offset(None, beginning(clocked([1e9])), 10.0)
    assert (measured.value, words) == (None, "")
    assert "creation_time" in measured.cannot_tell
