"""Searching by place and time: the database scores every candidate, geodesy settles the rest.

Up to ``MOST_ROWS`` rows are gone through whole. When more answer, the count says "more than",
and the page is found by drawing nearer: the hits seen so far bound how far the page can reach,
so the next look is only that far, until it can be gone through whole.
"""

from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter

from catalog.models.item import ItemQuerySet
from catalog.search.boxes import Front
from catalog.search.page import COUNTED_TO, Counts, Entry, Keeper
from catalog.search.query import Query, Sort
from catalog.search.scored import Scored, of_rows
from catalog.search.scoring import SLACK_M
from catalog.search.settle import take
from catalog.search.statement import first_rows, rows_by_item, rows_of_items
from media_tools.regions import least_straight_m

# A whole look at so many rows takes some tens of milliseconds.
MOST_ROWS = 2 * COUNTED_TO
_LOOKS = 8


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count all hits and keep the first ``size`` after the query's page."""
    keeper = _begin(query, among, size, first_rows(query, among, MOST_ROWS))
    if not keeper.counts.is_cut or not size:
        return keeper.counts, keeper.entries
    counts = keeper.counts
    if query.page:
        keeper = _nearer(query, among, size, None)[0]
    return counts, _draw_nearer(query, among, size, keeper)


def some(query: Query, among: ItemQuerySet, most: int) -> list[int]:
    """The items of all hits, or of so many of them in no order."""
    query = replace(query, sort=Sort.ADDED, page=None)
    rows = first_rows(query, among, MOST_ROWS)
    hits = rows.by_item().hits()
    if query.certainty is None and len(rows) == MOST_ROWS and len(hits) >= most:
        return hits[:most]
    return [entry.item_id for entry in _begin(query, among, most, rows).entries]


def _begin(query: Query, among: ItemQuerySet, size: int, rows: Scored) -> Keeper:
    """All hits with their page, or, their count cut, so many that there are more than counted."""
    keeper = Keeper(query, size)
    if len(rows) < MOST_ROWS:
        take(query, rows, keeper)
        return keeper
    take(query, rows_of_items(query, among, Front(), MOST_ROWS), keeper, COUNTED_TO)
    if keeper.counts.total <= COUNTED_TO:
        return _whole(query, among, size)
    keeper.cut()
    return keeper


def _draw_nearer(query: Query, among: ItemQuerySet, size: int, keeper: Keeper) -> list[Entry]:
    """The page of a query that more answer than are looked at whole, from some of its hits."""
    most: float | None = None
    for _ in range(_LOOKS):
        if len(keeper.entries) < size or keeper.entries[-1].rank != query.first_rank:
            break
        nearer = _farthest(query, keeper.entries[-1].key)
        if most is not None and nearer >= most:
            break
        most = nearer
        keeper, is_whole = _nearer(query, among, size, most)
        if is_whole:
            return keeper.entries
    return _whole(query, among, size).entries


def _nearer(
    query: Query, among: ItemQuerySet, size: int, most: float | None
) -> tuple[Keeper, bool]:
    """The page among the hits up to this key, and whether that is all of them."""
    keeper = Keeper(query, size)
    rows = rows_of_items(query, among, Front(_least(query), most), MOST_ROWS)
    take(query, rows, keeper)
    return keeper, len(rows) < MOST_ROWS


def _whole(query: Query, among: ItemQuerySet, size: int) -> Keeper:
    """Every row, however many, so many items at a time."""
    keeper = Keeper(query, size)
    items = (list(rows) for _, rows in groupby(rows_by_item(query, among), itemgetter(0)))
    while together := [row for rows in islice(items, MOST_ROWS) for row in rows]:
        take(query, of_rows(query, together), keeper)
    if keeper.counts.total > COUNTED_TO:
        keeper.cut()
    return keeper


def _least(query: Query) -> float | None:
    """The key in the database from which on the page's hits lie."""
    if query.page is None or query.page.rank != query.first_rank:
        return None
    if query.order is not Sort.DISTANCE:
        return query.page.key
    return max(0.0, least_straight_m(query.page.key / 1000) - SLACK_M) ** 2


def _farthest(query: Query, key: int) -> float:
    """The key in the database up to which hits before this one lie."""
    return key if query.order is not Sort.DISTANCE else ((key + 1) / 1000 + SLACK_M) ** 2
