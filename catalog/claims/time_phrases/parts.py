"""What a phrase about time is made of. Every part keeps the words it was read from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from catalog.claims.time_phrases.zones import Zone


class Link(StrEnum):
    """A word that relates moments to each other or bounds one of them."""

    BEFORE = "before"
    UNTIL = "until"
    AFTER = "after"
    SINCE = "since"
    BETWEEN = "between"
    AND = "and"
    TO = "to"
    DASH = "dash"
    FILLER = "filler"


class NightForm(StrEnum):
    """Which night is meant: the one that begins on the day, ends on it, or either."""

    BEGINS = "begins"
    ENDS = "ends"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class LinkWord:
    """A word that joins or bounds moments, or only fills the phrase."""

    words: str
    link: Link


@dataclass(frozen=True, slots=True)
class About:
    """Words that say the time is only near: about, близько, около."""

    words: str


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A stated plus-or-minus."""

    words: str
    either_way: timedelta


@dataclass(frozen=True, slots=True)
class Number:
    """A number whose meaning its neighbours decide: "2" in "2 to 3 May" or "2 to 3 am"."""

    words: str
    value: int


@dataclass(frozen=True, slots=True)
class DottedPair:
    """Two numbers with a dot, such as 2.30: a clock, unless it could be a day and month."""

    words: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as written; what is not written is None. ``either_order``: 03/05 may be 05/03."""

    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    either_order: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeekOfYear:
    """An ISO 8601 week, with its day (1 Monday to 7 Sunday) when one was written."""

    words: str
    year: int
    week: int
    weekday: int | None


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """An ISO 8601 ordinal date: 2023-123 is the 123rd day of 2023."""

    words: str
    year: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0."""

    words: str
    weekday: int


@dataclass(frozen=True, slots=True)
class DaysAgo:
    """Today, yesterday, the day before."""

    words: str
    days: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as written. ``precision`` is the length of time the reading covers.

    ``half`` is "am" or "pm" when said; ``bare_hour`` marks an hour said without
    minutes, zero or half, which may be of either half of the day.
    """

    words: str
    hour: int
    minute: int
    second: int
    microsecond: int
    precision: timedelta
    half: str = ""
    bare_hour: bool = False


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """Morning, evening, night ... ``after_clock`` marks words that can close a clock time,
    as in "2 at night"; standing elsewhere they mean the same as any other.
    """

    words: str
    name: str
    night: NightForm = NightForm.EITHER
    after_clock: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Early, middle or late, of whatever stands beside it."""

    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Instant:
    """An exact count of seconds since 1970, in UTC by definition."""

    words: str
    at: datetime
    precision: timedelta


@dataclass(frozen=True, slots=True)
class ZonePart:
    """Words that name a zone."""

    words: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Nights:
    """A night, or the midnight in it, named by the days it joins: "night of 2 to 3 May"."""

    words: str
    name: str
    first: "Day"
    last: "Day"


Day = CalendarDate | WeekOfYear | DayOfYear | Weekday | DaysAgo

Part = (
    LinkWord
    | About
    | Tolerance
    | Number
    | DottedPair
    | CalendarDate
    | WeekOfYear
    | DayOfYear
    | Weekday
    | DaysAgo
    | Clock
    | PartOfDay
    | Edge
    | Instant
    | ZonePart
    | Nights
)
