"""The hits over time: for each bar the counts that asking for just that bar would give."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from catalog.models import Facet
from catalog.models.item import ItemQuerySet
from catalog.search import narrow, scan
from catalog.search.page import instant, microseconds
from catalog.search.query import Certainty, Query
from media_tools.times import TimeInterval

MOST_BARS = 48
LEAST_MARGIN = timedelta(seconds=30)
# Times beyond this number are left out, and the histogram says so.
MOST_TIMES = 20_000
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
    """Bars of one length. ``outside`` items have a time, but none within the bars."""

    step: timedelta
    bars: tuple[Bar, ...]
    outside: int
    is_cut: bool

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
        return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"

    @property
    def step_words(self) -> str:
        """How long a bar is: ``15 min``, ``2 h``, ``7 days``."""
        seconds = int(self.step.total_seconds())
        for length, unit in ((86_400, "day"), (3600, "h"), (60, "min")):
            if seconds % length == 0:
                many = seconds // length
                return f"{many:,} {unit}" + ("s" if unit == "day" and many > 1 else "")
        return f"{seconds} s"


@dataclass(frozen=True, slots=True)
class _Times:
    """The times of one item, and whether its place is certain."""

    intervals: tuple[TimeInterval, ...]
    is_certain: bool


def histogram(query: Query, among: ItemQuerySet) -> Histogram | None:
    """The query's items over time, also beyond the asked window; ``None`` without any times."""
    everywhen = replace(query, time=None, page=None)
    items, is_cut = _times(everywhen, among)
    window = query.time.outer if query.time else TimeInterval(None, None)
    span = _span(window, items)
    if span is None:
        return None
    step = next((s for s in _STEPS if (span[1] - span[0]) / s <= MOST_BARS - 2), _STEPS[-1])
    first = microseconds(span[0]) // microseconds_of(step)
    count = microseconds(span[1]) // microseconds_of(step) - first + 1
    edges = [instant((first + n) * microseconds_of(step)) for n in range(count + 1)]
    tally, outside = _tally(items, edges[0], step, count)
    bars = []
    for n in range(count):
        certain = sum(many for (sure, _), many in tally.items() if sure >> n & 1)
        touched = sum(many for (_, touch), many in tally.items() if touch >> n & 1)
        bar = TimeInterval(edges[n], edges[n + 1] - timedelta(microseconds=1))
        bars.append(Bar(edges[n], edges[n + 1], certain, touched - certain, bar.overlaps(window)))
    return Histogram(step, tuple(bars), outside, is_cut)


def microseconds_of(length: timedelta) -> int:
    """A length of time as an exact whole number."""
    return length // timedelta(microseconds=1)


def _times(query: Query, among: ItemQuerySet) -> tuple[list[_Times], bool]:
    wanted = narrow.of_bases(query) & narrow.is_time()
    if place := narrow.place_overlaps(query):
        wanted |= place
    taken = 0
    found: list[_Times] = []
    for item_id, rows in scan.groups(query, wanted, among):
        of_item = list(rows)
        taken += len(of_item)
        if taken > MOST_TIMES:
            return found, True
        answer = scan.judge(query, item_id, of_item)
        intervals = tuple(
            TimeInterval(row.earliest, row.latest) for row in of_item if row.facet == Facet.TIME
        )
        if answer and intervals:
            found.append(_Times(intervals, answer.certainty is Certainty.CERTAIN))
    return found, False


def _span(window: TimeInterval, items: list[_Times]) -> tuple[datetime, datetime] | None:
    """What the bars cover: the asked window with as much around it, or where the times are."""
    asked = [end for end in (window.earliest, window.latest) if end]
    if len(asked) == 2:
        return _with_margin(asked[0], asked[1], (asked[1] - asked[0]) / 2)
    ends = sorted(
        end
        for item in items
        for interval in item.intervals
        for end in (interval.earliest, interval.latest)
        if end
    )
    if not ends:
        return None
    # A clock that was never set would stretch the bars over half a century.
    outliers = len(ends) // 50
    inner = sorted([*ends[outliers : len(ends) - outliers], *asked])
    return _with_margin(inner[0], inner[-1], timedelta(0))


def _with_margin(start: datetime, end: datetime, margin: timedelta) -> tuple[datetime, datetime]:
    margin = max(margin, LEAST_MARGIN)
    try:
        return start - margin, end + margin
    except OverflowError:
        return start, end


def _tally(
    items: Iterable[_Times], start: datetime, step: timedelta, count: int
) -> tuple[Counter[tuple[int, int]], int]:
    """How many items have the same bars, as bits: those they lie in, those they touch."""
    tally: Counter[tuple[int, int]] = Counter()
    outside = 0
    for item in items:
        sure = touch = 0
        for interval in item.intervals:
            first = (interval.earliest - start) // step if interval.earliest else -1
            last = (interval.latest - start) // step if interval.latest else count
            if first == last and 0 <= first < count and item.is_certain:
                sure |= 1 << first
            low, high = max(first, 0), min(last, count - 1)
            if low <= high:
                touch |= (1 << high + 1) - (1 << low)
        tally[sure, touch] += 1
        outside += not touch
    return tally, outside
