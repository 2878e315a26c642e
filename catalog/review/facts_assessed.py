"""What analysts concluded: verdicts on claims, and the incidents with which they linked it."""

from collections.abc import Iterator

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.words import value_in_words
from catalog.models import (
    Assessment,
    ClaimKind,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Outcome,
)
from catalog.models.case import Person
from catalog.review.fact_words import Fact, Question
from catalog.review.facts_claimed import QUESTIONS
from media_tools.places import Place


def assessed_facts(item: Item, person: Person) -> Iterator[Fact]:
    """Verdicts as far as this person may see them, then what the item shows and of what."""
    yield from _verdicts(item, person)
    yield from _incidents(item)


def _verdicts(item: Item, person: Person) -> Iterator[Fact]:
    seen = Assessment.objects.visible_to(person).filter(claim__item=item)
    for made in seen.select_related("claim", "superseded_by").prefetch_related("reviews"):
        claim = made.claim
        assert claim is not None
        said = value_in_words(claim) or f"“{claim.quote}”"
        lines = [
            gettext("claimed: %(said)s") % {"said": said},
            f"{made.signed_as}, {formats.utc(made.signed_at)}",
        ]
        for second in made.reviews.all():
            told = {"name": second.signed_as, "verdict": second.get_verdict_display().lower()}
            if second.outcome == Outcome.AGREEMENT:
                lines.append(gettext("2nd: %(name)s agrees: %(verdict)s") % told)
            else:
                lines.append(gettext("2nd: %(name)s dissents: %(verdict)s") % told)
        yield Fact(
            QUESTIONS[ClaimKind(claim.kind)],
            f"{made.get_verdict_display()}, {made.get_confidence_display().lower()}",
            tuple(lines),
            is_superseded=hasattr(made, "superseded_by"),
            where=claim.get_absolute_url(),
        )


def _incidents(item: Item) -> Iterator[Fact]:
    """Of confirmed links: what the item shows, and of what it shows the time and place."""
    links = IncidentItem.objects.filter(item=item, status=LinkStatus.CONFIRMED)
    for link in links.select_related("incident", "decided_by").order_by("pk"):
        incident, by = link.incident, _decided(link)
        there = incident.get_absolute_url()
        role = f"{link.get_role_display()}: {incident.title}"
        yield Fact(Question.THING_SEEN, role, (by,), where=there)
        if link.role != IncidentRole.SHOWS:
            continue
        if incident.earliest or incident.latest:
            when = formats.utc_interval(incident.earliest, incident.latest)
            yield Fact(Question.TIME, when, _rests_on(incident, by), where=there)
        if incident.latitude is not None and incident.longitude is not None:
            place = Place(incident.latitude, incident.longitude, incident.radius_m)
            where = formats.place(place.latitude, place.longitude, place.radius_m)
            rests_on = _rests_on(incident, by)
            yield Fact(Question.THING_SEEN, where, rests_on, where=there, place=place)


def _rests_on(incident: Incident, by: str) -> tuple[str, ...]:
    return tuple(line for line in (incident.title, incident.reasons, by) if line)


def _decided(link: IncidentItem) -> str:
    by = link.decided_by.get_username() if link.decided_by else gettext("somebody")
    return f"{by}, {formats.utc(link.decided_at)}" if link.decided_at else by
