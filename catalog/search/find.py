"""Finding: the hits of a query, in order, by pages, with counts and reasons.

The database narrows (`narrow`), geodesy decides (`judge`). Candidates stream through and
only the hits of one page are kept, so memory does not grow with the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Extent, Item
from catalog.models.case import Person
from catalog.models.item import ItemQuerySet
from catalog.search import browse, scan
from catalog.search.grammar import PageKey
from catalog.search.judge import Match, match
from catalog.search.page import Counts, Entry
from catalog.search.query import Certainty, Query

PAGE_SIZE = 50
BASES_BY_WEIGHT = ("assessed", "measured", "embedded", "claimed")


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that answers, with what of it matched, the surest first.

    ``extents`` are all that is known of where and when, matched or not.
    """

    item: Item
    certainty: Certainty
    matched: tuple[Match, ...]
    extents: tuple[Extent, ...]

    @property
    def distance_m(self) -> float | None:
        """The least distance from the asked centre; ``None`` where no circle was asked."""
        return min((m.distance_m for m in self.matched if m.distance_m is not None), default=None)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. ``next_page`` is the key of the page after, if there is one."""

    query: Query
    counts: Counts
    hits: tuple[Hit, ...]
    next_page: PageKey | None


def find(query: Query, person: Person, size: int = PAGE_SIZE) -> Results:
    """The hits among what this person may see."""
    return find_among(query, Item.objects.visible_to(person), size)


def find_among(query: Query, among: ItemQuerySet, size: int = PAGE_SIZE) -> Results:
    """The hits among these items, ``size`` a page."""
    # One beyond the page tells that there is more.
    counts, entries = _look(query, among, size + 1)
    more = len(entries) > size
    return Results(
        query,
        counts,
        _hits(query, entries[:size]),
        entries[size - 1].page_key if more else None,
    )


def count_among(query: Query, among: ItemQuerySet) -> Counts:
    """How many hits there are, without looking at any."""
    return _look(query, among, 0)[0]


def _look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    look = scan.look if query.place or query.time else browse.look
    return look(query, among, size)


def _hits(query: Query, entries: Sequence[Entry]) -> tuple[Hit, ...]:
    ids = [entry.item_id for entry in entries]
    items = Item.objects.select_related("case", "original").in_bulk(ids)
    extents: dict[int, list[Extent]] = {item_id: [] for item_id in ids}
    for extent in Extent.objects.filter(item__in=ids):
        extents[extent.item_id].append(extent)
    return tuple(
        Hit(
            items[entry.item_id],
            Certainty.POSSIBLE if entry.rank else Certainty.CERTAIN,
            _matched(query, extents[entry.item_id]),
            tuple(extents[entry.item_id]),
        )
        for entry in entries
    )


def _matched(query: Query, extents: Sequence[Extent]) -> tuple[Match, ...]:
    found = [one for extent in extents if (one := match(query, extent))]
    return tuple(
        sorted(
            found,
            key=lambda one: (not one.is_certain, BASES_BY_WEIGHT.index(one.extent.basis)),
        )
    )
