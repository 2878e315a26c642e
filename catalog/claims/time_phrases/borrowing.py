"""Lets two moments share what was said once: "2 to 3 May 2023", "02:00 - 02:45 UTC"."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.clocks import checked_clock
from catalog.claims.time_phrases.parts import CalendarDate, Clock, Number
from catalog.claims.time_phrases.sides import Side

HOUR = timedelta(hours=1)


def share(first: Side, second: Side, notes: list[str]) -> None:
    """Give each side what only the other one said. Raises ``NotUnderstood``."""
    for side in (first, second):
        if side.number and side.closes_clock and not side.clock:
            side.clock, side.number = clock_of_hour(side.number), None
    _share_numbers(first, second)
    _share_years(first, second, notes)
    _share_halves(first, second)
    if not first.says_day and second.says_day:
        _copy_day(second, first)
        _cross_midnight(first, second, first, notes)
    elif not second.says_day and first.says_day:
        _copy_day(first, second)
        _cross_midnight(first, second, second, notes)
    elif not first.says_day:
        _cross_midnight(first, second, first, notes)
    if first.part_of_day and not second.part_of_day and second.clock and not first.closes_clock:
        second.part_of_day = first.part_of_day
    first.zone = first.zone or second.zone
    second.zone = second.zone or first.zone
    first.about = second.about = first.about or second.about
    first.tolerance = first.tolerance or second.tolerance
    second.tolerance = second.tolerance or first.tolerance


def _share_numbers(first: Side, second: Side) -> None:
    for side, other in ((first, second), (second, first)):
        if side.number is None:
            continue
        number, day = side.number, other.day
        if other.clock and not side.clock and not (side.day and not other.says_day):
            side.clock = clock_of_hour(number)
            if other.closes_clock:
                side.part_of_day, side.closes_clock = other.part_of_day, True
        elif isinstance(day, CalendarDate) and day.day and _only_year(side):
            written = side.day.year if isinstance(side.day, CalendarDate) else None
            side.day = replace(
                day, words=number.words, day=number.value, year=written or day.year, note=""
            )
        else:
            continue
        side.number = None


def _only_year(side: Side) -> bool:
    return side.day is None or (isinstance(side.day, CalendarDate) and side.day.month is None)


def clock_of_hour(number: Number) -> Clock:
    """An hour said as a bare number: "2" of "2 to 3 am"."""
    checked_clock(number.value, 0, 0, number.words)
    bare = 1 <= number.value <= 12 and not number.words.startswith("0")
    return Clock(number.words, number.value, 0, 0, 0, HOUR, bare_hour=bare)


def _share_years(first: Side, second: Side, notes: list[str]) -> None:
    start, end = first.day, second.day
    if not (isinstance(start, CalendarDate) and isinstance(end, CalendarDate)):
        return
    if start.year is None and end.year is not None and start.month is not None:
        turned = end.month is not None and (start.month, start.day or 0) > (
            end.month,
            end.day or 31,
        )
        first.day = replace(start, year=end.year - 1 if turned else end.year)
        if turned:
            notes.append(
                gettext("“%(words)s” is read as in %(year)s, before “%(other)s”.")
                % {"words": start.words, "year": end.year - 1, "other": end.words}
            )
    elif end.year is None and start.year is not None and end.month is not None:
        turned = start.month is not None and (end.month, end.day or 31) < (
            start.month,
            start.day or 0,
        )
        second.day = replace(end, year=start.year + 1 if turned else start.year)
        if turned:
            notes.append(
                gettext("“%(words)s” is read as in %(year)s, after “%(other)s”.")
                % {"words": end.words, "year": start.year + 1, "other": start.words}
            )


def _share_halves(first: Side, second: Side) -> None:
    start, end = first.clock, second.clock
    if start and end and end.half and not start.half and 1 <= start.hour <= 12:
        first.clock = replace(start, half=end.half, bare_hour=False)
        if start.hour % 12 > end.hour % 12:
            raise NotUnderstood(
                gettext(
                    "“%(words)s” and “%(other)s” may lie in different halves of the day. "
                    "Write am or pm with both."
                )
                % {"words": start.words, "other": end.words}
            )


def _copy_day(said: Side, other: Side) -> None:
    if other.clock is None and other.dotted is None and other.part_of_day is None:
        return
    other.day, other.weekday, other.nights = said.day, said.weekday, said.nights


def _cross_midnight(first: Side, second: Side, borrower: Side, notes: list[str]) -> None:
    """23:30 to 00:15 on one day runs into the next; which day was meant may stay open."""
    if not (first.clock and second.clock) or first.nights or second.nights:
        return
    if _minutes(first.clock) <= _minutes(second.clock):
        return
    if borrower is second:
        second.day_shifts = (1,)
        notes.append(
            gettext("“%(words)s” is read as on the day after “%(phrase)s”.")
            % {"words": second.clock.words, "phrase": first.phrase}
        )
        return
    first.day_shifts, second.day_shifts = (-1, 0), (0, 1)
    notes.append(
        gettext(
            "The times run over midnight; the interval spans the nights before and "
            "after the day named."
        )
    )


def _minutes(clock: Clock) -> tuple[int, int, int]:
    hour = clock.hour % 12 + 12 * (clock.half == "pm") if clock.half else clock.hour
    return hour, clock.minute, clock.second
