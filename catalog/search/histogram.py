"""The hits over time: for each bar the counts that asking for just that bar would give."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from django.utils.translation import gettext, ngettext

from catalog import formats
from catalog.models.item import ItemQuerySet
from catalog.models.presence import BEGINNING_US, END_US, instant, microseconds
from catalog.search.grammar import make_window
from catalog.search.page import Numbers
from catalog.search.query import Query
from catalog.search.seen import seen_times
from catalog.search.statement import Rows
from media_tools.times import TimeInterval

MOST_BARS = 48
LEAST_MARGIN = timedelta(seconds=30)
_STEPS = [
    *(timedelta(seconds=n) for n in (1, 2, 5, 10, 15, 30)),
    *(timedelta(minutes=n) for n in (1, 2, 5, 10, 15, 30)),
    *(timedelta(hours=n) for n in (1, 2, 3, 6, 12)),
    *(timedelta(days=n) for n in (1, 2, 7, 14, 28, 91, 364, 3640, 36400)),
]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time, and how many items lie in it for certain or possibly."""

    begins: datetime
    ends: datetime
    certain: int
    possible: int
    is_asked: bool

    @property
    def total(self) -> int:
        """Both kinds together."""
        return self.certain + self.possible

    @property
    def first_words(self) -> str:
        """The bar's beginning as the search reads it."""
        return f"{self.begins:%Y-%m-%d %H:%M:%S} UTC"

    @property
    def last_words(self) -> str:
        """The bar's last whole second: the search takes the second it names in whole."""
        return f"{self.ends - timedelta(seconds=1):%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of one length. ``outside`` items have a time, but none within the bars.

    With a ``share`` above 1 all numbers are estimated from one item in so many.
    """

    step: timedelta
    bars: tuple[Bar, ...]
    outside: int
    share: int

    @property
    def tallest(self) -> int:
        """The greatest number in a bar."""
        return max((bar.total for bar in self.bars), default=0)

    @property
    def ticks(self) -> list[str]:
        """Five times along the axis, no finer than the bars."""
        edges = [*(bar.begins for bar in self.bars), self.bars[-1].ends]
        if self.step >= timedelta(days=1):
            pattern = "%Y-%m-%d"
        elif self.step < timedelta(minutes=1):
            pattern = "%H:%M:%S"
        else:
            pattern = "%m-%d %H:%M" if edges[-1] - edges[0] > timedelta(days=1) else "%H:%M"
        return [f"{edges[n * (len(edges) - 1) // 4]:{pattern}}" for n in range(5)]

    @property
    def days(self) -> str:
        """The day or days the bars lie in."""
        first, last = self.bars[0].begins, self.bars[-1].ends - timedelta(seconds=1)
        if first.date() == last.date():
            return f"{first:%Y-%m-%d}"
        return gettext("%(first)s to %(last)s") % {
            "first": f"{first:%Y-%m-%d}",
            "last": f"{last:%Y-%m-%d}",
        }

    @property
    def step_words(self) -> str:
        """How long a bar is: ``15 min``, ``2 h``, ``7 days``."""
        seconds = int(self.step.total_seconds())
        days, rest = divmod(seconds, 86_400)
        if not rest:
            return ngettext("%(count)s day", "%(count)s days", days) % {
                "count": formats.grouped(days)
            }
        for length, unit in ((3600, "h"), (60, "min")):
            if seconds % length == 0:
                return f"{formats.grouped(seconds // length)} {unit}"
        return f"{seconds} s"


def histogram(query: Query, among: ItemQuerySet) -> Histogram | None:
    """The query's items over time, also beyond the asked window; ``None`` without any times."""
    window = query.time.outer if query.time else TimeInterval(None, None)
    span = _around(window)
    # What may answer at any time within the span.
    within = make_window("", "", (span[0],) * 2, (span[1],) * 2) if span else None
    rows, are_certain, share = seen_times(replace(query, time=within, page=None), among)
    span = span or _span(window, rows)
    if span is None:
        return None
    step = next((s for s in _STEPS if (span[1] - span[0]) / s <= MOST_BARS - 2), _STEPS[-1])
    step_us = microseconds_of(step)
    first = microseconds(span[0]) // step_us
    count = microseconds(span[1]) // step_us - first + 1
    edges = [instant((first + n) * step_us) for n in range(count + 1)]
    sure, touched = _bars_of_items(rows, are_certain, first * step_us, step_us, count)
    counts = zip((share * sure.sum(0)).tolist(), (share * touched.sum(0)).tolist(), strict=True)
    bars = []
    for n, (certain, total) in enumerate(counts):
        bar = TimeInterval(edges[n], edges[n + 1] - timedelta(microseconds=1))
        bars.append(Bar(edges[n], edges[n + 1], certain, total - certain, bar.overlaps(window)))
    outside = int(np.count_nonzero(~touched.any(1)))
    return Histogram(step, tuple(bars), share * outside, share)


def microseconds_of(length: timedelta) -> int:
    """A length of time as an exact whole number."""
    return length // timedelta(microseconds=1)


def _around(window: TimeInterval) -> tuple[datetime, datetime] | None:
    """The asked window with as much again around it."""
    if window.earliest is None or window.latest is None:
        return None
    return _with_margin(window.earliest, window.latest, (window.latest - window.earliest) / 2)


def _span(window: TimeInterval, rows: Rows) -> tuple[datetime, datetime] | None:
    """Where the times are, and what end of a window was asked for."""
    asked = [microseconds(end) for end in (window.earliest, window.latest) if end]
    ends = np.sort(np.concatenate([rows.earliest_us, rows.latest_us]))
    ends = ends[(ends > BEGINNING_US) & (ends < END_US)]
    if not len(ends):
        return None
    # A clock that was never set would stretch the bars over half a century.
    outliers = len(ends) // 50
    inner = [int(ends[outliers]), int(ends[-1 - outliers]), *asked]
    return _with_margin(instant(min(inner)), instant(max(inner)), timedelta(0))


def _with_margin(start: datetime, end: datetime, margin: timedelta) -> tuple[datetime, datetime]:
    margin = max(margin, LEAST_MARGIN)
    try:
        return start - margin, end + margin
    except OverflowError:
        return start, end


def _bars_of_items(
    rows: Rows, are_certain: Numbers, start_us: int, step_us: int, count: int
) -> tuple[Numbers, Numbers]:
    """For each item the bars it lies in for certain, and those that it touches."""
    ids, items = np.unique(rows.items, return_inverse=True)
    is_certain = np.zeros(len(ids), bool)
    is_certain[items[are_certain]] = True
    first = (rows.earliest_us - start_us) // step_us
    last = (rows.latest_us - start_us) // step_us
    low, high = np.maximum(first, 0), np.minimum(last, count - 1)
    reach = low <= high
    # Of each item one more from the first bar on that it touches, one less after the last.
    places, size = items[reach] * (count + 1), len(ids) * (count + 1)
    begins = np.bincount(places + low[reach], minlength=size)
    ends = np.bincount(places + high[reach] + 1, minlength=size)
    touched = (begins - ends).reshape(len(ids), count + 1).cumsum(1)[:, :count] > 0
    sure = np.zeros((len(ids), count), bool)
    within = (first == last) & reach & is_certain[items]
    sure[items[within], first[within]] = True
    return sure, touched
