"""Night, morning, evening: the hours they stand for and how they place a clock time."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.days import day_words
from catalog.claims.time_phrases.parts import Clock, NightForm, PartOfDay
from catalog.claims.time_phrases.said_days import joined_days, single_days
from catalog.claims.time_phrases.sides import Side

# Hours from midnight of the day; wide enough for what different people mean by the word.
WINDOWS = {
    "small hours": (0, 6),
    "morning": (4, 12),
    "daytime": (8, 20),
    "afternoon": (12, 19),
    "evening": (17, 24),
    "night": (20, 30),
    "midnight": (24, 24),
}
# Said beside a date and a clock time these only repeat that it was dark.
DARKNESS_ONLY = ("ночью", "ночи", "вночі", "уночі", "ночі", "at night", "in the night")

Stretch = tuple[datetime, datetime]


def part_stretches(side: Side, today: date | None, notes: list[str]) -> list[Stretch]:
    """The stretches that a part of a day without a clock time may mean."""
    if side.nights:
        first, last = joined_days(side.nights, today, notes)
        return [_stretch(side.nights.name, first, last, side)]
    part = side.part_of_day
    assert part is not None
    found: list[Stretch] = []
    for day in single_days(side, today, notes):
        if part.name == "night":
            found.append(_night(part, day, side, notes))
        elif part.name == "midnight":
            found += _midnights(part, day, side, notes)
        else:
            found.append(_stretch(part.name, day, day, side))
    if part.name not in ("night", "midnight"):
        start, end = _hours(part.name, side)
        until = (
            f"{end:02d}:00"
            if end <= 24
            else gettext("%(hour)s:00 of the next day") % {"hour": f"{end - 24:02d}"}
        )
        notes.append(
            gettext("“%(words)s” is read as %(start)s:00 to %(until)s.")
            % {"words": part.words, "start": f"{start:02d}", "until": until}
        )
    return found


def _night(part: PartOfDay, day: date, side: Side, notes: list[str]) -> Stretch:
    eve, morrow = day - timedelta(days=1), day + timedelta(days=1)
    if part.night is NightForm.ENDS:
        return _stretch("night", eve, day, side)
    if part.night is NightForm.BEGINS:
        notes.append(
            gettext("“%(words)s” is read as the night from %(day)s to the next day.")
            % {"words": part.words, "day": day_words(day)}
        )
        return _stretch("night", day, morrow, side)
    notes.append(
        gettext(
            "The night of %(day)s may be the one before or the one after; the "
            "interval spans both. Write “night of %(other)s to %(day)s” "
            "to choose."
        )
        % {"day": day_words(day), "other": day_words(eve)}
    )
    return _stretch("night", eve, morrow, side)


def _midnights(part: PartOfDay, day: date, side: Side, notes: list[str]) -> list[Stretch]:
    eve = day - timedelta(days=1)
    if part.night is NightForm.ENDS:
        return [_stretch("midnight", eve, day, side)]
    notes.append(
        gettext("Midnight of %(day)s may be its beginning or its end; the interval spans both.")
        % {"day": day_words(day)}
    )
    return [_stretch("midnight", eve, day, side), _stretch("midnight", day, day, side)]


def _stretch(name: str, first: date, last: date, side: Side) -> Stretch:
    """From the window's start on ``first`` to its end on ``last``, or the day it ends on."""
    start, end = _hours(name, side)
    begins = _at(first, start)
    if name == "midnight":
        return begins, begins + timedelta(minutes=1)
    return begins, _at(last, end - 24 if name == "night" else end)


def _hours(name: str, side: Side) -> tuple[int, int]:
    """The window of a part of day; "early" lets it begin 2 h before, "late" end 2 h after."""
    start, end = WINDOWS[name]
    edge = side.edge.name if side.edge else ""
    early, late = edge == "early" and start >= 2, edge == "late"
    return start - 2 * early, end + 2 * late


def _at(day: date, hours: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=hours)


def placed_hours(side: Side, clock: Clock, notes: list[str]) -> list[int]:
    """The hours, 0 to 24, at which the clock may have stood, by half and part of day."""
    part = side.part_of_day.name if side.part_of_day else side.nights.name if side.nights else ""
    halves = [clock.hour % 12, clock.hour % 12 + 12] if 1 <= clock.hour <= 12 else [clock.hour]
    if clock.half:
        halves = halves[:1] if clock.half == "am" else halves[1:]
    if part:
        literal = [
            hour for hour in halves if hour == clock.hour and _lies_in(part, hour, clock.minute)
        ]
        fitting = [hour for hour in halves if _lies_in(part, hour, clock.minute)]
        if not fitting:
            raise NotUnderstood(
                gettext("“%(words)s” does not lie in “%(part)s”; correct one of the two.")
                % {"words": clock.words, "part": part}
            )
        if literal and not side.closes_clock:
            return literal
        if not (side.closes_clock or clock.half) and fitting != [clock.hour]:
            notes.append(
                gettext("“%(words)s” is read as %(hour)s:%(minute)s.")
                % {
                    "words": clock.words,
                    "hour": f"{fitting[0]:02d}",
                    "minute": f"{clock.minute:02d}",
                }
            )
        return fitting
    if clock.half:
        return halves
    if clock.bare_hour:
        notes.append(
            gettext(
                "“%(words)s” may be before or after noon; the interval spans both. Write am or pm."
            )
            % {"words": clock.words}
        )
        return halves
    if clock.precision <= timedelta(minutes=1) and 1 <= clock.hour <= 9 and clock.words[0] != "0":
        notes.append(
            gettext("“%(words)s” is read on the 24-hour clock; write pm if it was.")
            % {"words": clock.words}
        )
    return [clock.hour]


def _lies_in(part: str, hour: int, minute: int) -> bool:
    start, end = WINDOWS[part]
    if part in ("night", "midnight"):
        return hour >= 18 or hour < 8
    return start * 60 <= hour * 60 + minute < end * 60


def clock_days(side: Side, hour: int, today: date | None, notes: list[str]) -> list[date]:
    """The days on which a clock time may lie: a night reaches over two of them."""
    if side.nights:
        first, last = joined_days(side.nights, today, notes)
        return [first] if hour >= 12 else [last]
    days = single_days(side, today, notes)
    part = side.part_of_day
    if part is None or part.name != "night":
        return days
    if side.closes_clock:
        twelve = side.clock is not None and side.clock.hour == 12 and side.day_shifts == (0,)
        if not (twelve and hour == 0):
            return days
        notes.append(
            gettext(
                "Twelve at night may be the beginning of the day named or its end; both "
                "are spanned."
            )
        )
        return days + [day + timedelta(days=1) for day in days]
    if part.night is NightForm.ENDS:
        return [day - timedelta(days=1) for day in days] if hour >= 12 else days
    if hour >= 12 or part.words.lower() in DARKNESS_ONLY:
        return days
    notes.append(
        gettext("After midnight that night may be the day named or the next; both are spanned.")
    )
    return days + [day + timedelta(days=1) for day in days]
