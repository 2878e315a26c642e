"""Keeping one page of a long stream of hits, in a stable order, and counting the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext

from catalog import formats
from catalog.search.grammar import PageKey
from catalog.search.query import Certainty, Query, Sort

COUNTED_TO = 10_000
Numbers = npt.NDArray[Any]
_RANKS = (Certainty.CERTAIN, Certainty.POSSIBLE)
# Farther than any two keys are.
_RANKS_APART = 2**60


class Entry(NamedTuple):
    """A hit's place in the order: certain before possible, then the key, then the item."""

    rank: int
    key: int
    tie: int

    @property
    def item_id(self) -> int:
        """The item. Where the newest is first, ties run backwards too."""
        return abs(self.tie)

    @property
    def page_key(self) -> PageKey:
        """What the next page must come after."""
        return PageKey(self.rank, self.key, self.item_id)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits there are. ``is_cut`` says that there are more than were counted,
    ``is_least`` that there may be more, for not everything was looked at."""

    certain: int
    possible: int
    is_cut: bool = False
    is_least: bool = False

    @property
    def total(self) -> int:
        """Both kinds together."""
        return self.certain + self.possible

    def in_words(self) -> tuple[str, str, str]:
        """All, the certain and the possible: ``8``; ``more than 10,000``, ``at least 7,204``."""
        numbers = [formats.grouped(one) for one in (self.total, self.certain, self.possible)]
        if not self.is_cut and not self.is_least:
            return numbers[0], numbers[1], numbers[2]
        total, certain, possible = (f"{gettext('at least')} {number}" for number in numbers)
        return in_words(COUNTED_TO + 1) if self.is_cut else total, certain, possible


def in_words(count: int) -> str:
    """``8``, ``1,204`` or ``more than 10,000``."""
    return (
        gettext("more than %(counted_to)s") % {"counted_to": formats.grouped(COUNTED_TO)}
        if count > COUNTED_TO
        else formats.grouped(count)
    )


def tie(query: Query, item_id: int) -> int:
    """What settles the order of two hits with the same key."""
    return -item_id if query.order is Sort.ADDED else item_id


class Keeper:
    """Takes hits in any order and keeps the first ``size`` that come after the page's key."""

    def __init__(self, query: Query, size: int) -> None:
        self._size = size
        self._only = None if query.certainty is None else _RANKS.index(query.certainty)
        page = query.page
        self._after = Entry(page.rank, page.key, tie(query, page.item_id)) if page else None
        self.counts = Counts(0, 0)
        self.entries: list[Entry] = []

    def count(self, certain: int, possible: int) -> None:
        """Count hits, kept or not."""
        self.counts = Counts(self.counts.certain + certain, self.counts.possible + possible)

    def cut(self) -> None:
        """Say that there are more hits than were counted."""
        self.counts = replace(self.counts, is_cut=True)

    def has_room_for(self, rank: int, least_key: float) -> bool:
        """Whether a hit with at least this key can still be among the kept."""
        if self._size == 0 or self._only not in (None, rank):
            return False
        return len(self.entries) < self._size or (rank, least_key) <= self.entries[-1][:2]

    def offer(self, entries: Iterable[tuple[int, float, int]]) -> None:
        """Keep those that are among the first after the page's key."""
        if self._only is not None:
            entries = (one for one in entries if one[0] == self._only)
        if self._after is not None:
            after = self._after
            entries = (one for one in entries if one > after)
        first = nsmallest(self._size, chain(self.entries, entries))
        self.entries = [Entry(int(rank), int(key), tie) for rank, key, tie in first]

    def offer_many(self, ranks: Numbers, keys: Numbers, ties: Numbers) -> None:
        """Keep those of very many, whose keys are whole numbers."""
        order = keys + ranks * _RANKS_APART
        can = np.ones(len(order), bool)
        if self._only is not None:
            can = ranks == self._only
        if self._after is not None:
            after = self._after.key + self._after.rank * _RANKS_APART
            can &= (order > after) | ((order == after) & (ties > self._after.tie))
        if 0 < self._size < np.count_nonzero(can):
            can &= order <= np.partition(order[can], self._size - 1)[self._size - 1]
        chosen = (ranks[can].tolist(), keys[can].tolist(), ties[can].tolist())
        self.offer(zip(*chosen, strict=True))
