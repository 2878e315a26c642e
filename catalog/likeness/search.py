"""What is like the frames asked for: every match within PDQ's radius, for one person's eyes.

A match is believed as far as the structure of both frames allows. Whatever lies in a case
that the person may not see is dropped before anything is counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.likeness import store
from catalog.likeness.segments import Part
from catalog.models import HashBlock, HashList, ListedHash
from catalog.models.item import ItemQuerySet
from catalog.models.likeness import HashListQuerySet
from media_tools.likeness.asked import SIZES, AskedFrame, Lookup
from media_tools.likeness.pdq import Turn
from media_tools.likeness.picture import believed_radius
from media_tools.likeness.rows import INSIDE_BARS, MIDDLE, MIDDLE_INSIDE_BARS

MOST_ITEMS = 500
MOST_PAIRS = 3
MOST_LISTED = 20
# Of one hash that is in heaps of frames, such as a test card, the nearest are looked at.
_MOST_MATCHES = 50_000
_BATCH = 500
_TURNS = tuple(Turn)
_MATCH = np.dtype(
    [
        *(("block", "<i8"), ("pts", "<i8"), ("frame", "<i4"), ("turn", "u1"), ("size", "u1")),
        *(("bars", "?"), ("view", "u1"), ("distance", "u1")),
    ]
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two frames that match: when each is, how far apart their hashes are, how the found one lies.

    Seconds count from the first frame shown; ``None`` for a picture.
    """

    asked_s: Fraction | None
    found_s: Fraction | None
    found_pts: int
    distance: int
    turn: Turn
    is_cropped: bool
    has_bars: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """An item like what was asked, by its nearest frames; ``frames`` of the asked ones match."""

    item_id: int
    distance: int
    frames: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class AlikeInList:
    """A hash of an imported list that matches."""

    hash_list: HashList
    listed: ListedHash
    distance: int
    turn: Turn


@dataclass(frozen=True, slots=True)
class Likenesses:
    """All that is like the asked frames, nearest first. ``is_cut``: there are more items."""

    asked: tuple[AskedFrame, ...]
    items: dict[int, Alike]
    is_cut: bool
    listed: tuple[AlikeInList, ...]


def alike(
    asked: tuple[AskedFrame, ...], among: ItemQuerySet, lists: HashListQuerySet
) -> Likenesses:
    """The items among these, and the hashes of these lists, that are like the frames."""
    matches = _matches(asked)
    items: dict[int, Alike] = {}
    listed: list[AlikeInList] = []
    blocks = _in_order(matches["block"])
    for start in range(0, len(blocks), _BATCH):
        some = [int(pk) for pk in blocks[start : start + _BATCH]]
        found = HashBlock.objects.filter(pk__in=some)
        for block in _sorted(found.filter(item__in=among), some):
            if len(items) > MOST_ITEMS:
                break
            assert block.item_id is not None
            items[block.item_id] = _alike(asked, block, matches[matches["block"] == block.pk])
        for block in _sorted(found.filter(hash_list__in=lists), some):
            listed += _listed(block, matches[matches["block"] == block.pk])
        if len(items) > MOST_ITEMS:
            break
    is_cut = len(items) > MOST_ITEMS
    nearest = dict(list(items.items())[:MOST_ITEMS])
    return Likenesses(asked, nearest, is_cut, tuple(listed[:MOST_LISTED]))


def _matches(asked: Sequence[AskedFrame]) -> NDArray[Any]:
    """Every believed match, nearest first."""
    found = [np.empty(0, _MATCH)]
    parts = store.parts()
    for number, frame in enumerate(asked):
        for place, lookup in enumerate(frame.lookups()):
            for part in parts:
                one = _looked_up(part, lookup)
                one["frame"] = number
                one["bars"] = len(frame.hashes) > len(SIZES) and _is_inside(frame, place)
                found.append(one)
    matches = np.concatenate(found)
    return matches[np.argsort(matches["distance"], kind="stable")]


def _is_inside(frame: AskedFrame, place: int) -> bool:
    """Whether that lookup is of the frame without its bars: those are the later half."""
    return place * 2 >= len(list(frame.lookups()))


def _looked_up(part: Part, lookup: Lookup) -> NDArray[Any]:
    rows, apart = part.within(lookup.hash)
    columns = part.columns[rows]
    radius = np.minimum(believed_radius(columns["structure"]), lookup.radius)
    believed = np.flatnonzero(apart <= radius)
    if len(believed) > _MOST_MATCHES:
        believed = believed[np.argsort(apart[believed], kind="stable")[:_MOST_MATCHES]]
    matches = np.zeros(len(believed), _MATCH)
    for name in ("block", "pts", "view"):
        matches[name] = columns[name][believed]
    matches["distance"] = apart[believed]
    matches["turn"] = _TURNS.index(lookup.turn)
    matches["size"] = SIZES.index(lookup.size)
    return matches


def _in_order(blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each once, in the order in which they come."""
    names, first = np.unique(blocks, return_index=True)
    ordered: NDArray[np.int64] = names[np.argsort(first)]
    return ordered


def _sorted(found: Any, order: Sequence[int]) -> Iterator[HashBlock]:
    by_pk = {block.pk: block for block in found}
    yield from (by_pk[pk] for pk in order if pk in by_pk)


def _alike(asked: Sequence[AskedFrame], block: HashBlock, matches: NDArray[Any]) -> Alike:
    assert block.item_id is not None
    pairs: list[Pair] = []
    seen: set[int] = set()
    for match in matches:
        # Of each asked frame the best; nearest first.
        if int(match["frame"]) not in seen:
            seen.add(int(match["frame"]))
            pairs.append(_pair(asked[int(match["frame"])], block, match))
    return Alike(block.item_id, int(matches["distance"][0]), len(seen), tuple(pairs[:MOST_PAIRS]))


def _pair(frame: AskedFrame, block: HashBlock, match: Any) -> Pair:
    pts, view = int(match["pts"]), int(match["view"])
    is_clip = bool(block.time_base)
    whole = (view in (MIDDLE, MIDDLE_INSIDE_BARS), int(match["size"]) > 0)
    return Pair(
        frame.seconds,
        (pts - block.first_pts) * Fraction(block.time_base) if is_clip else None,
        pts,
        int(match["distance"]),
        _TURNS[int(match["turn"])],
        # The middle of both, equally much, is no crop.
        is_cropped=whole != (False, False) and not (whole[0] and SIZES[match["size"]] == SIZES[-1]),
        has_bars=bool(match["bars"]) != (view in (INSIDE_BARS, MIDDLE_INSIDE_BARS)),
    )


def _listed(block: HashBlock, matches: NDArray[Any]) -> Iterator[AlikeInList]:
    assert block.hash_list_id is not None
    order = [int(number) for number in _in_order(matches["pts"])][:MOST_LISTED]
    rows = ListedHash.objects.filter(hash_list=block.hash_list_id, number__in=order)
    by_number = {row.number: row for row in rows.select_related("hash_list")}
    for number in order:
        if number in by_number:
            match = matches[matches["pts"] == number][0]
            listed = by_number[number]
            yield AlikeInList(
                listed.hash_list, listed, int(match["distance"]), _TURNS[int(match["turn"])]
            )
