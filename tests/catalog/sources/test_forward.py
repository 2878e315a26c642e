"""Who forwarded whom is a chain, whichever posting came in first."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from catalog.custody.chain import Actor
from catalog.dossier import dossier
from catalog.intake import ClaimSheet, SheetError
from catalog.models import Appearance, Case, CustodyAct, CustodyEvent, Item
from catalog.sources import CannotForward, say_forwarded
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


def post(case: Case, body: bytes, number: int, published: str, forwards: str = "") -> Appearance:
    (item,) = items_of(
        case,
        body,
        url=f"https://t.example/{number}",
        published=published,
        forwarded_from=forwards,
    )
    return item.appearances.get(url=f"https://t.example/{number}")


def test_a_forward_leads_back_over_other_files_to_the_first_posting(case: Case) -> None:
    first = post(case, b"whole", 1, "3 May 2023 02:51 UTC+3")
    second = post(case, b"cropped", 2, "3 May 2023 05:02 UTC+3", "https://t.example/1")
    third = post(case, b"cropped again", 3, "3 May 2023 06:00 UTC+3", second.item.ref.lower())
    assert third.chain() == [first, second, third]
    assert dossier(second.item)["appearances"][0]["forwarded_from"] == {
        "ref": first.item.ref,
        "url": "https://t.example/1",
    }


def test_a_forward_that_came_in_first_finds_its_origin_later(case: Case) -> None:
    forward = post(case, b"cropped", 2, "3 May 2023 05:02 UTC+3", "https://t.example/1")
    assert forward.forwarded_from is None
    origin = post(case, b"whole", 1, "3 May 2023 02:51 UTC+3")
    forward.refresh_from_db()
    assert forward.forwarded_from == origin


def test_postings_that_each_claim_to_forward_the_other_make_no_circle(case: Case) -> None:
    one = post(case, b"one", 1, "3 May 2023 05:02 UTC+3", "https://t.example/2")
    two = post(case, b"two", 2, "3 May 2023 05:03 UTC+3", "https://t.example/1")
    one.refresh_from_db()
    assert (two.forwarded_from, one.forwarded_from) == (one, None)
    assert two.chain() == [one, two]


def test_a_forward_finds_nothing_in_another_case(case: Case, other_case: Case) -> None:
    theirs = post(other_case, b"theirs", 1, "3 May 2023 02:51 UTC+3")
    for number, words in ((2, "https://t.example/1"), (3, theirs.item.ref)):
        forward = post(case, b"%d" % number, number, "3 May 2023 05:02 UTC+3", words)
        assert (forward.forwarded_from, forward.forwarded_words) == (None, words)


def test_the_earliest_known_appearance_is_the_one_published_first(case: Case) -> None:
    late = post(case, b"whole", 1, "3 May 2023 05:02 UTC+3")
    items_of(case, b"whole")
    early = post(case, b"whole", 2, "3 May 2023 02:51 UTC+3")
    earliest = Appearance.objects.earliest_known(late.item)
    assert earliest == early
    assert late.item.appearances.count() == 3


def test_an_appearance_is_known_at_the_latest_when_we_had_it(case: Case) -> None:
    future = post(case, b"whole", 1, "3 May 2123 02:51 UTC+3")
    assert future.known_at == future.collected_at
    items_of(case, b"whole")
    assert Appearance.objects.earliest_known(future.item) == future


def test_what_a_sheet_forwards_is_a_link_or_a_reference() -> None:
    with pytest.raises(SheetError, match="link of the posting"):
        ClaimSheet.from_words({"forwarded_from": "channel B"})
    with pytest.raises(SheetError, match="zone"):
        ClaimSheet.from_words({"edited": "3 May 2023 02:51"})


def test_an_analyst_says_later_what_was_forwarded(
    case: Case, other_case: Case, analyst: User
) -> None:
    first = post(case, b"whole", 1, "3 May 2023 02:51 UTC+3")
    second = post(case, b"cropped", 2, "3 May 2023 05:02 UTC+3")
    say_forwarded(second, first, Actor.of(analyst))
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    assert (event.act, event.details["forwarded_from"]) == (CustodyAct.CHANGED, [None, first.pk])
    with pytest.raises(CannotForward, match="itself a forward"):
        say_forwarded(first, second, Actor.of(analyst))
    theirs = post(other_case, b"theirs", 3, "3 May 2023 02:51 UTC+3")
    with pytest.raises(CannotForward, match="another case"):
        say_forwarded(second, theirs, Actor.of(analyst))


def test_no_posting_forwards_itself(an_item: Item) -> None:
    posting = an_item.appearances.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance.objects.filter(pk=posting.pk).update(forwarded_from=posting)
