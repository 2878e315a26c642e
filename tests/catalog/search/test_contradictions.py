"""What the checks of items came to, as a part of a search."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from catalog.models import Case, Item
from catalog.search.find import find
from catalog.search.query import Query
from catalog.search.reader import QueryError
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(case: Case) -> list[Item]:
    """Items by what their checks came to: the worst verdict, and how many are open."""
    items = items_of(case, b"1", b"2", b"3", b"4", b"5")
    came_to = [("impossible", 1), ("tension", 2), ("tension", 0), ("fits", 0), ("", 0)]
    for item, (worst, still_open) in zip(items, came_to, strict=True):
        Item.objects.filter(pk=item.pk).update(
            worst_check=worst, worst_checks=bool(worst), open_contradictions=still_open
        )
    return items


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (["impossible"], [1]),
        (["tension"], [2, 3]),
        (["none"], [4, 5]),
        (["unresolved"], [1, 2]),
        (["impossible", "none"], [1, 4, 5]),
    ],
)
def test_items_are_found_by_what_their_checks_came_to(
    checked: list[Item], analyst: User, asked: list[str], numbers: list[int]
) -> None:
    query = Query.from_params({"contradiction": asked})
    assert Query.from_params(query.to_params()) == query
    results = find(query, analyst)
    assert sorted(hit.item.number for hit in results.hits) == numbers
    assert results.counts.total == len(numbers)


def test_another_word_is_refused_with_the_choices() -> None:
    with pytest.raises(QueryError, match="impossible, tension, none, unresolved"):
        Query.from_params({"contradiction": ["fake"]})


def test_a_hit_shows_its_worst_check_and_whether_it_is_resolved(
    checked: list[Item], client: Client, analyst: User
) -> None:
    client.force_login(analyst)
    page = client.get(reverse("search"), {"contradiction": "tension"}).content.decode()
    assert page.count("1 in tension") == 2
    assert page.count(">resolved</span>") == 1
    assert "contradictions: in tension" in page


def test_the_command_line_asks_in_the_same_words(checked: list[Item]) -> None:
    out = StringIO()
    call_command("find", contradiction=["unresolved"], json=True, stdout=out)
    hits: list[dict[str, Any]] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {hit["ref"]: hit["worst_check"] for hit in hits} == {
        "KRM-0001": "impossible",
        "KRM-0002": "tension",
    }
    assert {hit["open_contradictions"] for hit in hits} == {1, 2}
    lines = StringIO()
    call_command("find", contradiction=["impossible"], stdout=lines)
    assert "· 1 impossible" in lines.getvalue()
