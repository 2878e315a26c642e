"""From one moment of a phrase to the stretches of wall-clock time it may mean."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext, gettext_noop

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.borrowing import clock_of_hour
from catalog.claims.time_phrases.clocks import checked_clock
from catalog.claims.time_phrases.day_parts import Stretch, clock_days, part_stretches, placed_hours
from catalog.claims.time_phrases.days import Days
from catalog.claims.time_phrases.parts import Clock, DottedPair
from catalog.claims.time_phrases.said_days import said_days
from catalog.claims.time_phrases.sides import Side, refuse_date_or_time

# "About" widens by this much before and after, by what the phrase is precise to. People
# look at a clock after the event, so a clock time is given more room before than after.
ABOUT = {
    "clock": (
        timedelta(minutes=30),
        timedelta(minutes=15),
        gettext_noop("30 min before and 15 min after"),
    ),
    "part": (timedelta(hours=1), timedelta(hours=1), gettext_noop("1 h before and after")),
    "day": (timedelta(days=1), timedelta(days=1), gettext_noop("1 day before and after")),
    "week": (timedelta(days=7), timedelta(days=7), gettext_noop("7 days before and after")),
    "month": (timedelta(days=31), timedelta(days=31), gettext_noop("31 days before and after")),
    "year": (timedelta(days=366), timedelta(days=366), gettext_noop("366 days before and after")),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """The wall-clock stretches a side may mean, without a zone.

    Each runs from its start up to but not its end. ``unit`` is what the words are precise
    to; ``before`` and ``after`` are how far "about" or a stated tolerance widens them.
    """

    stretches: tuple[Stretch, ...]
    unit: str
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)

    def may_precede(self, other: "Moment") -> bool:
        """Whether on one clock this can begin before the other one ends."""
        return min(start for start, _ in self.stretches) < max(end for _, end in other.stretches)


def moment_of(side: Side, today: date | None, notes: list[str]) -> Moment:
    """What a side of a phrase may mean on a wall clock. Raises ``NotUnderstood``."""
    if side.instant:
        return _of_instant(side)
    if side.nights and (side.day or side.weekday or (side.part_of_day and not side.closes_clock)):
        raise NotUnderstood(
            gettext("“%(words)s” already says the day in “%(phrase)s”.")
            % {"words": side.nights.words, "phrase": side.phrase}
        )
    if clock := _clock_of(side):
        stretches, unit = _clock_stretches(side, clock, today, notes), "clock"
    elif side.part_of_day or side.nights:
        stretches, unit = part_stretches(side, today, notes), "part"
    else:
        options = said_days(side, today, notes)
        stretches, unit = [_whole(days, side, notes) for days in options], options[0].unit
    before = after = side.tolerance or timedelta(0)
    if side.about and not side.tolerance:
        before, after, told = ABOUT[unit]
        notes.append(gettext("“About” adds %(told)s.") % {"told": gettext(told)})
    return Moment(tuple(stretches), unit, before, after)


def _of_instant(side: Side) -> Moment:
    assert side.instant is not None
    if any((side.day, side.weekday, side.clock, side.dotted, side.number, side.part_of_day)) or (
        side.zone and side.zone.offsets != (timedelta(0),)
    ):
        raise NotUnderstood(
            gettext("A count of seconds since 1970 stands alone; take the rest out.")
        )
    start = side.instant.at.replace(tzinfo=None)
    tolerance = side.tolerance or timedelta(0)
    return Moment(((start, start + side.instant.precision),), "clock", tolerance, tolerance)


def _clock_of(side: Side) -> Clock | None:
    if side.number:
        if not side.closes_clock:
            raise NotUnderstood(
                gettext(
                    "“%(words)s” alone is no time. Write an hour as 02:00 or 2 am, a day "
                    "with its month, and a year with four digits."
                )
                % {"words": side.number.words}
            )
        side.clock, side.number = clock_of_hour(side.number), None
    if side.dotted:
        if side.clock:
            raise NotUnderstood(
                gettext("“%(words)s” and “%(other)s” are two times.")
                % {"words": side.dotted.words, "other": side.clock.words}
            )
        side.clock = _undotted(side, side.dotted)
    return side.clock


def _undotted(side: Side, pair: DottedPair) -> Clock:
    if not side.says_day and not side.closes_clock:
        refuse_date_or_time(pair)
    checked_clock(pair.first, pair.second, 0, pair.words)
    return Clock(pair.words, pair.first, pair.second, 0, 0, timedelta(minutes=1))


def _clock_stretches(
    side: Side, clock: Clock, today: date | None, notes: list[str]
) -> list[Stretch]:
    since_hour = timedelta(
        minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond
    )
    starts = [
        datetime.combine(day + timedelta(days=shift), time()) + timedelta(hours=hour) + since_hour
        for hour in placed_hours(side, clock, notes)
        for day in clock_days(side, hour, today, notes)
        for shift in side.day_shifts
    ]
    if side.edge:
        notes.append(
            gettext("“%(words)s” adds nothing beside a clock time.") % {"words": side.edge.words}
        )
    # "Between 2 and 3 am" ends at three, not when the hour that begins at three is over.
    covers = min(clock.precision, timedelta(minutes=1)) if side.closes_range else clock.precision
    return [(start, start + covers) for start in starts]


def _whole(days: Days, side: Side, notes: list[str]) -> Stretch:
    first, end = days.first, days.end
    if side.edge and days.unit in ("month", "year"):
        notes.append(
            gettext("“%(words)s” is read as a third of the %(unit)s.")
            % {"words": side.edge.words, "unit": days.unit}
        )
        third = (end - first) // 3
        if side.edge.name != "early":
            first += third
        if side.edge.name == "late":
            first += third
        if side.edge.name != "late":
            end -= third
        if side.edge.name == "early":
            end -= third
    elif side.edge:
        notes.append(
            gettext("“%(words)s” does not narrow a %(unit)s; the whole is kept.")
            % {"words": side.edge.words, "unit": days.unit}
        )
    return datetime.combine(first, time()), datetime.combine(end, time())
