"""From scored rows to hits: rows taken together by item, and what is in doubt settled."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf
from typing import TypeVar

import numpy as np

from catalog.models import Extent, Facet
from catalog.models.presence import BEGINNING_US, END_US, ends_us
from catalog.search.judge import certainty_of, match
from catalog.search.page import Entry, Keeper, tie
from catalog.search.query import Certainty, Query, Sort
from catalog.search.scored import Scored
from catalog.search.scoring import CERTAIN, POSSIBLE, SLACK_M
from media_tools.regions import longest_way_m
from media_tools.times import TimeInterval

# Items held against the query at once; the nearest are found among the first few.
_TOGETHER = 500
_NEAREST_TOGETHER = 60

T = TypeVar("T")


def take(query: Query, rows: Scored, keeper: Keeper, enough: float = inf) -> None:
    """Let the keeper see the items of these rows; all rows of an item are among them.

    Where more than enough answer for sure, what is in doubt is left out.
    """
    items = rows.by_item()
    is_certain = items.scores == CERTAIN
    is_sure = is_certain | (items.scores == POSSIBLE)
    certain, sure = int(np.count_nonzero(is_certain)), int(np.count_nonzero(is_sure))
    keeper.count(certain, sure - certain)
    if query.order is Sort.DISTANCE:
        _measure(query, items.where(is_sure), keeper)
    else:
        ranks, ties = ~is_certain[is_sure], tie(query, 1) * items.items[is_sure]
        keeper.offer_many(ranks.astype(np.int64), items.keys[is_sure], ties)
    doubtful = items.where(~is_sure).tuples() if sure <= enough else []
    for some in _batches(doubtful, _TOGETHER):
        settled = list(_settled(query, some))
        possible = sum(entry.rank for entry in settled)
        keeper.count(len(settled) - possible, possible)
        keeper.offer(settled)


def _measure(query: Query, items: Scored, keeper: Keeper) -> None:
    """Offer the nearest of these: as many are measured as the page needs, by the least that
    each can be away."""
    page = query.page
    ranks = items.scores != CERTAIN
    in_order = items.where(np.lexsort((items.items, items.keys, ranks)))
    near = (
        (item_id, score, key)
        for item_id, score, key in in_order.tuples()
        if keeper.has_room_for(rank := int(score != CERTAIN), _least_mm(key))
        and not (page and (rank, _most_mm(key)) < (page.rank, page.key))
    )
    for some in _batches(near, _NEAREST_TOGETHER):
        keeper.offer(_settled(query, some))


def _settled(query: Query, items: Sequence[tuple[int, int, float]]) -> Iterator[Entry]:
    """Hold all that is known of these items against the query, by geodesy."""
    known: dict[int, list[Extent]] = {item_id: [] for item_id, _, _ in items}
    for extent in Extent.objects.filter(item__in=list(known)).order_by():
        known[extent.item_id].append(extent)
    for item_id, _, key in items:
        matched = [fits for extent in known[item_id] if (fits := match(query, extent))]
        certainty = certainty_of(query, matched)
        if certainty is None:
            continue
        if query.order is Sort.DISTANCE:
            ways = (one.distance_m for one in matched if one.distance_m is not None)
            key = min(ways) * 1000
        if query.order is Sort.TIME:
            key = _begins_us(query, known[item_id])
        yield Entry(int(certainty is Certainty.POSSIBLE), int(key), tie(query, item_id))


def _begins_us(query: Query, extents: Iterable[Extent]) -> int:
    """The first time that answers; where only the end of one is known, that."""
    begins = [END_US]
    for extent in extents:
        if extent.facet != Facet.TIME or (query.bases and extent.basis not in query.bases):
            continue
        interval = TimeInterval(extent.earliest, extent.latest)
        if query.time is None or interval.overlaps(query.time.outer):
            earliest_us, latest_us = ends_us(interval)
            begins.append(latest_us if earliest_us == BEGINNING_US else earliest_us)
    return min(begins)


def _least_mm(chord2: float) -> int:
    """What the way over this straight line, squared, is not less than."""
    return int(max(0.0, chord2**0.5 - SLACK_M) * 1000)


def _most_mm(chord2: float) -> int:
    """What the way over this straight line, squared, is not more than."""
    return int((longest_way_m(chord2**0.5 + SLACK_M) + SLACK_M) * 1000) + 1


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(items)
    while some := list(islice(stream, size)):
        yield some
