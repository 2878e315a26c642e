"""From a day as it was written to the calendar days it may mean."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import DayMissing, NotUnderstood
from catalog.claims.time_phrases.parts import (
    CalendarDate,
    Day,
    DayOfYear,
    DaysAgo,
    Weekday,
    WeekOfYear,
)

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAY_NAMES = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of whole days: ``first`` up to but not ``end``, of a unit's length."""

    first: date
    end: date
    unit: str


def day_words(day: date) -> str:
    """A date as people write it: 3 May 2023."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def days_of(day: Day, today: date | None, notes: list[str]) -> list[Days]:
    """The stretches a written day may mean; more than one when its order is open.

    ``today`` completes what was left out, and a note says so. Raises ``NotUnderstood``
    for days that no calendar has, and for missing ones when ``today`` is None.
    """
    match day:
        case CalendarDate():
            return _of_calendar_date(day, today, notes)
        case WeekOfYear():
            return [_of_week(day)]
        case DayOfYear():
            first = date(day.year, 1, 1) + timedelta(days=day.ordinal - 1) if day.year else None
            if first is None or first.year != day.year:
                raise NotUnderstood(
                    gettext("The year %(year)s has no day %(ordinal)s.")
                    % {"year": day.year, "ordinal": day.ordinal}
                )
            return [_one_day(first)]
        case DaysAgo():
            meant = required_today(today, day.words) - timedelta(days=day.days)
            notes.append(
                gettext("“%(words)s” is read as %(day)s.")
                % {"words": day.words, "day": day_words(meant)}
            )
            return [_one_day(meant)]
        case Weekday():
            return [_one_day(_of_weekday(day, today, notes))]


def required_today(today: date | None, words: str, refusal: type[DayMissing] = DayMissing) -> date:
    """``today``, or the refusal that asks for the day."""
    if today is None:
        raise refusal(
            gettext(
                "The day is missing: “%(words)s” does not say which date. Write the date "
                "with it, such as “3 May 2023 %(words)s”."
            )
            % {"words": words}
        )
    return today


def with_weekday(weekday: Weekday, days: list[Days]) -> list[Days]:
    """The days that fall on the weekday said beside them. Raises ``NotUnderstood`` for none."""
    fitting = [
        option
        for option in days
        if option.unit == "day" and option.first.weekday() == weekday.weekday
    ]
    if not fitting:
        day = days[0].first
        raise NotUnderstood(
            gettext("%(day)s was a %(weekday)s, not “%(words)s”. Correct one of the two.")
            % {
                "day": day_words(day),
                "weekday": gettext(WEEKDAY_NAMES[day.weekday()]),
                "words": weekday.words,
            }
        )
    return fitting


def _one_day(day: date) -> Days:
    return Days(day, day + timedelta(days=1), "day")


def _of_weekday(day: Weekday, today: date | None, notes: list[str]) -> date:
    latest = required_today(today, day.words)
    meant = latest - timedelta(days=(latest.weekday() - day.weekday) % 7)
    notes.append(
        gettext("“%(words)s” is read as %(day)s, the last %(weekday)s up to %(other)s.")
        % {
            "words": day.words,
            "day": day_words(meant),
            "weekday": gettext(WEEKDAY_NAMES[day.weekday]),
            "other": day_words(latest),
        }
    )
    return meant


def _of_week(day: WeekOfYear) -> Days:
    try:
        first = date.fromisocalendar(day.year, day.week, day.weekday or 1)
    except ValueError as error:
        raise NotUnderstood(
            gettext("The year %(year)s has no week or weekday “%(words)s”.")
            % {"year": day.year, "words": day.words}
        ) from error
    return _one_day(first) if day.weekday else Days(first, first + timedelta(days=7), "week")


def _of_calendar_date(day: CalendarDate, today: date | None, notes: list[str]) -> list[Days]:
    if day.note:
        notes.append(day.note)
    if day.year is None:
        day = _with_year(day, today, notes)
    if not day.either_order or day.month == day.day:
        return [_stretch(day.year, day.month, day.day, day.words)]
    possible = [
        _stretch(day.year, month, number, day.words)
        for month, number in ((day.month, day.day), (day.day, day.month))
        if month and month <= 12
    ]
    if not possible:
        raise NotUnderstood(
            gettext("There is no month %(month)s and no month %(day)s in “%(words)s”.")
            % {"month": day.month, "day": day.day, "words": day.words}
        )
    if len(possible) == 2:
        named = " or ".join(day_words(option.first) for option in possible)
        notes.append(
            gettext("“%(words)s” may be %(named)s; the interval spans both.")
            % {"words": day.words, "named": named}
        )
    return possible


def _with_year(day: CalendarDate, today: date | None, notes: list[str]) -> CalendarDate:
    if today is None:
        raise DayMissing(
            gettext("The year is missing in “%(words)s”. Write it out, such as “%(words)s 2023”.")
            % {"words": day.words}
        )
    for year in range(today.year, today.year - 9, -1):
        completed = CalendarDate(day.words, year, day.month, day.day)
        try:
            first = _stretch(year, day.month, day.day, day.words).first
        except NotUnderstood:
            continue
        if first <= today:
            notes.append(
                gettext("The year of “%(words)s” is read as %(year)s, the last one up to %(day)s.")
                % {"words": day.words, "year": year, "day": day_words(today)}
            )
            return completed
    return CalendarDate(day.words, today.year, day.month, day.day)


def _stretch(year: int | None, month: int | None, day: int | None, words: str) -> Days:
    if not year or not 1 < year < 9999:
        raise NotUnderstood(
            gettext("The year %(year)s of “%(words)s” lies outside the calendar.")
            % {"year": year, "words": words}
        )
    if month is None:
        return Days(date(year, 1, 1), date(year + 1, 1, 1), "year")
    if not 1 <= month <= 12:
        raise NotUnderstood(
            gettext("There is no month %(month)s in “%(words)s”; months run from 1 to 12.")
            % {"month": month, "words": words}
        )
    after = date(year + month // 12, month % 12 + 1, 1)
    if day is None:
        return Days(date(year, month, 1), after, "month")
    if not 1 <= day <= (after - timedelta(days=1)).day:
        raise NotUnderstood(f"There is no {day} {MONTH_NAMES[month - 1]} {year}.")
    return _one_day(date(year, month, day))
