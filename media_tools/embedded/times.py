"""Dates as files write them, turned into wall clocks, or a reason why not.

Three answers are kept apart: the tag is absent or blank (``None``), it holds a
clock, or it is damaged (``Invalid`` with the cause).
"""

import re
from calendar import isleap, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal

from media_tools.embedded.date_words import in_numbers
from media_tools.errors import Invalid
from media_tools.findings import JSON
from media_tools.text import visible
from media_tools.times import WallClock

Zone = Literal["stated", "utc_by_standard", "unknown"]

# An unset clock counts from one of these days; no device took pictures on them.
_CLOCK_ZEROS = {date(1904, 1, 1), date(1970, 1, 1)}
# At these, 32 bits that count seconds are full: since 1900, since 1970 with a sign, since 1904.
_CLOCK_ENDS = {"2036-02-07 06:28:15", "2038-01-19 03:14:07", "2040-02-06 06:28:15"}

_CLOCK = re.compile(
    r"(?P<year>\d{4})[:\-/.](?P<month>\d{1,2})[:\-/.](?P<day>\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<offset>Z|UTC|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_LONGEST_WORDS = 200
_YEAR_OR_MONTH = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?")


@dataclass(frozen=True, slots=True)
class EmbeddedTime:
    """A clock read from a file, the words it came from and why its zone is known."""

    clock: WallClock
    words: str
    zone: Zone

    def as_value(self, tag: str) -> dict[str, JSON]:
        """The shape of ``Meaning.CAPTURED`` and ``Meaning.MODIFIED``."""
        interval = self.clock.interval()
        stated = self.clock.offset if self.zone == "stated" else None
        return {
            "earliest": _iso(interval.earliest),
            "latest": _iso(interval.latest),
            "offset": None if stated is None else format_offset(stated),
            "zone": self.zone,
            "text": visible(self.words, _LONGEST_WORDS),
            "tag": tag,
        }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def format_offset(offset: timedelta) -> str:
    """An offset from UTC as ``+03:00``."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def parse_offset(text: str) -> timedelta | None:
    """An offset such as ``+03:00``, ``-0430`` or ``Z``; ``None`` if the text is blank."""
    words = text.strip(" \0").upper()
    if not words.strip(":"):
        return None
    if words in ("Z", "UTC"):
        return timedelta(0)
    match = _OFFSET.fullmatch(words)
    if not match or int(match[3] or 0) > 59:
        raise Invalid(f"{text!r} is not an offset from UTC.")
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -size if match[1] == "-" else size


def parse_clock(
    text: str, *, subsecond: str = "", offset: str = "", utc_by_standard: bool = False
) -> EmbeddedTime | None:
    """Read a date as EXIF, XMP, PNG, QuickTime, Matroska or RIFF write it.

    ``subsecond`` and ``offset`` are the texts of the tags that EXIF keeps apart.
    ``None`` if the tag is blank. Raises ``Invalid``, with the cause, if it holds
    zeros, the zero of an unset clock, a date that is not in the calendar or
    something else.
    """
    words = text.strip(" \0\t\r\n")
    if not words.strip(" :-"):
        return None
    if not words.strip("0 :-TZ.+"):
        raise Invalid("It holds zeros, so the device did not know the date.")
    match = _CLOCK.fullmatch(in_numbers(words))
    if not match:
        raise Invalid("It does not hold a date in a form we know.")
    fraction = match["fraction"] or _digits(subsecond)
    shown = _in_calendar(match, fraction)
    separate = parse_offset(offset)
    stated = parse_offset(match["offset"]) if match["offset"] else separate
    if utc_by_standard and not match["offset"]:
        stated = timedelta(0)
    clock = WallClock(shown, _precision(match, fraction), stated)
    clock.interval()
    zone: Zone = "unknown" if stated is None else "stated"
    said = words
    if not match["fraction"] and fraction and match["second"]:
        said = f"{words}.{fraction}"
    if separate is not None and not match["offset"]:
        said += offset.strip(" \0")
    return EmbeddedTime(clock, said, "utc_by_standard" if utc_by_standard else zone)


def parse_xmp_date(text: str) -> EmbeddedTime | None:
    """As ``parse_clock``; a year, or a year and a month, is a date in XMP as well."""
    words = text.strip()
    match = _YEAR_OR_MONTH.fullmatch(words)
    if not match or not words.strip("0-"):
        return parse_clock(text)
    year, month = int(match["year"]), int(match["month"] or 1)
    try:
        first = datetime(year, month, 1)  # noqa: DTZ001 - a clock without a zone
    except ValueError as error:
        raise Invalid(f"The date is not in the calendar: {error}.") from error
    days = monthrange(year, month)[1] if match["month"] else 365 + isleap(year)
    clock = WallClock(first, timedelta(days=days))
    clock.interval()
    return EmbeddedTime(clock, words, "unknown")


def _digits(subsecond: str) -> str:
    words = subsecond.strip(" \0")
    return words if words.isascii() and words.isdigit() else ""


def _in_calendar(match: "re.Match[str]", fraction: str) -> datetime:
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(match[name] or 0) for name in names)
    microsecond = int(fraction[:6].ljust(6, "0")) if fraction else 0
    try:
        day_shown, time_shown = date(year, month, day), time(hour, minute, second, microsecond)
        shown = datetime.combine(day_shown, time_shown)
    except ValueError as error:
        raise Invalid(f"The date is not in the calendar: {error}.") from error
    if shown.date() in _CLOCK_ZEROS:
        raise Invalid(f"{shown.date()} is where an unset clock begins to count.")
    if f"{shown:%Y-%m-%d %H:%M:%S}" in _CLOCK_ENDS:
        raise Invalid(f"{shown.date()} is where a clock that counts seconds is full.")
    return shown


def _precision(match: "re.Match[str]", fraction: str) -> timedelta:
    if match["hour"] is None:
        return timedelta(days=1)
    if match["second"] is None:
        return timedelta(minutes=1)
    return timedelta(microseconds=10 ** max(0, 6 - len(fraction))) if fraction else _SECOND


_SECOND = timedelta(seconds=1)


def parse_gps_time(day: str, clock: Sequence[Fraction | None]) -> EmbeddedTime | None:
    """The receiver's own date and time of day, UTC by standard.

    ``clock`` is hours, minutes, seconds; ``None`` stands for a number over zero.
    ``None`` if the day is blank or there is no clock; raises ``Invalid`` if either
    cannot be.
    """
    if not day.strip(" \0:") or not clock:
        return None
    numbers = [number for number in clock if number is not None]
    if len(numbers) != 3 or len(clock) != 3:
        raise Invalid("The GPS time of day is not three numbers.")
    hours, minutes, seconds = numbers
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 60):
        raise Invalid("The GPS time of day is not a time of day.")
    of_day = timedelta(seconds=float(hours * 3600 + minutes * 60 + seconds))
    date_only = parse_clock(day)
    if date_only is None:
        return None
    shown = datetime.combine(date_only.clock.shown.date(), time()) + of_day
    precision = _SECOND if seconds.denominator == 1 else timedelta(milliseconds=10)
    words = f"{day.strip()} {shown.time().isoformat()}"
    return EmbeddedTime(WallClock(shown, precision, timedelta(0)), words, "utc_by_standard")
