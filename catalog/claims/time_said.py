"""What people leave out of a time because those who hear it know when it was said."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from django.utils.translation import gettext

from catalog.claims.not_understood import DayMissing, DayUnsaid, NotUnderstood
from catalog.claims.time_phrase import TimeReading, read_time
from catalog.claims.time_phrases.days import day_words
from catalog.claims.zone_of_place import ZoneOfPlace
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET, TimeInterval

_DAY = timedelta(days=1)


class _Read(Protocol):
    def __call__(self, *, today: date) -> TimeReading: ...


def read_time_said(
    text: str, said_at: datetime | None, *, taken_from_place: ZoneOfPlace | None = None
) -> TimeReading:
    """Read a phrase as ``read_time`` does, counting from when it was said where it has to.

    "Yesterday", "Wed night", a missing day and a missing year count from the day that it then
    was in the zone of the phrase; where the zone leaves two days open, both are spanned. A clock
    time without a day is the last one before it was said. ``said_at`` is ``None`` where nobody
    knows. Raises ``NotUnderstood``, ``DayMissing`` among it.
    """
    read = partial(read_time, text, taken_from_place=taken_from_place)
    try:
        return read()
    except DayMissing as missing:
        if said_at is None:
            raise DayMissing(
                gettext("%(missing)s Or say when it was said: it counts from then.")
                % {"missing": missing}
            ) from None
        names_no_day = isinstance(missing, DayUnsaid)
    try:
        days = _days_then(said_at, read(today=said_at.date()).offsets)
        counted = [_from_day(read, day, said_at if names_no_day else None) for day in days]
    except OverflowError as error:
        raise NotUnderstood(
            gettext("“%(text)s” was said at the end of the calendar.") % {"text": text}
        ) from error
    return _spanning(counted, days, said_at)


def _days_then(said_at: datetime, offsets: frozenset[timedelta]) -> list[date]:
    """The days it may have been where it was said, in order."""
    possible = offsets or {WESTERNMOST_OFFSET, EASTERNMOST_OFFSET}
    return sorted({(said_at + offset).date() for offset in possible})


def _from_day(read: _Read, day: date, said_at: datetime | None) -> TimeReading:
    """The phrase counted from this day, from the one before if it would lie after ``said_at``."""
    reading = read(today=day)
    begins = reading.interval.earliest or reading.interval.latest
    is_ahead = said_at is not None and begins is not None and begins > said_at
    return read(today=day - _DAY) if is_ahead else reading


def _spanning(readings: list[TimeReading], days: list[date], said_at: datetime) -> TimeReading:
    """One reading that spans all, and tells from which days it counts."""
    then = " or ".join(day_words(day) for day in days)
    told = [
        gettext("Counted from when it was said, %(then)s%(by)s.")
        % {"then": then, "by": gettext(" by the zone") if len(days) > 1 else ""}
    ]
    starts = [one.interval.earliest for one in readings]
    ends = [one.interval.latest for one in readings]
    known_starts, known_ends = ([at for at in some if at] for some in (starts, ends))
    earliest = min(known_starts) if len(known_starts) == len(starts) else None
    latest = max(known_ends) if len(known_ends) == len(ends) else None
    if earliest and earliest > said_at:
        told.append(
            gettext("Read so, it lies after it was said; write the date if another day was meant.")
        )
    return replace(
        readings[0],
        interval=TimeInterval(earliest, latest),
        offsets=frozenset[timedelta]().union(*(one.offsets for one in readings)),
        notes=tuple(dict.fromkeys([*told, *(note for one in readings for note in one.notes)])),
    )
