"""What is claimed of an item, and all that is known to hold it against."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from catalog.checks.offsets import offsets_at
from catalog.facts import standing_runs
from catalog.models import (
    Appearance,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Measurement,
    Reading,
    Run,
)
from catalog.models.claim import ClaimQuerySet
from media_tools import findings
from media_tools.compare.claims import (
    ClaimedFact,
    Happening,
    ItemFacts,
    Posting,
    Says,
    Shows,
)
from media_tools.compare.embedded_positions import positions_in
from media_tools.compare.first_known import FirstKnown
from media_tools.compare.sky.light import LightSeen, kept_numbers, light_seen
from media_tools.findings import Meaning
from media_tools.media import Kind
from media_tools.places import Place
from media_tools.text import visible
from media_tools.times import TimeInterval

# Of more claims, postings or links than people make of one item only the newest are held.
MOST = 60


def claims_on(item: Item, facts: ItemFacts) -> list[ClaimedFact]:
    """The standing claims, each time with the offsets in force at the place claimed with it.

    Where no place is claimed, at the position in the file.
    """
    return _with_offsets(claimed(item.claims.standing()), facts)


def claimed(claims: ClaimQuerySet) -> list[ClaimedFact]:
    """The claims as the rules see them; the key is the claim's id."""
    newest = claims.select_related("asserted_by").order_by("-pk")[:MOST]
    return [
        ClaimedFact(
            str(claim.pk),
            Says(claim.kind),
            claim.quote,
            claim.interval,
            None,
            claim.viewpoint,
            claim.asserted_by.name if claim.asserted_by else "",
        )
        for claim in reversed(newest)
    ]


def facts_of(item: Item) -> ItemFacts:
    """All that the rules ask of an item."""
    standing = standing_runs(item).values()
    readings = tuple(_readings(standing))
    facts = ItemFacts(
        readings,
        _duration_s(item, readings),
        _first_known(item),
        _file_dated(item),
        light=_light(standing),
        is_photograph=item.original.kind == Kind.IMAGE,
        postings=tuple(_postings(item)),
    )
    if not _has_zoneless_clock(facts):
        return replace(facts, happenings=tuple(_happenings(item, facts)))
    facts = replace(facts, offsets=_offsets_when_made(facts))
    return replace(facts, happenings=tuple(_happenings(item, facts)))


def place_of(incident: Incident) -> Place | None:
    """The assessed place."""
    if incident.latitude is None or incident.longitude is None:
        return None
    return Place(incident.latitude, incident.longitude, incident.radius_m)


def interval_of(incident: Incident) -> TimeInterval | None:
    """The assessed time."""
    if incident.earliest is None and incident.latest is None:
        return None
    return TimeInterval(incident.earliest, incident.latest)


def _readings(standing: Sequence[Run] | Any) -> Iterator[findings.Reading]:
    rows = Reading.objects.filter(run__in=standing).order_by("id")
    for row in rows.iterator(chunk_size=2000):
        meaning = Meaning(row.meaning) if row.meaning else None
        yield findings.Reading(row.tag, row.text, row.tool, meaning, row.value)


def _duration_s(item: Item, readings: Sequence[findings.Reading]) -> float | None:
    """As it was measured, else as the header claims."""
    if item.duration_s is not None:
        return item.duration_s
    claimed_s: Any = next((one.value for one in readings if one.meaning is Meaning.DURATION), None)
    return None if claimed_s is None else float(claimed_s)


def _file_dated(item: Item) -> datetime | None:
    dated: datetime | None = item.appearances.aggregate(first=Min("file_dated_at"))["first"]
    return dated


def _first_known(item: Item) -> FirstKnown | None:
    first = Appearance.objects.earliest_known(item)
    if first is None:
        return None
    was_posted = first.published_at is not None and first.published_at <= first.collected_at
    words = "its posting" if was_posted else "its receipt here"
    if first.source:
        words += f" by {visible(first.source.name, 80)}" if was_posted else ""
    return FirstKnown(TimeInterval(first.known_at, first.known_at), words)


def _light(standing: Any) -> LightSeen | None:
    rows = Measurement.objects.filter(run__in=standing, name__startswith="light_")
    numbers = kept_numbers(dict(rows.values_list("name", "value")))
    return light_seen(numbers) if numbers and numbers.stills else None


def _postings(item: Item) -> Iterator[Posting]:
    """Those of the item, and those of which they are said to be forwards."""
    of_item = item.appearances.filter(found_inside="").select_related("source", "forwarded_from")
    for one in of_item.order_by("-pk")[:MOST]:
        for posting in one.chain():
            if posting.source:
                is_origin = posting.pk != one.pk
                yield Posting(posting.source.name, posting.known_at, is_origin)


def _happenings(item: Item, facts: ItemFacts) -> Iterator[Happening]:
    links = IncidentItem.objects.filter(item=item).exclude(status=LinkStatus.REJECTED)
    shown = links.exclude(role=IncidentRole.WRONGLY).select_related("incident")
    for link in shown.order_by("-pk")[:MOST]:
        incident = link.incident
        interval, place = interval_of(incident), place_of(incident)
        known = place and interval and _has_zoneless_clock(facts)
        yield Happening(
            str(incident.pk),
            incident.title,
            Shows(link.role),
            interval,
            place,
            offsets_at(place, interval) if known and place and interval else None,
        )


def _has_zoneless_clock(facts: ItemFacts) -> bool:
    clocks: list[Any] = [
        one.value
        for one in facts.readings
        if one.meaning in (Meaning.CAPTURED, Meaning.MODIFIED, Meaning.NAMED)
    ]
    return any(value["zone"] == "unknown" for value in clocks)


def _offsets_when_made(facts: ItemFacts) -> frozenset[timedelta] | None:
    """Those in force at the position in the file at the time in the file."""
    positions = positions_in(facts.readings)
    captured: Any = next(
        (one.value for one in facts.readings if one.meaning is Meaning.CAPTURED), None
    )
    if not positions or captured is None:
        return None
    ends = (datetime.fromisoformat(captured[end]) for end in ("earliest", "latest"))
    return offsets_at(positions[0].discs[0], TimeInterval(*ends))


def _with_offsets(claims: list[ClaimedFact], facts: ItemFacts) -> list[ClaimedFact]:
    if not _has_zoneless_clock(facts):
        return claims
    places = [one for one in claims if one.viewpoint]
    positions = positions_in(facts.readings)
    held = []
    for claim in claims:
        own = [one for one in places if one.said_by == claim.said_by] or places
        where = next((one.viewpoint.place for one in own if one.viewpoint), None)
        if where is None and positions:
            where = positions[0].discs[0]
        if claim.interval and where:
            claim = replace(claim, offsets=offsets_at(where, claim.interval))
        held.append(claim)
    return held
