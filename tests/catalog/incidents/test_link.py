"""Items and incidents, and incidents among themselves; every word on a link is kept."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from catalog.custody.chain import Actor
from catalog.incidents import CannotLink, link, tie
from catalog.models import (
    Case,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentRelation,
    IncidentRole,
    IncidentTie,
    Item,
    LinkDecision,
    LinkStatus,
)
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(CustodyEvent.objects.order_by("seq").values_list("act", flat=True))


@pytest.fixture
def second_burst(case: Case) -> Incident:
    return Incident.objects.create(case=case, title="Second burst")


def test_every_word_on_a_link_is_kept_with_who_said_it(
    an_item: Item, burst: Incident, analyst: User, lead: User
) -> None:
    said = [
        (LinkStatus.SUGGESTED, analyst, ""),
        (LinkStatus.CONFIRMED, lead, "The tower is the same."),
        (LinkStatus.REJECTED, lead, "Another tower."),
    ]
    for status, person, reason in said:
        made = link(burst, an_item, IncidentRole.SHOWS, status, Actor.of(person), reason)
    kept = [(one.status, one.by, one.reason) for one in made.decisions.all()]
    assert kept == said
    assert (made.status, made.decided_by) == (LinkStatus.REJECTED, lead)
    assert acts()[-3:] == [CustodyAct.LINKED] * 3


def test_a_suggestion_is_decided_by_nobody(an_item: Item, burst: Incident, analyst: User) -> None:
    made = link(burst, an_item, IncidentRole.SHOWS, LinkStatus.SUGGESTED, Actor.of(analyst))
    assert (made.decided_by, made.decided_at) == (None, None)


def test_an_item_shows_several_incidents(
    an_item: Item, burst: Incident, second_burst: Incident, analyst: User
) -> None:
    actor = Actor.of(analyst)
    link(burst, an_item, IncidentRole.AFTERMATH, LinkStatus.CONFIRMED, actor)
    link(second_burst, an_item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, actor)
    assert set(an_item.incidents.all()) == {burst, second_burst}


def test_an_item_of_another_case_is_not_linked(
    other_case: Case, burst: Incident, analyst: User
) -> None:
    (foreign,) = items_of(other_case, b"theirs")
    with pytest.raises(CannotLink, match="another case"):
        link(burst, foreign, IncidentRole.SHOWS, LinkStatus.CONFIRMED, Actor.of(analyst))


def test_a_decision_is_never_edited(an_item: Item, burst: Incident, analyst: User) -> None:
    link(burst, an_item, IncidentRole.SHOWS, LinkStatus.SUGGESTED, Actor.of(analyst))
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        LinkDecision.objects.update(status="confirmed")


def test_incidents_repeat_contain_and_equal_one_another(
    burst: Incident, second_burst: Incident, analyst: User
) -> None:
    actor = Actor.of(analyst)
    tie(IncidentTie.REPEATS, second_burst, burst, actor)
    same = tie(IncidentTie.SAME_AS, second_burst, burst, actor, reason="One sound, two echoes.")
    assert (same.first, same.second) == (burst, second_burst)
    again = tie(IncidentTie.SAME_AS, burst, second_burst, actor, status=LinkStatus.REJECTED)
    assert (again.pk, again.status, again.decided_by) == (same.pk, LinkStatus.REJECTED, analyst)
    assert IncidentRelation.objects.count() == 2
    assert acts()[-3:] == [CustodyAct.INCIDENTS_LINKED] * 3


def test_incidents_are_not_tied_in_ways_that_cannot_be(
    burst: Incident, second_burst: Incident, other_case: Case, analyst: User
) -> None:
    actor = Actor.of(analyst)
    theirs = Incident.objects.create(case=other_case, title="Theirs")
    for first, second, said in ((burst, burst, "itself"), (burst, theirs, "two cases")):
        with pytest.raises(CannotLink, match=said):
            tie(IncidentTie.PART_OF, first, second, actor)
    tie(IncidentTie.PART_OF, burst, second_burst, actor)
    with pytest.raises(CannotLink, match="opposite"):
        tie(IncidentTie.PART_OF, second_burst, burst, actor)
    tie(IncidentTie.PART_OF, burst, second_burst, actor, status=LinkStatus.REJECTED)
    tie(IncidentTie.PART_OF, second_burst, burst, actor)


def test_the_database_refuses_a_tie_that_cannot_be(burst: Incident, second_burst: Incident) -> None:
    wrong: list[dict[str, Any]] = [
        {"kind": "repeats", "first": burst, "second": burst},
        {"kind": "same_as", "first": second_burst, "second": burst},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentRelation.objects.create(decided_at=timezone.now(), **fields)
