"""The days one moment of a phrase names, or the day it was said on when it names none."""

from datetime import date, timedelta

from catalog.claims.not_understood import DayUnsaid, NotUnderstood
from catalog.claims.time_phrases.days import (
    Days,
    day_words,
    days_of,
    required_today,
    with_weekday,
)
from catalog.claims.time_phrases.parts import CalendarDate, Day, Nights, Weekday
from catalog.claims.time_phrases.sides import Side


def said_days(side: Side, today: date | None, notes: list[str]) -> list[Days]:
    """The stretches of days a side may mean; several when the order of a date is open."""
    said = side.day or side.weekday
    if said is None:
        meant = required_today(today, side.phrase, DayUnsaid)
        notes.append(f"The day was not said; {day_words(meant)} is taken.")
        return [Days(meant, meant + timedelta(days=1), "day")]
    choices: list[str] = []
    options = days_of(said, today, choices)
    if side.day and side.weekday:
        fitting = with_weekday(side.weekday, options)
        if len(fitting) < len(options):
            fits = day_words(fitting[0].first)
            choices = [f"“{side.day.words}” is read as {fits}, which was a {side.weekday.words}."]
        options = fitting
    notes.extend(choices)
    return options


def single_days(side: Side, today: date | None, notes: list[str]) -> list[date]:
    """As ``said_days``, refusing anything longer than a day."""
    options = said_days(side, today, notes)
    if any(option.unit != "day" for option in options):
        raise NotUnderstood(f"The day is missing: “{side.phrase}” names part of a day but no day.")
    return [option.first for option in options]


def joined_days(nights: Nights, today: date | None, notes: list[str]) -> tuple[date, date]:
    """The two days between which a night lies."""
    first_said, last_said = nights.first, nights.last
    if (
        isinstance(first_said, CalendarDate)
        and isinstance(last_said, CalendarDate)
        and first_said.year is None
        and last_said.year is not None
    ):
        turned = (first_said.month or 0) > (last_said.month or 0)
        year = last_said.year - 1 if turned else last_said.year
        first_said = CalendarDate(first_said.words, year, first_said.month, first_said.day)
    last = _one_day(last_said, today, notes)
    first = _one_day(first_said, today, notes)
    if first >= last and isinstance(first_said, Weekday):
        first -= timedelta(days=7)
    if first >= last:
        raise NotUnderstood(f"In “{nights.words}” the second day does not follow the first.")
    return first, last


def _one_day(day: Day, today: date | None, notes: list[str]) -> date:
    options = days_of(day, today, notes)
    if len(options) != 1 or options[0].unit != "day":
        raise NotUnderstood(f"A night lies between two days; “{day.words}” is not one day.")
    return options[0].first
