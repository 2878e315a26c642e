"""Whether what is said of several items can be so at once, and which offsets it suggests."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.claims.record import Statement, record
from catalog.compare.lineup import Offset
from catalog.compare.suggested import Suggestion, suggestions
from catalog.custody.chain import Actor
from catalog.models import ClaimKind, Item, OffsetBasis
from tests.catalog.compare.conftest import Make, said_at
from tests.catalog.compare.test_compare_page import page

CLOCK, CLAIM, HAND = OffsetBasis.CLOCK, OffsetBasis.CLAIM, OffsetBasis.HAND


def seen_at(item: Item, person: User, latitude: float, radius_m: float) -> None:
    facts = {"latitude": latitude, "longitude": 44.0, "radius_m": radius_m}
    record(item, Statement(ClaimKind.PLACE, "there", facts), Actor.of(person))


def test_a_kind_of_moment_that_two_items_share_suggests_an_offset_with_its_error() -> None:
    moments = [
        {CLAIM: (100.0, 2.0)},
        {CLOCK: (50.0, 1.0)},
        {CLAIM: (130.5, 3.0), CLOCK: (60.0, 1.0)},
    ]
    set_by_hand = [Offset(7.0, 0.0, HAND), Offset(1.0, 0.1, HAND), Offset(0.0, 0.1, HAND)]
    assert suggestions(["A", "B", "C"], moments, set_by_hand) == [
        [],
        [],
        [
            Suggestion(Offset(11.0, 2.0, CLOCK), "B"),
            Suggestion(Offset(37.5, 5.0, CLAIM), "A"),
        ],
    ]


def test_what_is_taken_already_is_not_suggested() -> None:
    moments = [{CLAIM: (100.0, 2.0)}, {CLAIM: (130.0, 3.0)}]
    laid = [Offset(0.0, 0.0, CLAIM), Offset(30.0, 5.0, CLAIM)]
    assert suggestions(["A", "B"], moments, laid) == [[], []]


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
