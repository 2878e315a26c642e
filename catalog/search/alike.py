"""Searching by likeness: what is like an item, a frame or a picture, within the other fields."""

from dataclasses import replace

from catalog.likeness.asking import CannotAsk, asked_by
from catalog.likeness.search import MOST_ITEMS, Likenesses, alike
from catalog.models import HashList
from catalog.models.item import ItemQuerySet
from catalog.models.likeness import HashListQuerySet
from catalog.search import browse, scan
from catalog.search.page import Counts, Entry, Keeper, tie
from catalog.search.query import Query, Sort
from catalog.search.reader import QueryError


def look_alike(
    query: Query, among: ItemQuerySet, lists: HashListQuerySet | None = None
) -> Likenesses:
    """What is like what the query names, the named item left out. Raises ``QueryError``."""
    try:
        asked, own = asked_by(query.like, among)
    except CannotAsk as error:
        raise QueryError({"like": str(error)}) from error
    others = among.exclude(pk=own.pk) if own else among
    return alike(asked, others, HashList.objects.none() if lists is None else lists)


def look(
    query: Query, among: ItemQuerySet, size: int, found: Likenesses
) -> tuple[Counts, list[Entry]]:
    """As the other ways to look, among the items that are alike; the most alike come first."""
    items = among.filter(pk__in=list(found.items))
    by_facts = scan.look if query.asks_facts else browse.look
    if query.order is not Sort.LIKENESS:
        return by_facts(query, items, size)
    counts, entries = by_facts(
        replace(query, sort=Sort.ADDED, page=None), items, MOST_ITEMS if size else 0
    )
    keeper = Keeper(query, size)
    for entry in entries:
        one = found.items[entry.item_id]
        key = one.distance * 1000 - one.frames
        keeper.offer([Entry(entry.rank, key, tie(query, entry.item_id))])
    return counts, keeper.entries
