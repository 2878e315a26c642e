"""Where an item or incident is already said or known to be, shown beside a place being claimed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from catalog.facts import readings_by_meaning
from catalog.models import (
    Basis,
    Claim,
    ClaimKind,
    Extent,
    Facet,
    Incident,
    IncidentRole,
    Item,
    LinkStatus,
)
from media_tools.findings import Meaning

# More could not be told apart on the map; a track alone may have thousands.
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A position, which kind of fact it is, what stands there, and in whose words or tag."""

    basis: str
    facet: str
    origin: str
    latitude: float
    longitude: float
    radius_m: float | None = None
    heading_deg: float | None = None
    field_of_view_deg: float | None = None

    @classmethod
    def of(
        cls, row: Extent | Claim | Incident, basis: Basis, facet: Facet, origin: str
    ) -> "KnownPlace":
        """Where the row, which has a position, puts it."""
        assert row.latitude is not None and row.longitude is not None
        return cls(
            basis,
            str(facet.label),
            origin,
            row.latitude,
            row.longitude,
            row.radius_m,
            getattr(row, "heading_deg", None),
            getattr(row, "field_of_view_deg", None),
        )

    @classmethod
    def known_of(cls, incident: Incident) -> "KnownPlace":
        """Where an incident with a place is known to have been."""
        return cls.of(incident, Basis.ASSESSED, Facet.THING_SEEN, incident.title)

    @classmethod
    def claimed_in(cls, claim: Claim) -> "KnownPlace":
        """Where a claim with a position puts the thing seen, or the camera."""
        facet = Facet.CAMERA if claim.kind == ClaimKind.VIEWPOINT else Facet.THING_SEEN
        return cls.of(claim, Basis.CLAIMED, facet, f"“{claim.quote}”")

    @classmethod
    def of_item(cls, extent: Extent) -> "KnownPlace":
        """What an item is said or known to show, or where it was made."""
        return cls.of(extent, Basis(extent.basis), Facet(extent.facet), extent.origin)

    @property
    def drawn(self) -> dict[str, Any]:
        """As the map's script draws it."""
        return {
            "basis": self.basis,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "radiusM": self.radius_m,
            "headingDeg": self.heading_deg,
            "fieldOfViewDeg": self.field_of_view_deg,
        }


def map_context(about: Item | Incident | None = None) -> dict[str, Any]:
    """What ``claims/place_map.html`` needs to claim a place of this, or of nothing yet.

    Asks for no right: the caller knows that the person may see the case.
    """
    known = list(known_places(about))[:MOST_SHOWN] if about else []
    return {
        "about": about,
        "known": known,
        "known_drawn": [one.drawn for one in known],
        "suggested_views": suggested_views(about) if isinstance(about, Item) else [],
        "tile_url": settings.TILE_URL,
    }


def known_places(about: Item | Incident) -> Iterator[KnownPlace]:
    """The item's positions; of an incident its own, those claimed, and its items'."""
    extents = Extent.objects.exclude(facet=Facet.TIME)
    if isinstance(about, Item):
        yield from map(KnownPlace.of_item, extents.filter(item=about)[:MOST_SHOWN])
        return
    if about.latitude is not None:
        yield KnownPlace.known_of(about)
    claims = about.claims.standing().filter(latitude__isnull=False)
    yield from map(KnownPlace.claimed_in, claims[:MOST_SHOWN])
    links = about.links.filter(role=IncidentRole.SHOWS, status=LinkStatus.CONFIRMED)
    # What is assessed of these items is this incident once more.
    theirs = extents.filter(item__in=links.values("item")).exclude(basis=Basis.ASSESSED)
    yield from map(KnownPlace.of_item, theirs[:MOST_SHOWN])


def suggested_views(item: Item) -> list[dict[str, Any]]:
    """The fields of view that the file's lens gives, each with its error and its basis."""
    readings = readings_by_meaning(item).get(Meaning.FIELD_OF_VIEW, [])
    return [reading.value for reading in readings if isinstance(reading.value, dict)]
