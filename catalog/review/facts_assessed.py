"""What analysts concluded: the incidents with which they linked the item, and as what."""

from collections.abc import Iterator

from catalog import formats
from catalog.models import Incident, IncidentItem, IncidentRole, Item, LinkStatus
from catalog.review.fact_words import Fact, Question


def assessed_facts(item: Item) -> Iterator[Fact]:
    """Of confirmed links: what the item shows, and of what it shows the time and place."""
    links = IncidentItem.objects.filter(item=item, status=LinkStatus.CONFIRMED)
    for link in links.select_related("incident", "decided_by"):
        incident, by = link.incident, _decided(link)
        role = f"{link.get_role_display()}: {incident.title}"
        yield Fact(Question.THING_SEEN, role, (by,))
        if link.role != IncidentRole.SHOWS:
            continue
        if incident.earliest or incident.latest:
            when = formats.utc_interval(incident.earliest, incident.latest)
            yield Fact(Question.TIME, when, _rests_on(incident, by))
        if incident.latitude is not None and incident.longitude is not None:
            where = formats.place(incident.latitude, incident.longitude, incident.radius_m)
            yield Fact(Question.THING_SEEN, where, _rests_on(incident, by))


def _rests_on(incident: Incident, by: str) -> tuple[str, ...]:
    return tuple(line for line in (incident.title, incident.reasons, by) if line)


def _decided(link: IncidentItem) -> str:
    by = link.decided_by.get_username() if link.decided_by else "somebody"
    return f"{by}, {formats.utc(link.decided_at)}" if link.decided_at else by
