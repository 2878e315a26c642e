"""The map of very many hits: taken together, bounded, and for whom they may be seen."""

from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Case, Item
from catalog.search import seen
from catalog.search.clusters import clusters
from catalog.search.query import Query
from media_tools.places import Box, Place
from tests.catalog.search.catalogue import When, Where, add_items, between

WORLD = Box(-85, -180, 85, 180)
FIJI = Box(-20, 170, -10, 190)


def _counts(view: Box, zoom: int, **params: str) -> list[int]:
    found, share = clusters(Query.from_params(params), Item.objects.all(), view, zoom)
    return sorted(len(one.items) * share for one in found)


@pytest.fixture
def around_the_world(case: Case) -> None:
    """Three items in one town, one in the next, one on each side of the antimeridian."""
    add_items(
        case,
        [Where(Place(55.30, 44.02, 10)), When(between("23:10", "23:20"))],
        [Where(Place(55.31, 44.03, 10)), Where(Place(55.31, 44.03, 500))],
        [Where(Place(55.30, 44.04, 10))],
        [Where(Place(55.10, 44.90, 10))],
        [Where(Place(-17.7, 179.9, 10))],
        [Where(Place(-17.7, -179.9, 10))],
        [When(between("23:10", "23:20"))],
    )


@pytest.mark.usefixtures("around_the_world")
def test_what_lies_together_is_told_apart_as_the_map_comes_nearer() -> None:
    assert sum(_counts(WORLD, 1)) == 6
    assert _counts(Box(50, 40, 60, 50), 4) == [4]
    assert _counts(Box(55, 43, 56, 46), 8) == [1, 3]
    assert _counts(Box(55, 43, 56, 46), 14) == [1, 1, 1, 1]


@pytest.mark.usefixtures("around_the_world")
def test_only_hits_of_the_search_in_view_are_there() -> None:
    night = {"from": "2023-05-02 23:00 UTC", "to": "2023-05-02 23:45 UTC"}
    assert _counts(WORLD, 1, **night) == [1]
    assert _counts(WORLD, 1, near="55.3,44.02", within="5km") == [3]
    assert _counts(FIJI, 1, near="55.3,44.02", within="5km") == []
    assert _counts(Box(55, 43, 55.5, 44.5), 1, near="55.3,44.02", within="3000km") == [3]
    assert _counts(FIJI, 3, near="-17.7,180", within="100km") == [1, 1]
    assert _counts(FIJI, 3) == [1, 1]


@pytest.mark.usefixtures("around_the_world")
def test_a_view_across_the_antimeridian_draws_both_sides_beside_each_other() -> None:
    found, _ = clusters(Query(), Item.objects.all(), FIJI, 8)
    assert sorted(round(one.longitude, 1) for one in found) == [179.9, 180.1]


def test_of_more_than_are_gone_through_every_64th_item_stands_for_the_rest(case: Case) -> None:
    add_items(case, *([Where(Place(55.3, 44.02, 10))] for _ in range(130)))
    with mock.patch.object(seen, "MOST_SEEN", 100):
        found, share = clusters(Query(), Item.objects.all(), WORLD, 1)
    assert share == 64
    assert [len(one.items) for one in found] == [2]


def test_the_map_asks_for_one_person(
    client: Client, case: Case, analyst: User, stranger: User
) -> None:
    add_items(case, [Where(Place(55.3, 44.02, 10))])
    asked = "/search/clusters?map=40,50,50,60&zoom=6&view=posters"
    for person, there in ((analyst, [[55.3, 44.02, 1]]), (stranger, [])):
        client.force_login(person)
        assert client.get(asked).json() == {"share": 1, "clusters": there}


@pytest.mark.parametrize("asked", ["", "map=1,2,3", "map=1,2,3,4&zoom=x", "map=1,2,3,4&near=x"])
def test_a_view_that_is_none_is_refused(client: Client, analyst: User, asked: str) -> None:
    client.force_login(analyst)
    answer = client.get(f"/search/clusters?{asked}")
    assert answer.status_code == 400
    assert answer.json()["errors"]
