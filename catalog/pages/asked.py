"""What a page was asked for, if this person may see it. Else 404, whatever the reason."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from catalog.custody.chain import Actor
from catalog.models import Act, Assessment, Case, Claim, Incident, Item
from catalog.models.case import CaseQuerySet


def person_of(request: HttpRequest) -> User:
    """The signed-in person; nobody else comes past the login."""
    if not isinstance(request.user, User):
        raise TypeError("This page is only for people who have signed in.")
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, as whoever does something."""
    return Actor.of(person_of(request))


def item_for(request: HttpRequest, ref: str, act: Act = Act.SEE) -> Item:
    """The item, for a person who may see it and do this."""
    items = Item.objects.visible_to(request.user).select_related("case", "original")
    return get_object_or_404(items.filter(case__in=_allowing(request, act)), ref=ref)


def incident_for(request: HttpRequest, incident_id: int, act: Act = Act.SEE) -> Incident:
    """The incident, for a person who may see it and do this."""
    incidents = Incident.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(incidents.filter(case__in=_allowing(request, act)), pk=incident_id)


def claim_for(request: HttpRequest, claim_id: int, act: Act = Act.SEE) -> Claim:
    """The claim, for a person who may see what it is about and do this there."""
    claims = Claim.objects.visible_to(request.user).select_related(
        *("item__case", "item__original", "incident__case"),
        *("asserted_by", "appearance__item", "recorded_by", "supersedes", "superseded_by"),
    )
    claim = get_object_or_404(claims, pk=claim_id)
    get_object_or_404(_allowing(request, act), pk=claim.about.case_id)
    return claim


def assessment_for(request: HttpRequest, assessment_id: int, act: Act = Act.SEE) -> Assessment:
    """The assessment, for a person who may see its verdict and do this in its case."""
    seen = Assessment.objects.visible_to(request.user)
    assessment = get_object_or_404(seen, pk=assessment_id)
    get_object_or_404(_allowing(request, act), pk=assessment.case.pk)
    return assessment


def acts_in(request: HttpRequest, case: Case) -> set[str]:
    """What this person may do in the case, by the names of the acts."""
    return {act.value for act in case.acts_of(request.user)}


def whole_number(words: str) -> int | None:
    """A key or a count as an address or a form names it; ``None`` for what can be neither."""
    return int(words) if words.isdecimal() and len(words) < 19 else None


def _allowing(request: HttpRequest, act: Act) -> CaseQuerySet:
    return Case.objects.allowing(request.user, act)
