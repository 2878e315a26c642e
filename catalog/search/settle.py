"""From scored rows to hits: rows taken together by item, and what is in doubt settled."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from catalog.models import Extent
from catalog.search.judge import Match, certainty_of, match
from catalog.search.page import Entry, Keeper, tie
from catalog.search.query import Certainty, Query, Sort
from catalog.search.scoring import CERTAIN, SLACK_M, UNSURE
from catalog.search.statement import Scored
from media_tools.regions import longest_way_m

# Items held against the query at once; the nearest are found among the first few.
_TOGETHER = 500
_NEAREST_TOGETHER = 60

T = TypeVar("T")


def take(query: Query, rows: Iterable[Scored], keeper: Keeper) -> None:
    """Let the keeper see the items of these rows; all rows of an item are among them."""
    items = _by_item(rows)
    for some in _batches((one for one in items if one[1] == UNSURE), _TOGETHER):
        settled = list(_settled(query, some))
        certain = sum(1 for entry in settled if entry.rank == 0)
        keeper.count(certain, len(settled) - certain)
        keeper.offer(settled)
    sure = [one for one in items if one[1] != UNSURE]
    certain = sum(1 for one in sure if one[1] == CERTAIN)
    keeper.count(certain, len(sure) - certain)
    if query.order is Sort.DISTANCE:
        _measure(query, sure, keeper)
    else:
        sign = tie(query, 1)
        keeper.offer(
            Entry._make((int(score != CERTAIN), int(key), sign * item_id))
            for item_id, score, key in sure
            if keeper.has_room_for(int(score != CERTAIN), key)
        )


def _by_item(rows: Iterable[Scored]) -> list[Scored]:
    """For each item its greatest score and its least key, of the rows that may answer."""
    items: dict[int, Scored] = {}
    for row in rows:
        item_id, score, key = row
        if not score:
            continue
        known = items.get(item_id)
        if known is not None:
            row = (item_id, max(score, known[1]), min(key, known[2]))
        items[item_id] = row
    return list(items.values())


def _measure(query: Query, items: Sequence[Scored], keeper: Keeper) -> None:
    """Offer the nearest of these: as many are measured as the page needs, by the least that
    each can be away."""
    page = query.page
    lines = sorted((int(score != CERTAIN), key, item_id) for item_id, score, key in items)
    near = (
        (item_id, 3 - 2 * rank, key)
        for rank, key, item_id in lines
        if keeper.has_room_for(rank, _least_mm(key))
        and not (page and (rank, _most_mm(key)) < (page.rank, page.key))
    )
    for some in _batches(near, _NEAREST_TOGETHER):
        keeper.offer(_settled(query, some))


def _settled(query: Query, items: Sequence[Scored]) -> Iterator[Entry]:
    """Hold all that is known of these items against the query, by geodesy."""
    matched: dict[int, list[Match]] = {item_id: [] for item_id, _, _ in items}
    for extent in Extent.objects.filter(item__in=list(matched)).order_by():
        if fits := match(query, extent):
            matched[extent.item_id].append(fits)
    for item_id, _, key in items:
        certainty = certainty_of(query, matched[item_id])
        if certainty is None:
            continue
        if query.order is Sort.DISTANCE:
            ways = (one.distance_m for one in matched[item_id] if one.distance_m is not None)
            key = min(ways) * 1000
        yield Entry(int(certainty is Certainty.POSSIBLE), int(key), tie(query, item_id))


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
