"""Finding: the hits of a query, in order, by pages, with counts and reasons.

The database narrows and settles what it can (`statement`), geodesy the rest (`judge`).
Candidates stream through and only the hits of one page are kept (`scan`), so memory does not
grow with the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.likeness.search import Alike, Likenesses
from catalog.models import Extent, HashList, Item
from catalog.models.case import Person
from catalog.models.item import ItemQuerySet
from catalog.models.likeness import HashListQuerySet
from catalog.search import alike, browse, scan
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
    alike: Alike | None = None

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
    alike: Likenesses | None = None


def find(query: Query, person: Person, size: int = PAGE_SIZE) -> Results:
    """The hits among what this person may see. Raises ``QueryError``."""
    lists = HashList.objects.visible_to(person)
    return find_among(query, Item.objects.visible_to(person), size, lists)


def find_among(
    query: Query,
    among: ItemQuerySet,
    size: int = PAGE_SIZE,
    lists: HashListQuerySet | None = None,
) -> Results:
    """The hits among these items and lists, ``size`` a page. Raises ``QueryError``."""
    found = alike.look_alike(query, among, lists) if query.like else None
    # One beyond the page tells that there is more.
    counts, entries = _look(query, among, size + 1, found)
    more = len(entries) > size
    return Results(
        query,
        counts,
        _hits(query, entries[:size], found),
        entries[size - 1].page_key if more else None,
        found,
    )


def count_among(query: Query, among: ItemQuerySet) -> Counts:
    """How many hits there are, without looking at any."""
    found = alike.look_alike(query, among) if query.like else None
    return _look(query, among, 0, found)[0]


def ids_among(query: Query, among: ItemQuerySet, most: int) -> list[int]:
    """The items of all hits, or of so many of them. Raises ``QueryError``."""
    found = alike.look_alike(query, among) if query.like else None
    if query.asks_facts and not found:
        return scan.some(query, among, most)
    if not found and query.certainty is not Certainty.POSSIBLE:
        return browse.newest(replace(query, page=None), among, most)
    entries = _look(replace(query, page=None), among, most, found)[1]
    return [entry.item_id for entry in entries]


def _look(
    query: Query, among: ItemQuerySet, size: int, found: Likenesses | None
) -> tuple[Counts, list[Entry]]:
    if found:
        return alike.look(query, among, size, found)
    look = scan.look if query.asks_facts else browse.look
    counts, entries = look(query, among, size)
    return replace(counts, is_least=query.since is not None), entries


def _hits(query: Query, entries: Sequence[Entry], found: Likenesses | None) -> tuple[Hit, ...]:
    ids = [entry.item_id for entry in entries]
    items = Item.objects.in_bulk(ids)
    extents: dict[int, list[Extent]] = {item_id: [] for item_id in ids}
    for extent in Extent.objects.filter(item__in=ids):
        extents[extent.item_id].append(extent)
    return tuple(
        Hit(
            items[entry.item_id],
            Certainty.POSSIBLE if entry.rank else Certainty.CERTAIN,
            _matched(query, extents[entry.item_id]),
            tuple(extents[entry.item_id]),
            found.items[entry.item_id] if found else None,
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
