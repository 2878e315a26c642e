"""Joins "night", "2", "to", "3 May" into one part: the night between two days."""

from dataclasses import replace

from catalog.claims.time_phrases.parts import (
    CalendarDate,
    DayOfYear,
    DaysAgo,
    Link,
    LinkWord,
    NightForm,
    Nights,
    Number,
    Part,
    PartOfDay,
    Weekday,
    WeekOfYear,
)

NIGHTLY = ("night", "midnight")
_DAYS = CalendarDate | WeekOfYear | DayOfYear | Weekday | DaysAgo
_JOINS = (Link.TO, Link.DASH, Link.AND, Link.UNTIL)


def with_nights_joined(parts: list[Part]) -> list[Part]:
    """The parts with "night of A to B", "A to B at night" and "night to B" made one."""
    spoken = [part for part in parts if not _is_filler(part)]
    for index, part in enumerate(spoken):
        if not (isinstance(part, PartOfDay) and part.name in NIGHTLY):
            continue
        after = index + 1
        if after < len(spoken) and _is_link(spoken[after], (Link.SINCE,)):
            after += 1
        if nights := _joined(part, spoken[after : after + 3]):
            return [*spoken[:index], nights, *spoken[after + 3 :]]
        before = index - 3
        if before >= 0 and (nights := _joined(part, spoken[before:index])):
            if before and _is_link(spoken[before - 1], (Link.SINCE,)):
                before -= 1
            return [*spoken[:before], nights, *spoken[index + 1 :]]
    return parts


def _joined(night: PartOfDay, three: list[Part]) -> Nights | None:
    if len(three) < 3 or not _is_link(three[1], _JOINS) or night.night is not NightForm.EITHER:
        return None
    first, last = three[0], three[2]
    if isinstance(last, Number) or not isinstance(last, _DAYS):
        return None
    if isinstance(first, Number) and isinstance(last, CalendarDate) and last.day:
        first = replace(last, words=first.words, day=first.value, note="")
    if not isinstance(first, _DAYS):
        return None
    words = " ".join(part.words for part in (night, *three))
    return Nights(words, night.name, first, last)


def _is_link(part: Part, links: tuple[Link, ...]) -> bool:
    return isinstance(part, LinkWord) and part.link in links


def _is_filler(part: Part) -> bool:
    return _is_link(part, (Link.FILLER,))
