"""Where an incident and its items are said or known to be, as the incident's map shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from catalog.claims.known_places import KnownPlace
from catalog.models import (
    Basis,
    Claim,
    Extent,
    Facet,
    Incident,
    IncidentItem,
    LinkStatus,
)

MOST_PLACES = 120


@dataclass(frozen=True, slots=True)
class Placed:
    """A position and whose it is: an item's reference, or the incident. Suggested is dashed."""

    name: str
    address: str
    place: KnownPlace
    is_certain: bool
    heading_error_deg: float | None = None

    @property
    def drawn(self) -> dict[str, Any]:
        """As the map's script draws it."""
        own = {"name": self.name, "certain": self.is_certain}
        return self.place.drawn | own | {"headingErrorDeg": self.heading_error_deg}


def places_of(incident: Incident, links: Sequence[IncidentItem]) -> tuple[list[Placed], bool]:
    """At most so many positions, the incident's own first, and whether there are more."""
    placed = list(_placed(incident, links))
    return placed[:MOST_PLACES], len(placed) > MOST_PLACES


def _placed(incident: Incident, links: Sequence[IncidentItem]) -> Iterator[Placed]:
    if incident.latitude is not None:
        yield Placed(gettext("incident"), "", KnownPlace.known_of(incident), is_certain=True)
    for claim in incident.claims.standing().filter(latitude__isnull=False)[:MOST_PLACES]:
        place = KnownPlace.claimed_in(claim)
        yield Placed("claim", claim.get_absolute_url(), place, True, claim.heading_error_deg)
    by_item = {link.item_id: link for link in links if link.status != LinkStatus.REJECTED}
    # Claims themselves, which alone say how far off a heading may be.
    claims = Claim.objects.standing().filter(item__in=by_item, latitude__isnull=False)
    for claim in claims.order_by("pk")[: MOST_PLACES + 1]:
        link, place = by_item[claim.item_id or 0], KnownPlace.claimed_in(claim)
        yield _of_item(link, place, claim.heading_error_deg)
    # What is assessed of the items is this incident once more.
    theirs = Extent.objects.filter(item__in=by_item).exclude(facet=Facet.TIME)
    theirs = theirs.exclude(basis__in=(Basis.ASSESSED, Basis.CLAIMED))
    for row in theirs.order_by("pk")[: MOST_PLACES + 1]:
        yield _of_item(by_item[row.item_id], KnownPlace.of_item(row))


def _of_item(
    link: IncidentItem, place: KnownPlace, heading_error_deg: float | None = None
) -> Placed:
    is_certain = link.status == LinkStatus.CONFIRMED
    address = link.item.get_absolute_url()
    return Placed(link.item.ref, address, place, is_certain, heading_error_deg)
