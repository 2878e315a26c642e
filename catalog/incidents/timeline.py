"""The linked items and the claims of an incident as rows of bars on one axis of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from catalog.formats import took, utc_interval
from catalog.incidents.axis import Axis, Bar, Span, axis_for, gaps, with_margin
from catalog.models import (
    Basis,
    Claim,
    ClaimKind,
    Extent,
    Facet,
    Incident,
    IncidentItem,
    IncidentRole,
    LinkStatus,
)

MOST_ROWS = 60
# A file may hold a dozen dates; the item's own page has them all.
MOST_SPANS = 8
MOST_GAPS = 20
LANE_PX = 13
_KINDS = (Basis.CLAIMED, Basis.EMBEDDED, Basis.MEASURED)


@dataclass(frozen=True, slots=True)
class Lane:
    """The bars of one kind of fact, so many pixels below the top of their row."""

    basis: str
    top: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Row:
    """An item or a claim: its name, its page, what it is here, and its lanes."""

    name: str
    address: str
    words: str
    status: str
    lanes: list[Lane]
    more: int

    @property
    def height(self) -> int:
        """Of its drawing, in pixels."""
        return max(40, LANE_PX * len(self.lanes) + 8)

    @property
    def spans(self) -> list[Span]:
        """All that is drawn of it."""
        return [bar.span for lane in self.lanes for bar in lane.bars]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that nothing linked can be from, where it lies and in words."""

    x: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the page draws. ``band`` is the incident's own time; ``untimed`` have none."""

    axis: Axis
    rows: list[Row]
    band: tuple[str, str] | None
    gaps: list[Gap]
    untimed: list[str]
    left_out: int
    is_near: bool


def timeline_of(
    incident: Incident, links: Sequence[IncidentItem], words: dict[int, str], *, near: bool
) -> Timeline | None:
    """The rows on one axis, at most so many; ``near`` shows the incident's own time enlarged.

    ``None`` where no time is known of anything.
    """
    links = [link for link in links if link.status != LinkStatus.REJECTED]
    found = _spans_of(links[:MOST_ROWS])
    timed = [link for link in links[:MOST_ROWS] if found.get(link.item_id)]
    claims = incident.claims.standing().filter(kind=ClaimKind.TIME).select_related("asserted_by")
    said = [(claim, [_claimed(claim)]) for claim in claims[:MOST_ROWS]]
    spans = [span for link in timed for span in found[link.item_id]]
    known = _own_time(incident)
    axis = axis_for(known, [*spans, *(span for _, of in said for span in of)])
    if axis is None:
        return None
    is_near = near and known is not None
    if is_near and known:
        axis = with_margin(*known, max(known[1] - known[0], timedelta(seconds=30)))
    rows = [_of_item(axis, link, found[link.item_id], words) for link in timed]
    rows += [_of_claim(axis, claim, of) for claim, of in said]
    return Timeline(
        axis,
        rows,
        axis.stretch(incident.earliest, incident.latest) if known else None,
        _gaps(axis, spans),
        [link.item.ref for link in links[:MOST_ROWS] if not found.get(link.item_id)],
        max(0, len(links) - MOST_ROWS),
        is_near,
    )


def _own_time(incident: Incident) -> tuple[datetime, datetime] | None:
    ends = [end for end in (incident.earliest, incident.latest) if end]
    return (ends[0], ends[-1]) if ends else None


def _spans_of(links: Iterable[IncidentItem]) -> dict[int, list[Span]]:
    """The times of each item, each interval of a kind once; not what is assessed, which is us."""
    lengths = {link.item_id: timedelta(seconds=link.item.duration_s or 0) for link in links}
    rows = Extent.objects.filter(item__in=lengths, facet=Facet.TIME, basis__in=_KINDS)
    found: dict[int, dict[tuple[object, ...], Span]] = {}
    for row in rows.order_by("pk")[: MOST_ROWS * MOST_SPANS * 4]:
        # A clip's own clock stamps its beginning or its end; a claim speaks of what is seen.
        slack = timedelta(0) if row.basis == Basis.CLAIMED else lengths[row.item_id]
        span = Span(row.basis, row.origin, row.earliest, row.latest, slack)
        of_item = found.setdefault(row.item_id, {})
        of_item.setdefault((row.basis, row.earliest, row.latest), span)
    return {item: list(spans.values()) for item, spans in found.items()}


def _of_item(axis: Axis, link: IncidentItem, spans: list[Span], words: dict[int, str]) -> Row:
    role = "" if link.role == IncidentRole.SHOWS else link.get_role_display().lower()
    status = "suggested" if link.status == LinkStatus.SUGGESTED else ""
    said = (role, status, words.get(link.item_id, ""))
    return Row(
        link.item.ref,
        link.item.get_absolute_url(),
        ", ".join(filter(None, said)),
        link.status,
        _lanes(axis, spans[:MOST_SPANS]),
        max(0, len(spans) - MOST_SPANS),
    )


def _of_claim(axis: Axis, claim: Claim, spans: list[Span]) -> Row:
    name = claim.asserted_by.name if claim.asserted_by else gettext("Nobody named")
    words = gettext("claim about the incident")
    return Row(name, claim.get_absolute_url(), words, "confirmed", _lanes(axis, spans), 0)


def _claimed(claim: Claim) -> Span:
    return Span(Basis.CLAIMED, f"“{claim.quote}”", claim.earliest, claim.latest)


def _lanes(axis: Axis, spans: list[Span]) -> list[Lane]:
    told = [kind for kind in _KINDS if any(span.basis == kind for span in spans)]
    return [
        Lane(kind, 4 + LANE_PX * at, [axis.bar(span) for span in spans if span.basis == kind])
        for at, kind in enumerate(told)
    ]


def _gaps(axis: Axis, spans: Iterable[Span]) -> list[Gap]:
    made = []
    for first, last in gaps(axis, spans)[:MOST_GAPS]:
        where = axis.stretch(first, last)
        if where:
            length = took((last - first).total_seconds())
            made.append(Gap(*where, f"{utc_interval(first, last)}, {length}"))
    return made
