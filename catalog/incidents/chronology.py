"""What was said and concluded of an incident and its items, in the order in which it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from catalog.models import Assessment, Claim, Incident, IncidentItem, LinkStatus, Review
from catalog.models.case import Person

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One claim, assessment or second verdict. ``is_said``: the time is when it was said, else
    when it was written down here."""

    at: datetime
    is_said: bool
    basis: str
    about: str
    words: str
    by: str
    address: str


def chronology_of(
    incident: Incident, links: Sequence[IncidentItem], person: Person
) -> tuple[list[Told], bool]:
    """The first so many, and whether there are more; blind verdicts are left out."""
    items = [link.item_id for link in links if link.status != LinkStatus.REJECTED]
    claims = Claim.objects.standing().filter(Q(incident=incident) | Q(item__in=items))
    rows = claims.select_related("asserted_by", "item", "incident").order_by("pk")
    told = [_of_claim(claim) for claim in rows[: MOST_TOLD + 1]]
    of_it = Assessment.objects.filter(
        Q(incident=incident) | Q(claim__incident=incident) | Q(claim__item__in=items)
    )
    seen = of_it.within_reach_of(person).not_blind_for(person)
    assessed = seen.select_related("claim__item", "incident")[: MOST_TOLD + 1]
    told += [_of_verdict(one, one) for one in assessed]
    reviews = Review.objects.filter(assessment__in=seen).select_related(
        "assessment__claim__item", "assessment__incident"
    )
    told += [_of_verdict(one, one.assessment) for one in reviews[: MOST_TOLD + 1]]
    told.sort(key=lambda one: one.at)
    return told[:MOST_TOLD], len(told) > MOST_TOLD


def _of_claim(claim: Claim) -> Told:
    return Told(
        claim.asserted_at or claim.recorded_at,
        claim.asserted_at is not None,
        "claimed",
        f"{claim.get_kind_display()}, {claim.item.ref if claim.item else 'the incident'}",
        f"“{claim.quote}”" if claim.quote else gettext("without words"),
        claim.asserted_by.name if claim.asserted_by else gettext("nobody named"),
        claim.get_absolute_url(),
    )


def _of_verdict(one: Assessment | Review, first: Assessment) -> Told:
    claim = first.claim
    about = gettext("the incident") if claim is None else gettext("claim %(pk)s") % {"pk": claim.pk}
    second = f", {one.get_outcome_display().lower()}" if isinstance(one, Review) else ""
    words = gettext("%(verdict)s, %(confidence)s confidence") % {
        "verdict": one.get_verdict_display(),
        "confidence": one.get_confidence_display().lower(),
    }
    address = first.about.get_absolute_url()
    return Told(one.signed_at, True, "assessed", about, words + second, one.signed_as, address)
