"""Time in the world and time in a file, as small frozen values.

In the world a time is an interval in UTC. A clock without an offset is its own
type: it never becomes UTC by being stamped so, it spans every offset in use.
In a file a time is an integer ``pts`` with a rational time base, never a float.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from media_tools.errors import Invalid

# The offsets in use on Earth reach from Baker Island to the Line Islands.
WESTERNMOST_OFFSET = timedelta(hours=-12)
EASTERNMOST_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """All instants from ``earliest`` to ``latest``, both ends included, in UTC.

    ``None`` at an end leaves that end open: "before 03:00" has no earliest.
    """

    earliest: datetime | None
    latest: datetime | None

    def __post_init__(self) -> None:
        for end in (self.earliest, self.latest):
            if end is not None and end.utcoffset() != timedelta(0):
                raise Invalid("An end of a time interval must be given in UTC.")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise Invalid("A time interval must not end before it begins.")

    def overlaps(self, other: "TimeInterval") -> bool:
        """Whether at least one instant lies in both."""
        starts_in_time = (
            self.earliest is None or other.latest is None or self.earliest <= other.latest
        )
        ends_in_time = (
            self.latest is None or other.earliest is None or self.latest >= other.earliest
        )
        return starts_in_time and ends_in_time

    def lies_within(self, other: "TimeInterval") -> bool:
        """Whether no instant of this interval lies outside the other."""
        after_start = other.earliest is None or (
            self.earliest is not None and self.earliest >= other.earliest
        )
        before_end = other.latest is None or (
            self.latest is not None and self.latest <= other.latest
        )
        return after_start and before_end


@dataclass(frozen=True, slots=True)
class WallClock:
    """What a clock face showed: naive date and time, its precision, perhaps its offset.

    ``precision`` is the length of time the reading covers: a clock that shows
    seconds covers one second, a date covers a day.
    """

    shown: datetime
    precision: timedelta
    offset: timedelta | None = None

    def __post_init__(self) -> None:
        if self.shown.tzinfo is not None:
            raise Invalid("A wall clock shows a time without a zone.")
        if self.offset is not None and not (
            WESTERNMOST_OFFSET <= self.offset <= EASTERNMOST_OFFSET
        ):
            raise Invalid(f"No place on Earth keeps an offset of {self.offset} from UTC.")

    def interval(self) -> TimeInterval:
        """The instants at which a clock could have shown this.

        Without an offset the interval spans UTC-12 to UTC+14. The last instant is
        the reading plus its precision, less a microsecond, the finest step we keep.
        """
        east = self.offset if self.offset is not None else EASTERNMOST_OFFSET
        west = self.offset if self.offset is not None else WESTERNMOST_OFFSET
        last = max(self.precision - timedelta(microseconds=1), timedelta(0))
        try:
            return TimeInterval(
                (self.shown - east).replace(tzinfo=UTC),
                (self.shown + last - west).replace(tzinfo=UTC),
            )
        except OverflowError as error:
            raise Invalid(f"The date {self.shown} lies outside the calendar.") from error


def format_media_seconds(seconds: Fraction | float) -> str:
    """Seconds from the first frame shown as ``h:mm:ss.mmm``, rounded half up."""
    milliseconds = int(Fraction(seconds) * 1000 + Fraction(1, 2))
    whole, thousandths = divmod(milliseconds, 1000)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}.{thousandths:03d}"
