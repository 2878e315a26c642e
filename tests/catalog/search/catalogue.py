"""Catalogues for the search tests: items with extents of known shape."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalog import index, presence
from catalog.models import Basis, Case, Extent, Facet, Item, Original
from media_tools.media import Kind
from media_tools.places import Place, box_around
from media_tools.times import TimeInterval

NIGHT = datetime(2023, 5, 2, 23, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Where:
    """A position of an item."""

    place: Place
    basis: str = Basis.CLAIMED
    facet: str = Facet.CAMERA
    origin: str = "“by the bridge”"


@dataclass(frozen=True)
class When:
    """A time of an item."""

    interval: TimeInterval
    basis: str = Basis.CLAIMED
    origin: str = "“at night”"


def add_items(case: Case, *items: Sequence[Where | When], title: str = "Clip") -> list[Item]:
    """One item for each list of extents, added a minute apart."""
    made = []
    for extents in items:
        number = case.next_number()
        sha256 = hashlib.sha256(f"{case.code}-{number}".encode()).hexdigest()
        added_at = NIGHT + timedelta(minutes=number)
        original = Original.objects.create(
            sha256=sha256,
            size_bytes=1,
            kind=Kind.VIDEO.value,
            mime="video/mp4",
            received_at=added_at,
        )
        item = Item.objects.create(
            case=case,
            number=number,
            ref=f"{case.code}-{number:04d}",
            original=original,
            title=f"{title} {number}",
            kind=original.kind,
            added_at=added_at,
        )
        Extent.objects.bulk_create(_row(item, extent) for extent in extents)
        index.refresh_words(item)
        presence.write(item.pk)
        made.append(item)
    return made


def between(start: str, end: str) -> TimeInterval:
    """The interval between two clock times in UTC of 2 May 2023."""
    ends = [datetime.fromisoformat(f"2023-05-02T{clock}+00:00") for clock in (start, end)]
    return TimeInterval(ends[0], ends[1])


def _row(item: Item, extent: Where | When) -> Extent:
    if isinstance(extent, When):
        return Extent(
            item=item,
            basis=extent.basis,
            facet=Facet.TIME,
            origin=extent.origin,
            earliest=extent.interval.earliest,
            latest=extent.interval.latest,
        )
    box = box_around(extent.place)
    return Extent(
        item=item,
        basis=extent.basis,
        facet=extent.facet,
        origin=extent.origin,
        latitude=extent.place.latitude,
        longitude=extent.place.longitude,
        radius_m=extent.place.radius_m,
        south=box.south,
        north=box.north,
        west=box.west,
        east=box.east,
    )
