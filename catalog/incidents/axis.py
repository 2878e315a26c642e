"""Times as bars on one axis: solid where a moment is known, hatched where it could lie anywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from catalog.formats import utc_interval

# What lies farther than this from the incident, or is wider, would press all else into a corner.
FARTHEST = timedelta(hours=6)
WIDEST = timedelta(hours=12)
# A moment known to a second is a tick; anything wider could be anywhere inside it.
MOMENT = timedelta(seconds=1)
# Narrower than this part of the axis, in percent, a bar is drawn as a tick.
NARROWEST = 0.5
MOST_TICKS = 7
_STEPS = [
    *(timedelta(seconds=n) for n in (1, 2, 5, 10, 15, 30)),
    *(timedelta(minutes=n) for n in (1, 2, 5, 10, 15, 30)),
    *(timedelta(hours=n) for n in (1, 2, 3, 6, 12, 24, 48)),
    *(timedelta(days=n) for n in (7, 28, 91, 364, 3640, 36400)),
]
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """One time, as a kind of fact gives it. ``slack`` is by how much a recording reaches beyond:
    a device stamps its beginning or its end."""

    basis: str
    origin: str
    earliest: datetime | None
    latest: datetime | None
    slack: timedelta = timedelta(0)

    @property
    def words(self) -> str:
        """The interval as text."""
        return utc_interval(self.earliest, self.latest)

    @property
    def first(self) -> datetime | None:
        """The earliest moment that it can concern."""
        return self.earliest and self.earliest - min(self.slack, self.earliest - _FIRST)

    @property
    def last(self) -> datetime | None:
        """The latest moment that it can concern."""
        return self.latest and self.latest + min(self.slack, _LAST - self.latest)


@dataclass(frozen=True, slots=True)
class Bar:
    """A span where it lies on the axis, in percent; what runs off is told by its end."""

    span: Span
    x: str
    width: str
    outer_x: str
    outer_width: str
    is_moment: bool
    is_narrow: bool
    off: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of UTC."""

    begins: datetime
    ends: datetime

    def percent(self, moment: datetime) -> float:
        """Where a moment lies, from 0 to 100; beyond the ends outside of that."""
        return 100 * ((moment - self.begins) / (self.ends - self.begins))

    def stretch(self, first: datetime | None, last: datetime | None) -> tuple[str, str] | None:
        """Beginning and width of what lies on the axis; ``None`` for what is beside it."""
        low = self.percent(first) if first else 0.0
        high = self.percent(last) if last else 100.0
        if high < 0 or low > 100:
            return None
        low, high = max(low, 0.0), min(high, 100.0)
        return f"{low:.3f}%", f"{high - low:.3f}%"

    def bar(self, span: Span) -> Bar:
        """The span as it is drawn."""
        inner, outer = (
            self.stretch(*ends) for ends in ((span.earliest, span.latest), (span.first, span.last))
        )
        is_before = span.first is None or span.first < self.begins
        is_after = span.last is None or span.last > self.ends
        is_moment = bool(span.earliest and span.latest and span.latest - span.earliest <= MOMENT)
        return Bar(
            span,
            *(inner or ("", "")),
            *(outer or ("", "")),
            is_moment=is_moment,
            is_narrow=inner is not None and float(inner[1].rstrip("%")) < NARROWEST,
            off=" ".join([*["before"] * is_before, *["after"] * is_after]),
        )

    @property
    def ticks(self) -> Iterator[tuple[str, str]]:
        """Where round times lie, and how they are written."""
        length = self.ends - self.begins
        step = next((one for one in _STEPS if length / one <= MOST_TICKS), _STEPS[-1])
        pattern = "%H:%M:%S" if step < timedelta(minutes=1) else "%H:%M"
        if step >= timedelta(days=1):
            pattern = "%Y-%m-%d"
        elif length > timedelta(days=1):
            pattern = "%m-%d %H:%M"
        before, last = ((end - _FIRST) // step for end in (self.begins, self.ends))
        for number in range(before + 1, last + 1):
            at = _FIRST + number * step
            yield f"{self.percent(at):.3f}%", f"{at:{pattern}}"

    @property
    def words(self) -> str:
        """From when to when it runs."""
        return utc_interval(self.begins, self.ends)


def axis_for(known: tuple[datetime, datetime] | None, spans: Iterable[Span]) -> Axis | None:
    """An axis on which the incident and what is near it lie; ``None`` without any time.

    Without an incident's own time the middle of all others takes its place. What is far off, or
    as wide as a clock without a zone, runs off the axis, unless there is nothing else.
    """
    every = [(one.first, one.last) for one in spans]
    narrow = [(first, last) for first, last in every if first and last and last - first <= WIDEST]
    is_vague = not (narrow or known)
    ends, farthest = (every, 2 * WIDEST) if is_vague else (narrow, FARTHEST)
    moments = [end.timestamp() for pair in ends for end in pair if end]
    if known is None and not moments:
        return None
    middle = datetime.fromtimestamp(median(moments), UTC) if known is None else None
    first, last = known or (middle, middle)
    assert first and last
    low, high = first, last
    for end in (end for pair in ends for end in pair if end):
        if first - farthest <= end <= last + farthest:
            low, high = min(low, end), max(high, end)
    return with_margin(low, high, (high - low) / 25)


def with_margin(first: datetime, last: datetime, margin: timedelta) -> Axis:
    """The axis from one to the other with so much around, ten seconds at the least."""
    margin = max(margin, timedelta(seconds=10))
    return Axis(first - min(margin, first - _FIRST), last + min(margin, _LAST - last))


def gaps(axis: Axis, spans: Iterable[Span]) -> list[tuple[datetime, datetime]]:
    """The stretches of the axis in which none of these lies.

    What is wider than ``WIDEST``, as a clock without a zone, would cover everything and says
    little, so it is left out of account.
    """
    ends = ((one.first or axis.begins, one.last or axis.ends) for one in spans)
    covered = sorted(pair for pair in ends if pair[1] - pair[0] <= WIDEST)
    found, at = [], axis.begins
    for first, last in covered:
        if first > at and first <= axis.ends:
            found.append((at, first))
        at = max(at, last)
    if covered and at < axis.ends:
        found.append((at, axis.ends))
    return found
