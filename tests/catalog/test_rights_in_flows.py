"""Who may do what to claims, sources, incidents, assessments and the work: asked of the flows."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from catalog import relations, workflow
from catalog.assessments import assess, review
from catalog.claims.record import Statement, record, supersede
from catalog.custody.chain import COMMAND_LINE, Actor, faults
from catalog.custody.changes import changes_of
from catalog.incidents import link, tie
from catalog.models import (
    Case,
    ClaimKind,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentRole,
    IncidentTie,
    Item,
    LinkStatus,
    Membership,
    Relation,
    Reliability,
    Role,
    Sensitivity,
    Verdict,
    Workflow,
)
from catalog.rights import NotAllowed
from catalog.sources import grade, say_forwarded
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db

PEOPLE = ("uploader", "analyst", "reviewer", "lead", "auditor", "stranger", "retired")
CLAIMERS = {"analyst", "lead"}
SEERS = {"analyst", "reviewer", "lead"}
WORDS = (Verdict.HOLDS, Confidence.LOW, "Because.")


@pytest.fixture
def retired(case: Case) -> User:
    """Led the case once; the account is switched off."""
    person = User.objects.create_user("retired", is_active=False)
    Membership.objects.create(case=case, person=person, role=Role.LEAD)
    return person


def _tie(item: Item, burst: Incident, actor: Actor) -> None:
    other = Incident.objects.create(case=item.case, title="Another")
    tie(IncidentTie.REPEATS, other, burst, actor)


def _decide(item: Item, burst: Incident, actor: Actor) -> None:
    (other,) = items_of(burst.case, b"copy")
    found = {"method": "hashes", "method_version": 1}
    tied = Relation.objects.create(kind="same_burst", first=item, second=other, **found)
    relations.decide(tied, LinkStatus.CONFIRMED, actor, "One hand holds both.")


def _review(item: Item, burst: Incident, actor: Actor) -> None:
    author = User.objects.create_user("author")
    Membership.objects.create(case=item.case, person=author, role=Role.ANALYST)
    review(assess(burst, *WORDS, Actor.of(author)), *WORDS, actor)


def _statement(words: str = "It burns.") -> Statement:
    return Statement(ClaimKind.CONTENT, words)


FLOWS: dict[str, tuple[Callable[[Item, Incident, Actor], object], set[str]]] = {
    "record": (lambda item, burst, by: record(item, _statement(), by), CLAIMERS),
    "record of an incident": (lambda item, burst, by: record(burst, _statement(), by), CLAIMERS),
    "supersede": (
        lambda item, burst, by: supersede(
            record(item, _statement(), COMMAND_LINE), _statement("It smokes."), "Seen again.", by
        ),
        CLAIMERS,
    ),
    "grade": (
        lambda item, burst, by: grade(item.case.sources.get(), Reliability.B, "Known.", by),
        CLAIMERS,
    ),
    "forward": (
        lambda item, burst, by: say_forwarded(item.appearances.get(), None, by),
        CLAIMERS,
    ),
    "link": (
        lambda item, burst, by: link(burst, item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, by),
        CLAIMERS,
    ),
    "tie": (_tie, CLAIMERS),
    "decide": (_decide, CLAIMERS),
    "judge": (lambda item, burst, by: relations.judge(item, Sensitivity.GRAPHIC, by), CLAIMERS),
    "assess": (lambda item, burst, by: assess(burst, *WORDS, by), CLAIMERS),
    "review": (_review, SEERS),
    "move": (lambda item, burst, by: workflow.move(item, Workflow.DONE, by), SEERS),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_does_what_the_role_allows_and_nothing_else(
    flow: str, who: str, an_item: Item, burst: Incident, person_of: Callable[[str], User]
) -> None:
    act, allowed = FLOWS[flow]
    actor = Actor.of(person_of(who))
    if who in allowed:
        act(an_item, burst, actor)
        assert CustodyEvent.objects.filter(actor=actor.name).exists()
        return
    with pytest.raises(NotAllowed, match="Your role in the case does not let you"):
        act(an_item, burst, actor)
    assert not CustodyEvent.objects.filter(actor=actor.name).exists()


def test_the_work_on_an_item_moves_apart_from_everything_else(an_item: Item, analyst: User) -> None:
    before = (an_item.state, an_item.sensitivity)
    workflow.move(an_item, Workflow.NEEDS_REVIEW, Actor.of(analyst), "A second look, please.")
    workflow.move(an_item, Workflow.NEEDS_REVIEW, Actor.of(analyst))
    held = Item.objects.get()
    assert held.workflow == Workflow.NEEDS_REVIEW
    assert (held.state, held.sensitivity) == before
    event = CustodyEvent.objects.get(act=CustodyAct.WORK_MOVED)
    assert event.details == {
        "from": "new",
        "to": "needs_review",
        "reason": "A second look, please.",
    }


def test_the_work_on_an_incident_moves_and_its_history_tells(
    burst: Incident, analyst: User
) -> None:
    workflow.move(burst, Workflow.IN_WORK, Actor.of(analyst), "Waits for the fire log.")
    assert Incident.objects.get().workflow == Workflow.IN_WORK
    (told,) = changes_of(burst.case, "incident", burst.pk)
    assert (told.by, told.field, told.before, told.after) == (
        "analyst",
        "workflow",
        "new",
        "in_work",
    )
    assert told.reason == "Waits for the fire log."
    assert list(faults()) == []
