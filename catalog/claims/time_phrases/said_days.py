"""The days one moment of a phrase names, or the day it was said on when it names none."""

from datetime import date, timedelta

from django.utils.translation import gettext

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
        notes.append(gettext("The day was not said; %(day)s is taken.") % {"day": day_words(meant)})
        return [Days(meant, meant + timedelta(days=1), "day")]
    choices: list[str] = []
    options = days_of(said, today, choices)
    if side.day and side.weekday:
        fitting = with_weekday(side.weekday, options)
        if len(fitting) < len(options):
            fits = day_words(fitting[0].first)
            choices = [
                gettext("“%(words)s” is read as %(fits)s, which was a %(weekday)s.")
                % {"words": side.day.words, "fits": fits, "weekday": side.weekday.words}
            ]
        options = fitting
    notes.extend(choices)
    return options


def single_days(side: Side, today: date | None, notes: list[str]) -> list[date]:
    """As ``said_days``, refusing anything longer than a day."""
    options = said_days(side, today, notes)
    if any(option.unit != "day" for option in options):
        raise NotUnderstood(
            gettext("The day is missing: “%(phrase)s” names part of a day but no day.")
            % {"phrase": side.phrase}
        )
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
        raise NotUnderstood(
            gettext("In “%(words)s” the second day does not follow the first.")
            % {"words": nights.words}
        )
    return first, last


def _one_day(day: Day, today: date | None, notes: list[str]) -> date:
    options = days_of(day, today, notes)
    if len(options) != 1 or options[0].unit != "day":
        raise NotUnderstood(
            gettext("A night lies between two days; “%(words)s” is not one day.")
            % {"words": day.words}
        )
    return options[0].first
