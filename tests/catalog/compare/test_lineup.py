"""What an address of a comparison says, and how items are laid on one clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.compare.lineup import (
    MOST_ITEMS,
    NotALineup,
    Offset,
    Spot,
    laid_on_one_clock,
    read_spots,
    write_spot,
)
from catalog.models import OffsetBasis

seconds = st.integers(-(10**12), 10**12).map(lambda microseconds: microseconds / 10**6)
errors = st.none() | st.integers(0, 10**6).map(lambda milliseconds: milliseconds / 1000)


bases = st.sampled_from([basis for basis in OffsetBasis if basis != OffsetBasis.NONE])


@given(seconds, errors, bases)
def test_an_offset_in_an_address_reads_back_as_it_was(
    offset_s: float, error_s: float | None, basis: OffsetBasis
) -> None:
    offset = Offset(offset_s, error_s, basis)
    [spot] = read_spots([write_spot("KRM-0002", offset)])
    assert spot.ref == "KRM-0002"
    assert spot.offset is not None
    assert spot.offset.seconds == pytest.approx(offset_s, abs=1e-6)
    assert (spot.offset.error_s, spot.offset.basis) == (error_s, basis)


def test_a_plus_that_arrives_as_a_space_is_a_plus() -> None:
    [spot] = read_spots(["KRM-0002@ 9.52~0.02"])
    assert spot == Spot("KRM-0002", Offset(9.52, 0.02, OffsetBasis.HAND))


def test_an_item_stands_once_and_in_the_order_named() -> None:
    assert [spot.ref for spot in read_spots(["B2-0002", "A1-0001", "B2-0002@5"])] == [
        "B2-0002",
        "A1-0001",
    ]


@pytest.mark.parametrize(
    "words", ["", "krm-2", "KRM-0002@", "KRM-0002@nan", "KRM-0002@1~-2", "KRM-0002@1e9", "<script>"]
)
def test_what_names_no_item_is_refused_with_the_words(words: str) -> None:
    with pytest.raises(NotALineup, match="is not a reference"):
        read_spots([words])


def test_more_items_than_fit_are_refused() -> None:
    with pytest.raises(NotALineup, match=f"At most {MOST_ITEMS}"):
        read_spots(f"KRM-{number:04}" for number in range(MOST_ITEMS + 1))


def test_the_first_known_moment_is_where_the_clock_begins_and_errors_add_up() -> None:
    laid = laid_on_one_clock(
        [None, (1000.0, 310.0, OffsetBasis.CLOCK), (1009.5, 60.0, OffsetBasis.CLAIM)]
    )
    assert laid == [
        Offset(0.0, None, OffsetBasis.NONE),
        Offset(0.0, 0.0, OffsetBasis.CLOCK),
        Offset(9.5, 370.0, OffsetBasis.CLAIM),
    ]
