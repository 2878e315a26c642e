"""Dates that begin with a numeral or a month's name."""

import re
from collections.abc import Callable

from django.utils.translation import gettext

from catalog.claims.time_phrases.parts import CalendarDate, DayOfYear, Part, WeekOfYear
from catalog.claims.time_phrases.words import MONTHS

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d|:\d|z\b|\s?h(?:ou)?rs?\b|\s?h\b)"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)|-?(?:го|ого|е|є))?"
_NO_CLOCK = r"(?!\d|:\d|\.\d|\s*[ap]\.?m\b)"


def _named(match: re.Match[str]) -> CalendarDate:
    found = match.groupdict()
    month = found.get("month")
    return CalendarDate(
        match[0],
        year=int(found["year"]) if found.get("year") else None,
        month=MONTHS[month.lower()] if month else None,
        day=int(found["day"]) if found.get("day") else None,
    )


def _numeric(match: re.Match[str]) -> CalendarDate:
    found = match.groupdict()
    month, day = found.get("month"), found.get("day")
    return CalendarDate(
        match[0],
        year=int(found["year"]),
        month=int(month) if month else None,
        day=int(day) if day else None,
    )


def _short_year(match: re.Match[str]) -> CalendarDate:
    year = int(match["year"])
    year += 2000 if year < 70 else 1900
    note = gettext("The year %(year)s of %(match)s is read as %(read)s.") % {
        "year": match["year"],
        "match": match[0],
        "read": year,
    }
    return CalendarDate(match[0], year, int(match["month"]), int(match["day"]), note=note)


def _either_order(match: re.Match[str]) -> CalendarDate:
    return CalendarDate(
        match[0], int(match["year"]), int(match["second"]), int(match["first"]), either_order=True
    )


def _week(match: re.Match[str]) -> WeekOfYear:
    weekday = int(match["weekday"]) if match["weekday"] else None
    return WeekOfYear(match[0], int(match["year"]), int(match["week"]), weekday)


def _ordinal(match: re.Match[str]) -> DayOfYear:
    return DayOfYear(match[0], int(match["year"]), int(match["ordinal"]))


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Part]], ...] = (
    (r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<weekday>\d))?(?!\d)", _week),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)", _numeric),
    (r"(?P<year>\d{4}):(?P<month>\d{2}):(?P<day>\d{2})(?![\d:])", _numeric),
    (r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)", _numeric),
    (r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?!\d)", _numeric),
    (r"(?P<year>\d{4})-(?P<ordinal>\d{3})(?![\d-])", _ordinal),
    (r"(?P<year>\d{4})-(?P<month>\d{2})(?![\d:.-])", _numeric),
    (
        r"(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)(?=\d{4}(?:\d{2})?(?![\d.])|(?![\d.]))",
        _numeric,
    ),
    (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)", _numeric),
    (r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\d:.]\d|\d)", _short_year),
    (r"(?P<first>\d{1,2})([/-])(?P<second>\d{1,2})\2(?P<year>\d{4})(?!\d)", _either_order),
    (rf"{_DAY}[\s-]*(?:of\s+)?{_MONTH}[\s,-]*{_YEAR}", _named),
    (rf"{_DAY}[\s-]*(?:of\s+)?{_MONTH}", _named),
    (rf"{_MONTH}\s+{_DAY}{_NO_CLOCK}[\s,]*{_YEAR}", _named),
    (rf"{_MONTH}[\s,-]*{_YEAR}", _named),
    (rf"{_MONTH}\s+{_DAY}{_NO_CLOCK}", _named),
    (rf"{_YEAR}[\s,]+{_MONTH}\s+{_DAY}{_NO_CLOCK}", _named),
    (rf"{_YEAR}[\s,]+{_MONTH}", _named),
    (_MONTH, _named),
    (rf"{_YEAR}(?![.,]\d)", _named),
)
_COMPILED = tuple((re.compile(form, re.I), build) for form, build in _FORMS)


def match_date(text: str, position: int) -> tuple[Part, int] | None:
    """The date written at ``position`` and where it ends, or None."""
    for form, build in _COMPILED:
        if match := form.match(text, position):
            return build(match), match.end()
    return None
