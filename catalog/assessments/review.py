"""A second person's verdict on the question of an assessment, given without seeing the first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.assessments.assess import CannotAssess, check_words, mark_checks, signer
from catalog.custody.chain import Actor, append
from catalog.models import (
    Act,
    Assessment,
    Case,
    Claim,
    Confidence,
    CustodyAct,
    Incident,
    Outcome,
    Review,
    Verdict,
)
from catalog.models.case import Person
from catalog.rights import require

MOST_QUESTIONS = 50
# What a reviewer does not get to see, nor the page that asks them.
CONCLUDED = ("verdict", "confidence", "reasoning", "reason")


@dataclass(frozen=True, slots=True)
class Question:
    """An assessment as a reviewer meets it: what it is about, and nothing of what was concluded."""

    assessment_id: int
    about: Claim | Incident
    asked_by: str
    asked_at: datetime


def may_see_verdict(person: Person, assessment: Assessment) -> bool:
    """Whether the verdict is open to the person; the rule is that of ``visible_to``."""
    return bool(Assessment.objects.visible_to(person).filter(pk=assessment.pk).exists())


def questions_for(person: User, after: int = 0) -> tuple[list[Question], int | None]:
    """What waits for a second verdict that this person may give, the oldest first: a page, and
    after which assessment the next one begins."""
    open_ones = Assessment.objects.within_reach_of(person).standing()
    blind = open_ones.exclude(pk__in=Assessment.objects.visible_to(person))
    rows = blind.in_cases_allowing(person, Act.REVIEW).select_related(
        *("claim__item__case", "claim__incident__case", "incident__case"),
        *("claim__asserted_by", "claim__superseded_by"),
    )
    rows = rows.prefetch_related("claim__checks", "claim__asserted_by__grades").defer(*CONCLUDED)
    page = list(rows.filter(pk__gt=after).order_by("pk")[: MOST_QUESTIONS + 1])
    shown = page[:MOST_QUESTIONS]
    asked = [Question(one.pk, one.about, one.signed_as, one.signed_at) for one in shown]
    return asked, shown[-1].pk if len(page) > MOST_QUESTIONS else None


def question_for(person: User, assessment_id: int) -> Question | None:
    """One question that this person may still answer; it may be that its verdict is open."""
    rows = Assessment.objects.within_reach_of(person).standing().exclude(signed_by=person)
    one = rows.exclude(reviews__signed_by=person).defer(*CONCLUDED).filter(pk=assessment_id).first()
    if one is None or Act.REVIEW not in one.case.acts_of(person):
        return None
    return Question(one.pk, one.about, one.signed_as, one.signed_at)


def review(
    assessment: Assessment,
    verdict: Verdict,
    confidence: Confidence,
    reasoning: str,
    actor: Actor,
) -> Review:
    """Sign one's own verdict on the same question; agreement and dissent are both kept.

    A review by somebody who might already have seen the verdict is kept as not blind.
    Raises ``CannotAssess`` for one's own assessment and for a second review of one person,
    ``NotAllowed`` for whoever may not review.
    """
    case = assessment.case
    require(actor, Act.REVIEW, case)
    person = signer(actor)
    check_words(verdict, confidence, reasoning)
    if assessment.signed_by_id == person.pk:
        raise CannotAssess(gettext("Nobody reviews their own assessment."))
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if assessment.reviews.filter(signed_by=person).exists():
            raise CannotAssess(gettext("You have reviewed this assessment already."))
        agrees = verdict == assessment.verdict
        made = Review(
            assessment=assessment,
            verdict=verdict,
            confidence=confidence,
            reasoning=reasoning.strip(),
            outcome=Outcome.AGREEMENT if agrees else Outcome.DISSENT,
            is_blind=not may_see_verdict(person, assessment),
            signed_by=person,
            signed_as=actor.name,
            signed_at=timezone.now(),
        )
        made.signature = made.computed_signature()
        made.save(force_insert=True)
        details: dict[str, object] = {
            "assessment": assessment.pk,
            "review": made.pk,
            "outcome": str(made.outcome),
            "blind": made.is_blind,
            "signature": made.signature,
        }
        item = assessment.claim.item if assessment.claim else None
        append(CustodyAct.REVIEWED, actor, case=case, item=item, details=details)
        mark_checks(assessment.about)
    return made
