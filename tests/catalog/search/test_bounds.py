"""Where a page begins to look and where it ends: the same answer sooner, or a part that says so."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Case, Item
from catalog.search import bounds, narrow
from catalog.search.bounds import bounded
from catalog.search.facets import facets
from catalog.search.find import find_among
from catalog.search.histogram import histogram
from catalog.search.query import Query
from media_tools.places import Place
from tests.catalog.search.catalogue import When, Where, add_items, between

KNOWN: list[Where | When] = [Where(Place(55.301, 44.02, 50)), When(between("23:10", "23:20"))]
CIRCLE = {"near": "55.3,44.02", "within": "1km"}
NIGHT = {"from": "2023-05-02 23:00 UTC", "to": "2023-05-02 23:45 UTC"}


@pytest.fixture
def items(case: Case) -> list[Item]:
    """Twelve items that have a word, of which every second is a still by one device of two."""
    made = add_items(case, *([KNOWN] * 12))
    for n, item in enumerate(made):
        item.kind, item.device = ("video", "image")[n % 2], ("Phone", "Canon")[n // 2 % 2]
        item.has_sound = n % 3 == 0
        item.save()
    return made


@pytest.mark.parametrize("most", [50_000, 3, 0])
@pytest.mark.parametrize("place", [{}, CIRCLE, CIRCLE | NIGHT, CIRCLE | {"sort": "added"}])
@pytest.mark.parametrize(
    "chosen",
    [
        {"kind": "image"},
        {"kind": "image", "device": "Canon"},
        {"kind": "image", "device": "Canon", "text": "clip"},
        {"device": ["Canon", "Phone"], "kind": "audio"},
        {"case": "KRM", "kind": "video", "has": "sound"},
    ],
)
@pytest.mark.usefixtures("items")
def test_whatever_leads_the_answer_is_the_same(
    analyst: User,
    monkeypatch: pytest.MonkeyPatch,
    place: dict[str, str],
    chosen: dict[str, str | list[str]],
    most: int,
) -> None:
    monkeypatch.setattr(bounds, "MOST_LED", most)
    query, among = Query.from_params({**place, **chosen}), Item.objects.visible_to(analyst)
    led = bounded(query, among)
    found, same = find_among(query, among), find_among(led, among)
    assert [hit.item for hit in same.hits] == [hit.item for hit in found.hits]
    assert same.counts == found.counts
    assert facets(led, among) == facets(query, among)
    assert histogram(led, among) == histogram(query, among)


@pytest.mark.parametrize("asked", [{}, CIRCLE, CIRCLE | NIGHT, {"kind": ["video", "image"]}])
def test_of_words_that_stand_everywhere_a_page_looks_at_the_newest_and_says_so(
    client: Client,
    analyst: User,
    items: list[Item],
    monkeypatch: pytest.MonkeyPatch,
    asked: dict[str, str | list[str]],
) -> None:
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", 5)
    query, among = Query.from_params({"text": "clip", **asked}), Item.objects.visible_to(analyst)
    found = find_among(bounded(query, among), among)
    assert {hit.item for hit in found.hits} == set(items[-5:])
    client.force_login(analyst)
    page = client.get(f"/search/?{query.query_string}").content.decode()
    assert page.count('class="hit"') == 5
    assert "at least 5 items" in page
    assert "only the newest 5 were looked at" in page


@pytest.mark.parametrize("most", [12, 100])
def test_words_that_no_more_items_have_leave_none_out(
    analyst: User, items: list[Item], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", most)
    among = Item.objects.visible_to(analyst)
    found = find_among(bounded(Query(text="clip"), among), among)
    assert (found.counts.total, found.counts.is_least) == (len(items), False)


@pytest.mark.parametrize("most", [0, 50])
def test_how_many_have_the_words_in_other_cases_says_nothing(
    client: Client,
    analyst: User,
    items: list[Item],
    other_case: Case,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
) -> None:
    add_items(other_case, *([KNOWN] * 12))
    monkeypatch.setattr(narrow, "MOST_CASES", most)
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", len(items))
    client.force_login(analyst)
    for asked in ("text=clip", "kind=video&kind=image&device=Phone&device=Canon"):
        page = client.get(f"/search/?{asked}").content.decode()
        assert page.count('class="hit"') == len(items)
        assert "only the newest" not in page


def test_a_number_beside_a_choice_is_the_least_where_not_all_was_looked_at(
    client: Client, analyst: User, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", 5)
    client.force_login(analyst)
    page = client.get("/search/?text=clip").content.decode()
    still = page.split('value="image"')[1].split("</li>")[0]
    sound = page.split('value="audio"')[1].split("</li>")[0]
    assert ">at least 3<" in still
    assert ">0<" not in sound
    page = client.get("/search/?text=clip&kind=audio&device=Nokia").content.decode()
    for choice in ("KRM", "Nokia"):
        assert ">0<" not in page.split(f'value="{choice}"')[1].split("</li>")[0]


@pytest.mark.parametrize("place", [{}, CIRCLE, CIRCLE | NIGHT, {"sort": "time"}])
def test_of_filters_that_each_leave_very_many_a_page_looks_at_the_newest_and_says_so(
    client: Client,
    analyst: User,
    items: list[Item],
    monkeypatch: pytest.MonkeyPatch,
    place: dict[str, str],
) -> None:
    monkeypatch.setattr(bounds, "MOST_LED", 0)
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", 4)
    both = {"device": "Phone", "kind": "image"}  # items 1, 5 and 9; the newest four: from 4 or 5 on
    query, among = Query.from_params({**both, **place}), Item.objects.visible_to(analyst)
    found = find_among(bounded(query, among), among)
    assert {hit.item for hit in found.hits} == {items[5], items[9]}
    assert (found.counts.total, found.counts.is_least) == (2, True)
    client.force_login(analyst)
    page = client.get(f"/search/?{query.query_string}").content.decode()
    assert page.count('class="hit"') == 2
    assert "only the newest 4 were held against the others" in page
    one = Query.from_params({"kind": "image", **place})
    assert find_among(bounded(one, among), among).counts.total == 6


def test_filters_that_leave_many_together_leave_none_out(
    analyst: User, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_LED", 0)
    monkeypatch.setattr(bounds, "MOST_LOOKED_AT", 4)
    monkeypatch.setattr(bounds, "COUNTED_TO", 1)
    query = Query.from_params({"device": "Phone", "kind": "image"})
    found = find_among(bounded(query, among := Item.objects.visible_to(analyst)), among)
    assert (found.counts.total, found.counts.is_least) == (3, False)
