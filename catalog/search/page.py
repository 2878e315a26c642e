"""Keeping one page of a long stream of hits, in a stable order, and counting the rest."""

from bisect import insort
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from catalog.search.grammar import PageKey
from catalog.search.query import Certainty, Query, Sort

COUNTED_TO = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


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
    """How many hits there are; beyond ``COUNTED_TO`` only that there are more."""

    certain: int
    possible: int

    @property
    def total(self) -> int:
        """Both kinds together."""
        return self.certain + self.possible


def in_words(count: int) -> str:
    """``8``, ``1,204`` or ``more than 10,000``."""
    return f"more than {COUNTED_TO:,}" if count > COUNTED_TO else f"{count:,}"


def microseconds(moment: datetime) -> int:
    """An instant as an exact whole number."""
    return (moment - _EPOCH) // _TICK


def instant(number: int) -> datetime:
    """The instant that ``microseconds`` made this number of, at the end of the calendar beyond."""
    try:
        return _EPOCH + number * _TICK
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def tie(query: Query, item_id: int) -> int:
    """What settles the order of two hits with the same key."""
    return -item_id if query.order is Sort.ADDED else item_id


class Keeper:
    """Takes hits in any order and keeps the first ``size`` that come after the page's key."""

    def __init__(self, query: Query, size: int) -> None:
        self._size = size
        self._only = query.certainty
        page = query.page
        self._after = Entry(page.rank, page.key, tie(query, page.item_id)) if page else None
        self._certain = self._possible = 0
        self.entries: list[Entry] = []

    @property
    def counts(self) -> Counts:
        """All that was noted so far, kept or not."""
        return Counts(self._certain, self._possible)

    def note(self, certainty: Certainty) -> bool:
        """Count a hit. Answers whether hits of this certainty are asked for."""
        if certainty is Certainty.CERTAIN:
            self._certain += 1
        else:
            self._possible += 1
        return self._only in (None, certainty)

    def has_room_for(self, rank: int, least_key: int) -> bool:
        """Whether a hit with at least this key can still be among the kept."""
        if self._size == 0:
            return False
        return len(self.entries) < self._size or (rank, least_key) <= self.entries[-1][:2]

    def offer(self, entry: Entry) -> None:
        """Keep the hit if it is among the first after the page's key."""
        if self._after is not None and entry <= self._after:
            return
        if len(self.entries) < self._size:
            insort(self.entries, entry)
        elif entry < self.entries[-1]:
            self.entries.pop()
            insort(self.entries, entry)
