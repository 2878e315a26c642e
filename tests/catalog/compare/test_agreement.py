"""Whether what is said of several items can be so at once, and which offsets it suggests."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.claims.record import Statement, record
from catalog.compare.lineup import Offset
from catalog.compare.suggested import Suggestion, suggestions, why_there
from catalog.custody.chain import Actor
from catalog.models import Basis, ClaimKind, Item, OffsetBasis
from catalog.review.world_time import WorldTime
from tests.catalog.compare.conftest import Make, said_at
from tests.catalog.compare.test_compare_page import page

CLOCK, CLAIM, HAND = OffsetBasis.CLOCK, OffsetBasis.CLAIM, OffsetBasis.HAND


def seen_at(item: Item, person: User, latitude: float, radius_m: float) -> None:
    facts = {"latitude": latitude, "longitude": 44.0, "radius_m": radius_m}
    record(item, Statement(ClaimKind.PLACE, "there", facts), Actor.of(person))


def begun(seconds: float, error_s: float, basis: Basis, said: str = "so it says") -> WorldTime:
    return WorldTime(datetime.fromtimestamp(seconds, UTC), error_s, basis, said)


def by_claim(seconds: float, error_s: float, said: str = "so it says") -> WorldTime:
    return begun(seconds, error_s, Basis.CLAIMED, said)


def by_clock(seconds: float, error_s: float) -> WorldTime:
    return begun(seconds, error_s, Basis.EMBEDDED)


def test_a_kind_of_moment_that_two_items_share_suggests_an_offset_with_its_error() -> None:
    moments = [
        {CLAIM: by_claim(100.0, 2.0, "“noon”, said by one")},
        {CLOCK: by_clock(50.0, 1.0)},
        {CLAIM: by_claim(130.5, 3.0, "“later”, said by other"), CLOCK: by_clock(60.0, 1.0)},
    ]
    set_by_hand = [Offset(7.0, 0.0, HAND), Offset(1.0, 0.1, HAND), Offset(0.0, 0.1, HAND)]
    claims = "C: “later”, said by other. A: “noon”, said by one."
    assert suggestions(["A", "B", "C"], moments, set_by_hand) == [
        [],
        [],
        [
            Suggestion(Offset(11.0, 2.0, CLOCK), "B", "C: so it says. B: so it says."),
            Suggestion(Offset(37.5, 5.0, CLAIM), "A", claims),
        ],
    ]


def test_where_an_item_stands_already_it_is_said_by_whose_word() -> None:
    moments = [{CLAIM: by_claim(100.0, 2.0)}, {CLAIM: by_claim(130.0, 3.0)}]
    laid = [Offset(0.0, 0.0, CLAIM), Offset(30.0, 5.0, CLAIM)]
    [_, [one]] = suggestions(["A", "B"], moments, laid)
    assert one.is_set(laid[1])
    assert why_there(laid[1], laid[1], moments[1], [one]) == "B: so it says. A: so it says."
    # Also where a claim was laid beside a clock, which no suggestion does.
    assert why_there(laid[0], laid[0], moments[0], []) == "so it says."
    # Set otherwise, or by what is no longer said, it rests on nobody's word.
    for offset in (Offset(30.0, 5.0, HAND), Offset(31.0, 5.0, CLAIM)):
        assert not one.is_set(offset)
        assert why_there(offset, laid[1], moments[1], [one]) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("offset", "words"),
    [
        ("@+119~1", "fits the offsets"),
        ("@+100~1", "</b>: 14 s off the offsets, beyond all errors"),
        ("", "fits the offsets"),
    ],
)
def test_claimed_times_are_held_against_the_offsets(
    as_analyst: Client, analyst: User, make: Make, offset: str, words: str
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    said_at(one, analyst, 23, 27)
    said_at(other, analyst, 23, 29)
    # Each clip is five seconds long, so its beginning is known to five seconds.
    shown = page(as_analyst, f"{one.ref}@0~0" if offset else one.ref, other.ref + offset)
    assert words in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("radius_m", "words"),
    [(600.0, "can be one place"), (100.0, "</b>: at least 913 m apart")],
)
def test_claimed_places_of_the_thing_seen_are_held_against_each_other(
    as_analyst: Client, analyst: User, make: Make, radius_m: float, words: str
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    seen_at(one, analyst, 55.0, radius_m)
    seen_at(other, analyst, 55.01, radius_m)
    shown = page(as_analyst, one.ref, other.ref)
    assert words in shown
    assert 'id="compare-map"' in shown
    assert "55.0100" in shown
