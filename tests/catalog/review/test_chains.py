"""The postings of an item as chains: who forwarded whom, and which is the earliest known."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.models import Appearance, Case, ClaimKind, CustodyAct, CustodyEvent, Item
from catalog.review.chains import chains_of
from tests.catalog.conftest import items_of


@pytest.fixture
def repost(case: Case, an_item: Item) -> Item:
    """Another file whose posting forwards that of ``an_item``, and came in later."""
    (item,) = items_of(
        case,
        b"cropped",
        source="@kar_live",
        url="https://t.example/2",
        published="3 May 2023 05:00 UTC+3",
        forwarded_from="https://t.example/1",
    )
    return item


def told(item: Item) -> list[tuple[str, int, bool, bool]]:
    return [
        (link.appearance.url[-1:], link.depth, link.is_own, link.is_earliest)
        for link in chains_of(item)
    ]


def test_a_chain_begins_with_the_first_posting_seen_from_either_end(
    an_item: Item, repost: Item
) -> None:
    assert told(an_item) == [("1", 0, True, True), ("2", 1, False, False)]
    assert told(repost) == [("1", 0, False, False), ("2", 1, True, True)]


def test_a_circle_of_forwards_is_told_once_round(an_item: Item, repost: Item) -> None:
    first, second = an_item.appearances.get(), repost.appearances.get()
    Appearance.objects.filter(pk=first.pk).update(forwarded_from=second)
    assert told(an_item) == [("1", 0, True, True), ("2", 1, False, False)]


def test_a_posting_is_added_after_its_time_was_read_back(
    as_analyst: Client, an_item: Item, repost: Item
) -> None:
    address = reverse("item-posting", args=[an_item.ref])
    fields = {
        "url": "https://t.example/0",
        "source": "@kar_south",
        "published": "3 May 2023 02:40 UTC+3",
        "edited": "3 May 2023 04:10 UTC+3",
        "caption": "Видно с южного берега",
    }
    shown = as_analyst.post(address, fields).content.decode()
    assert "2023-05-02 23:40" in shown and an_item.appearances.count() == 1
    marks = dict(re.findall(r'name="(shown_\w+)" value="([^"]*)"', shown))
    unseen = fields | {"shown_published": marks["shown_published"]}
    assert as_analyst.post(address, unseen).status_code == 422
    assert as_analyst.post(address, fields | marks).status_code == 302
    made = an_item.appearances.get(url="https://t.example/0")
    assert made.source is not None and made.source.name == "@kar_south"
    assert an_item.claims.get(appearance=made).kind == ClaimKind.CONTENT
    # It is now the earliest: what was forwarded is said to come from there, by hand.
    posted = an_item.appearances.get(url="https://t.example/1")
    forward = reverse("item-forward", args=[an_item.ref, posted.pk])
    as_analyst.post(forward, {"origin": "https://t.example/0"})
    assert told(an_item) == [
        ("0", 0, True, True),
        ("1", 1, True, False),
        ("2", 2, False, False),
    ]
    acts = CustodyEvent.objects.filter(act=CustodyAct.CHANGED, item=an_item, actor="analyst")
    assert acts.count() == 2
    page = as_analyst.get(f"{an_item.get_absolute_url()}?tab=appearances").content.decode()
    assert "edited 2023-05-03 01:10 UTC" in page
    assert page.count("earliest known") == 1 and repost.ref in page
    as_analyst.post(forward, {"origin": ""})
    assert told(an_item)[1][1] == 0


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({}, "url", "Give its link"),
        ({"url": "t.example/1"}, "url", "http://"),
        ({"source": "x", "published": "3 May 2023 02:40"}, "published", "in which zone"),
        ({"source": "x", "edited": "later"}, "edited", "was not understood"),
        ({"source": "x", "forwarded_from": "that one"}, "forwarded_from", "Give the link"),
    ],
)
def test_a_refusal_names_the_field(
    as_analyst: Client, an_item: Item, fields: dict[str, str], field: str, says: str
) -> None:
    answer = as_analyst.post(reverse("item-posting", args=[an_item.ref]), fields)
    beneath = answer.content.decode().split(f'id="{field}-read"')[1].split("</div>")[0]
    assert answer.status_code == 422 and says in beneath
    assert an_item.appearances.count() == 1


def test_a_forward_that_cannot_be_is_refused(
    as_analyst: Client, an_item: Item, repost: Item
) -> None:
    forward = reverse("item-forward", args=[an_item.ref, an_item.appearances.get().pk])
    circle = as_analyst.post(forward, {"origin": "https://t.example/2"}, follow=True)
    assert "itself a forward of it" in circle.content.decode()
    unknown = as_analyst.post(forward, {"origin": "https://t.example/9"}, follow=True)
    assert "knows no posting" in unknown.content.decode()
    other = reverse("item-forward", args=[an_item.ref, repost.appearances.get().pk])
    assert as_analyst.post(other, {"origin": ""}).status_code == 404


def test_only_who_may_claim_adds_or_ties(
    an_item: Item, reviewer: User, stranger: User, uploader: User
) -> None:
    for person in (reviewer, stranger, uploader):
        client = Client()
        client.force_login(person)
        assert client.get(reverse("item-posting", args=[an_item.ref])).status_code == 404
        forward = reverse("item-forward", args=[an_item.ref, an_item.appearances.get().pk])
        assert client.post(forward, {"origin": ""}).status_code == 404
