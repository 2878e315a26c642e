"""Sorts the parts of a phrase into the one or two moments it speaks of."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.lexer import EXAMPLES
from catalog.claims.time_phrases.parts import (
    About,
    CalendarDate,
    Clock,
    Day,
    DaysAgo,
    DottedPair,
    Edge,
    Instant,
    Link,
    LinkWord,
    NightForm,
    Nights,
    Number,
    Part,
    PartOfDay,
    Tolerance,
    Weekday,
    ZonePart,
)
from catalog.claims.time_phrases.zones import Zone, unknown_zone

BOUNDS = (Link.BEFORE, Link.UNTIL, Link.AFTER, Link.SINCE)


@dataclass(slots=True)
class Side:
    """One moment of a phrase. What was not said is None."""

    day: Day | None = None
    weekday: Weekday | None = None
    nights: Nights | None = None
    clock: Clock | None = None
    part_of_day: PartOfDay | None = None
    closes_clock: bool = False
    edge: Edge | None = None
    instant: Instant | None = None
    number: Number | None = None
    dotted: DottedPair | None = None
    zone: Zone | None = None
    bound: Link | None = None
    closes_range: bool = False
    about: bool = False
    tolerance: timedelta | None = None
    day_shifts: tuple[int, ...] = (0,)
    words: list[str] = field(default_factory=list)

    @property
    def says_day(self) -> bool:
        return any((self.day, self.weekday, self.nights, self.instant))

    @property
    def says_clock(self) -> bool:
        return any((self.clock, self.dotted, self.instant))

    @property
    def says_something(self) -> bool:
        return self.says_day or self.says_clock or any((self.part_of_day, self.number))

    @property
    def kept_zone(self) -> Zone:
        """The zone of the clock spoken of, unknown when nobody named one."""
        if self.instant:
            return Zone("seconds since 1970", offsets=(timedelta(0),))
        return self.zone or unknown_zone()

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


def sides_of(parts: list[Part]) -> tuple[list[Side], Link | None]:
    """The moments of a phrase, in order, and the word that joins two of them."""
    sides = [Side()]
    joined: Link | None = None
    between = False
    for index, part in enumerate(parts):
        side = sides[-1]
        if not isinstance(part, LinkWord):
            _add(side, part)
        elif part.link is Link.BETWEEN:
            between = True
        elif part.link in BOUNDS:
            if _opens_second(side, part.link, parts[index + 1 :]):
                joined = joined or Link.TO
                sides.append(Side(bound=part.link))
            elif side.bound is None:
                side.bound = part.link
            else:
                raise NotUnderstood(
                    gettext("“%(words)s” is one bound too many. %(examples)s")
                    % {"words": part.words, "examples": gettext(EXAMPLES)}
                )
        elif part.link is not Link.FILLER and side.says_something:
            sides.append(Side())
            joined = part.link
    sides = [side for side in sides if side.says_something or side.zone]
    if not any(side.says_something for side in sides):
        raise NotUnderstood(
            gettext("No time was found in the phrase. %(examples)s")
            % {"examples": gettext(EXAMPLES)}
        )
    if len(sides) > 2:
        raise NotUnderstood(
            gettext("The phrase names more than two times. %(examples)s")
            % {"examples": gettext(EXAMPLES)}
        )
    if between and len(sides) == 2:
        joined = Link.BETWEEN
    elif between:
        raise NotUnderstood(
            gettext("“between” needs two times joined by “and”, such as 02:00 and 03:00.")
        )
    return sides, joined


def refuse_half_dates(first: Side, second: Side) -> None:
    """Raise ``NotUnderstood`` for "2.05 - 5.05.2023": a time beside a day, or two days."""
    for side, other in ((first, second), (second, first)):
        only_pair = side.dotted and not side.says_day and not side.closes_clock
        if side.dotted and only_pair and other.says_day and not other.says_clock:
            refuse_date_or_time(side.dotted)


def refuse_date_or_time(pair: DottedPair) -> None:
    """Raise ``NotUnderstood`` when a dotted pair could be a day and month as well as a time."""
    if 1 <= pair.first <= 31 and 1 <= pair.second <= 12:
        raise NotUnderstood(
            gettext(
                "“%(words)s” may be a time or a day and month. Write "
                "%(first)s:%(second)s or the whole date."
            )
            % {"words": pair.words, "first": f"{pair.first:02d}", "second": f"{pair.second:02d}"}
        )


def merged(first: Side, second: Side) -> Side:
    """One moment of two that speak of different things, such as a day and its hour."""
    whole = Side(words=[*first.words, *second.words])
    for name in Side.__slots__:
        said, also_said = getattr(first, name), getattr(second, name)
        if name in ("words", "day_shifts"):
            continue
        if said and also_said and name != "about":
            raise NotUnderstood(
                gettext("“%(phrase)s” repeats what “%(other)s” says. %(examples)s")
                % {"phrase": second.phrase, "other": first.phrase, "examples": gettext(EXAMPLES)}
            )
        setattr(whole, name, said or also_said)
    return whole


def _opens_second(side: Side, link: Link, rest: list[Part]) -> bool:
    """Whether a bound begins the second moment: "02:00 until 03:00", "after 2 before 3"."""
    if not side.says_something or link is Link.SINCE:
        return False
    if link is not Link.UNTIL:
        return side.bound is not None
    says_day_later = any(isinstance(part, CalendarDate | Weekday | DaysAgo) for part in rest)
    only_day = side.says_day and not (side.says_clock or side.part_of_day)
    return side.bound is not None or not only_day or says_day_later


def _add(side: Side, part: Part) -> None:
    side.words.append(part.words)
    match part:
        case About():
            side.about = True
        case Tolerance():
            side.tolerance = part.either_way
        case ZonePart():
            if side.zone is not None:
                raise NotUnderstood(
                    gettext("“%(words)s” and “%(other)s” both name a zone. Write one of them.")
                    % {"words": side.zone.words, "other": part.words}
                )
            _set(side, "zone", part.zone, part.words)
        case Weekday():
            _set(side, "weekday", part, part.words)
        case Nights():
            _set(side, "nights", part, part.words)
        case Clock():
            _set(side, "clock", part, part.words)
        case DottedPair():
            _set(side, "dotted", part, part.words)
        case Edge():
            _set(side, "edge", part, part.words)
        case Instant():
            _set(side, "instant", part, part.words)
        case Number():
            _set(side, "number", part, part.words)
        case PartOfDay():
            _add_part_of_day(side, part)
        case LinkWord():
            raise AssertionError("Words that join moments are no part of one.")
        case _:
            _set(side, "day", part, part.words)


def _add_part_of_day(side: Side, part: PartOfDay) -> None:
    said_before = side.words[-2] if len(side.words) > 1 else ""
    clock_words = {item.words for item in (side.clock, side.number, side.dotted) if item}
    side.closes_clock = part.after_clock and said_before in clock_words
    day_words = {item.words for item in (side.weekday, side.day) if item}
    if part.words.lower() == "night" and said_before in day_words:
        part = PartOfDay(part.words, part.name, NightForm.BEGINS)
    _set(side, "part_of_day", part, part.words)


def _set(side: Side, name: str, value: object, words: str) -> None:
    if getattr(side, name) is not None:
        raise NotUnderstood(
            gettext(
                "“%(words)s” is one too many of its kind in “%(phrase)s”. Say one time, "
                "or two joined by “to”."
            )
            % {"words": words, "phrase": side.phrase}
        )
    setattr(side, name, value)
