"""What was concluded of a claim or an incident, as far as a person may see it."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import F
from django.utils.safestring import SafeString

from catalog.assessments.reasoning import render_reasoning
from catalog.models import Act, Assessment, Claim, Incident, Review
from catalog.models.assessment import AssessmentQuerySet
from catalog.models.case import Person

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Concluded:
    """One assessment with what stands beside it. ``may_review``: this person's is not in yet."""

    assessment: Assessment
    reasoning: SafeString
    reviews: list[tuple[Review, SafeString]]
    is_superseded: bool
    may_review: bool


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Of one question: what the person sees, and what is still blind to them.

    ``waits`` is the key of a blind assessment that the person may review. Nothing of a blind
    one is in here. ``left_out`` counts those that the page has no room for.
    """

    open: list[Concluded]
    left_out: int
    blind: int
    waits: int | None


def conclusions_on(about: Claim | Incident, person: Person) -> Conclusions:
    """The assessments of this question, the standing ones first."""
    of_it = of_question(about)
    reach = of_it.within_reach_of(person)
    seen = of_it.visible_to(person)
    case = about.about.case if isinstance(about, Claim) else about.case
    may_review = Act.REVIEW in case.acts_of(person)
    blind = reach.standing().exclude(pk__in=seen)
    first_blind = blind.order_by("pk").values_list("pk", flat=True).first()
    rows = seen.select_related("superseded_by").prefetch_related(
        "reviews", "grounds__claim", "grounds__item", "grounds__comparison__compared__item"
    )
    # Where a newer one took its place the column is not null, which is not less than null.
    ordered = rows.order_by(F("superseded_by").asc(nulls_first=True), "pk")
    shown = [_concluded(one, person, may_review) for one in ordered[:MOST_SHOWN]]
    return Conclusions(
        shown,
        max(0, seen.count() - len(shown)),
        blind.count(),
        first_blind if may_review else None,
    )


def of_question(about: Claim | Incident) -> AssessmentQuerySet:
    """All assessments of it, also those whose verdict is blind: never shown as they are."""
    if isinstance(about, Claim):
        return Assessment.objects.filter(claim=about)
    return Assessment.objects.filter(incident=about)


def _concluded(one: Assessment, person: Person, may_review: bool) -> Concluded:
    reviews = [(review, render_reasoning(review.reasoning)) for review in one.reviews.all()]
    is_superseded = hasattr(one, "superseded_by")
    signers = {one.signed_by_id, *(review.signed_by_id for review, _ in reviews)}
    assert isinstance(person, User)
    return Concluded(
        one,
        render_reasoning(one.reasoning),
        reviews,
        is_superseded,
        may_review and not is_superseded and person.pk not in signers,
    )
