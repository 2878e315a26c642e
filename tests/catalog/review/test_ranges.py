"""Which bytes are sent for which Range header."""

import pytest

from catalog.review.ranges import Span, Unsatisfiable, asked_for


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=99-", (99, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-30", (70, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes= 5-6 ", (5, 6)),
    ],
)
def test_a_single_range_names_its_bytes(header: str, span: tuple[int, int]) -> None:
    assert asked_for(header, 100) == Span(*span)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=9-4",
        "items=0-5",
        "bytes=0-1,5-6",
        "bytes=-1-5",
        "bytes=+1-5",
        "bytes=1.0-5",
        "bytes=١-٢",
        "bytes=0-1\n",
    ],
)
def test_a_header_that_is_not_one_good_range_is_ignored(header: str) -> None:
    assert asked_for(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=9999-"])
def test_a_range_outside_the_file_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked_for(header, 100)


def test_no_range_of_an_empty_file_can_be_satisfied() -> None:
    for header in ("bytes=0-", "bytes=-5"):
        with pytest.raises(Unsatisfiable):
            asked_for(header, 0)
