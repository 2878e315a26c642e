"""Independent viewpoints: posts of one footage are one, and what cannot be told is said."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalog.custody.chain import COMMAND_LINE
from catalog.incidents import link
from catalog.incidents.shown import links_of
from catalog.incidents.viewpoints import Viewpoints, viewpoints_of
from catalog.models import (
    Appearance,
    Case,
    Incident,
    IncidentRole,
    Item,
    LinkStatus,
    Relation,
    RelationKind,
    Source,
)
from tests.catalog.conftest import items_of


@pytest.fixture
def items(case: Case, burst: Incident) -> list[Item]:
    """Four items that show it, each posted by somebody of their own."""
    made = []
    for number in range(4):
        (item,) = items_of(case, b"clip %d" % number, source=f"@channel{number}")
        link(burst, item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, COMMAND_LINE)
        made.append(item)
    return made


def counted(burst: Incident) -> Viewpoints:
    return viewpoints_of(links_of(burst)[0])


def test_items_that_nothing_ties_are_viewpoints_of_their_own(
    burst: Incident, items: list[Item]
) -> None:
    found = counted(burst)
    assert (found.items, found.posts, found.independent, found.unknown) == (4, 4, 4, 0)


def test_a_forward_is_no_viewpoint(burst: Incident, items: list[Item], case: Case) -> None:
    first = items[0].appearances.get()
    items[1].appearances.update(forwarded_from=first)
    # The same bytes posted once more are a post, and no item.
    again = Source.objects.create(case=case, name="@again")
    Appearance.objects.create(item=items[0], source=again, collected_at=timezone.now())
    found = counted(burst)
    assert (found.items, found.posts, found.independent) == (4, 5, 3)
    assert found.words[items[1].pk] == f"same footage or moment as {items[0].ref}"


def test_two_forwards_of_a_post_that_is_not_linked_are_one(
    burst: Incident, items: list[Item], case: Case
) -> None:
    (elsewhere,) = items_of(case, b"the first", source="@first")
    items[0].appearances.update(forwarded_from=elsewhere.appearances.get())
    items[1].appearances.update(forwarded_from=elsewhere.appearances.get())
    assert counted(burst).independent == 3


def test_a_confirmed_relation_ties_and_a_suggested_one_does_not(
    burst: Incident, items: list[Item], analyst: User
) -> None:
    tie = Relation.objects.create(
        kind=RelationKind.SAME_BURST, first=items[2], second=items[3], method="m", method_version=1
    )
    assert counted(burst).independent == 4
    Relation.objects.filter(pk=tie.pk).update(status=LinkStatus.CONFIRMED)
    assert counted(burst).independent == 3


def test_an_unknown_origin_cannot_be_told(burst: Incident, items: list[Item]) -> None:
    items[0].appearances.update(forwarded_words="https://t.example/gone")
    items[1].appearances.update(source=None)
    found = counted(burst)
    assert (found.independent, found.unknown) == (2, 2)
    assert found.words[items[0].pk] == "viewpoint: cannot tell"


def test_what_does_not_show_it_is_not_counted(burst: Incident, items: list[Item]) -> None:
    link(burst, items[0], IncidentRole.WRONGLY, LinkStatus.CONFIRMED, COMMAND_LINE)
    link(burst, items[1], IncidentRole.SHOWS, LinkStatus.SUGGESTED, COMMAND_LINE)
    assert counted(burst).items == 2
