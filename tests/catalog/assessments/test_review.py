"""A second verdict is given blind; agreement and dissent are both kept."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import reverse

from catalog.assessments import CannotAssess, assess, may_see_verdict, questions_for, review
from catalog.custody.chain import Actor, faults
from catalog.models import (
    Assessment,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Incident,
    Item,
    Outcome,
    Review,
    Verdict,
)

pytestmark = pytest.mark.django_db

MEMBERS = ("analyst", "reviewer", "lead", "uploader", "auditor", "stranger")


@pytest.fixture
def first(an_item: Item, analyst: User) -> Assessment:
    claim = an_item.claims.get()
    why = "The phone's clock is set by the network."
    return assess(claim, Verdict.HOLDS, Confidence.HIGH, why, Actor.of(analyst))


def sees(person: User) -> bool:
    return Assessment.objects.visible_to(person).exists()


def test_only_its_author_sees_a_verdict_that_nobody_reviewed(
    first: Assessment, person_of: Callable[[str], User]
) -> None:
    for name in MEMBERS:
        person = person_of(name)
        assert may_see_verdict(person, first) == sees(person) == (name == "analyst"), name
    assert not may_see_verdict(AnonymousUser(), first)
    assert not may_see_verdict(User.objects.create_superuser("superuser"), first)


def test_the_verdict_opens_when_the_reviewers_own_is_in(
    first: Assessment, person_of: Callable[[str], User]
) -> None:
    for name in MEMBERS:
        person_of(name)
    made = review(
        first, Verdict.UNDETERMINED, Confidence.LOW, "Too dark.", Actor.of(person_of("reviewer"))
    )
    assert (made.outcome, made.is_blind) == (Outcome.DISSENT, True)
    for name in MEMBERS:
        seen = name in ("analyst", "reviewer", "lead")
        assert sees(person_of(name)) == seen, name
        assert Review.objects.visible_to(person_of(name)).exists() == seen, name
    assert made.computed_signature() == made.signature
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    assert (event.act, event.details["outcome"]) == (CustodyAct.REVIEWED, "dissent")
    assert list(faults()) == []


def test_the_same_verdict_is_an_agreement_whatever_the_confidence(
    first: Assessment, reviewer: User
) -> None:
    made = review(first, Verdict.HOLDS, Confidence.LOW, "I see it too.", Actor.of(reviewer))
    assert made.outcome == Outcome.AGREEMENT


def test_who_may_have_seen_the_verdict_reviews_but_not_blind(
    first: Assessment, reviewer: User, lead: User
) -> None:
    review(first, Verdict.HOLDS, Confidence.LOW, "I see it too.", Actor.of(reviewer))
    late = review(first, Verdict.DOES_NOT_HOLD, Confidence.HIGH, "I do not.", Actor.of(lead))
    assert (late.outcome, late.is_blind) == (Outcome.DISSENT, False)
    assert first.reviews.count() == 2


def test_nobody_reviews_themselves_or_twice(
    first: Assessment, analyst: User, reviewer: User
) -> None:
    words = (Verdict.HOLDS, Confidence.LOW, "Because.")
    with pytest.raises(CannotAssess, match="own assessment"):
        review(first, *words, Actor.of(analyst))
    with pytest.raises(CannotAssess, match="Give the reasoning"):
        review(first, Verdict.HOLDS, Confidence.LOW, "", Actor.of(reviewer))
    review(first, *words, Actor.of(reviewer))
    with pytest.raises(CannotAssess, match="already"):
        review(first, *words, Actor.of(reviewer))


def test_a_second_opinion_of_ones_own_opens_the_first(
    first: Assessment, an_item: Item, lead: User, reviewer: User, burst: Incident
) -> None:
    assess(burst, Verdict.HOLDS, Confidence.LOW, "Another question.", Actor.of(lead))
    assert not may_see_verdict(lead, first)
    claim = an_item.claims.get()
    assess(claim, Verdict.DOES_NOT_HOLD, Confidence.LOW, "The shadow is wrong.", Actor.of(lead))
    assert may_see_verdict(lead, first)
    assert not may_see_verdict(reviewer, first)


def test_a_reviewer_is_asked_the_question_without_the_verdict(
    first: Assessment, person_of: Callable[[str], User], an_item: Item
) -> None:
    asked = {name: questions_for(person_of(name))[0] for name in MEMBERS}
    assert [name for name in MEMBERS if asked[name]] == ["reviewer", "lead"]
    (question,) = asked["reviewer"]
    assert (question.assessment_id, question.about, question.asked_by) == (
        first.pk,
        an_item.claims.get(),
        "analyst",
    )
    assert not hasattr(question, "verdict")


def test_the_admin_keeps_a_blind_verdict_from_everybody_but_its_author(
    first: Assessment, person_of: Callable[[str], User]
) -> None:
    for name in ("analyst", "reviewer", "lead"):
        client = Client()
        client.force_login(person_of(name))
        page = client.get(reverse("admin:catalog_assessment_change", args=[first.pk]))
        assert page.status_code == (200 if name == "analyst" else 404), name
        for address in ("catalog_assessment_changelist", "catalog_custodyevent_changelist"):
            listed = client.get(reverse(f"admin:{address}")).content.decode()
            assert ("clock is set by the network" in listed) is False
        rows = client.get(reverse("admin:catalog_assessment_changelist"))
        assert (f"/assessment/{first.pk}/" in rows.content.decode()) == (name == "analyst"), name
