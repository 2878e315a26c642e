"""Reads what people say about a time: "3 May 2023 about 2.30 am Moscow", "вночі 3 травня".

Told, not guessed: what a phrase leaves open stays open in the interval, every choice made
is written into the notes, and what is not understood is refused by name.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.borrowing import share
from catalog.claims.time_phrases.lexer import normal_form, parts_of
from catalog.claims.time_phrases.nights import with_nights_joined
from catalog.claims.time_phrases.parts import Link
from catalog.claims.time_phrases.resolving import resolve
from catalog.claims.time_phrases.sides import Side, merged, refuse_half_dates, sides_of
from catalog.claims.time_phrases.spans import moment_of
from catalog.claims.time_phrases.zones import Zone
from catalog.claims.zone_of_place import ZoneOfPlace
from media_tools.times import TimeInterval

__all__ = ["NotUnderstood", "TimeReading", "read_time"]

LOWER_BOUNDS = (Link.AFTER, Link.SINCE)
UPPER_BOUNDS = (Link.BEFORE, Link.UNTIL)
DASH_OR_OFFSET = re.compile(r"\d\d:\d\d ?-\d{1,2}(?::?\d\d)?(?![\d:])")


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What a phrase about a time was read as.

    ``zone_text`` are the words that named the zone, empty when none did, or the regions
    that a person took from the place. ``offsets`` are those from UTC that may have held,
    none when the zone is unknown. ``notes`` are sentences that tell every choice made on
    the way.
    """

    interval: TimeInterval
    text: str
    zone_text: str
    zone_basis: Literal["stated", "from_place", "unknown"]
    offsets: frozenset[timedelta]
    notes: tuple[str, ...]

    @property
    def offset(self) -> timedelta | None:
        """The offset from UTC that held, where only one may have."""
        return next(iter(self.offsets)) if len(self.offsets) == 1 else None


def read_time(
    text: str, *, today: date | None = None, taken_from_place: ZoneOfPlace | None = None
) -> TimeReading:
    """Read a time phrase in English, Ukrainian or Russian as an interval in UTC.

    ``today`` is the day from which "yesterday", "Wed night" and a missing day or year are
    counted; without it they are refused with ``DayMissing``. ``taken_from_place`` is the
    zone that a person took from the claimed place; it holds where the words name none.
    Raises ``NotUnderstood`` with a sentence for the person who typed.
    """
    notes: list[str] = []
    unsaid = _unsaid_zone(taken_from_place)
    sides, joined = sides_of(with_nights_joined(parts_of(text)))
    if len(sides) == 2:
        refuse_half_dates(*sides)
    if len(sides) == 2 and joined is Link.DASH and _speak_of_one(*sides):
        sides = [merged(*sides)]
    try:
        interval, zones = (
            _one(sides[0], unsaid, today, notes)
            if len(sides) == 1
            else _two(sides[0], sides[1], joined, unsaid, today, notes)
        )
    except OverflowError as error:
        raise NotUnderstood(
            gettext("“%(text)s” lies outside the calendar.") % {"text": text}
        ) from error
    stated = [zone for zone in zones if zone.stated]
    for zone in zones:
        notes.extend(zone.notes)
    if not stated:
        notes.append(
            gettext("No zone was said: the interval spans every one from UTC-12 to UTC+14.")
        )
        if match := DASH_OR_OFFSET.search(normal_form(text)):
            notes.append(
                gettext("“%(match)s” is read as a range; write an offset as UTC-3.")
                % {"match": match[0]}
            )
    return TimeReading(
        interval,
        text,
        " and ".join(dict.fromkeys(zone.words for zone in zones if zone.words)),
        "unknown" if not stated else "from_place" if unsaid in stated else "stated",
        _offsets(interval, stated),
        tuple(dict.fromkeys(notes)),
    )


def _speak_of_one(first: Side, second: Side) -> bool:
    """Whether a dash only sets off a day from its hour: "3 May 2023 - 02:27"."""
    return not (
        (first.says_clock and second.says_clock)
        or (first.says_day and second.says_day)
        or (first.part_of_day and second.part_of_day)
        or first.number
        or second.number
    )


def _unsaid_zone(taken: ZoneOfPlace | None) -> Zone | None:
    if taken is None or not taken.regions:
        return None
    return Zone(taken.words, regions=taken.regions, notes=taken.notes)


def _kept_zone(side: Side, unsaid: Zone | None) -> Zone:
    said = side.kept_zone
    return said if said.stated or unsaid is None else unsaid


def _one(
    side: Side, unsaid: Zone | None, today: date | None, notes: list[str]
) -> tuple[TimeInterval, list[Zone]]:
    side.closes_range = side.bound is Link.UNTIL
    zone = _kept_zone(side, unsaid)
    resolved = resolve(moment_of(side, today, notes), zone, notes)
    if side.bound in UPPER_BOUNDS:
        return TimeInterval(None, resolved.latest(side.bound)), [zone]
    if side.bound in LOWER_BOUNDS:
        return TimeInterval(resolved.earliest(side.bound), None), [zone]
    return TimeInterval(resolved.first_start, resolved.last_end), [zone]


def _two(
    first: Side,
    second: Side,
    joined: Link | None,
    unsaid: Zone | None,
    today: date | None,
    notes: list[str],
) -> tuple[TimeInterval, list[Zone]]:
    if first.bound in UPPER_BOUNDS and second.bound in LOWER_BOUNDS:
        first, second = second, first
    if first.bound in UPPER_BOUNDS or second.bound in LOWER_BOUNDS:
        raise NotUnderstood(
            gettext("The two bounds point the same way; say “after …” and “before …”.")
        )
    if joined is Link.AND and not (first.bound and second.bound):
        raise NotUnderstood(
            gettext(
                "“%(phrase)s” and “%(other)s” are two times. Record each as a claim "
                "of its own, or write “between … and …”."
            )
            % {"phrase": first.phrase, "other": second.phrase}
        )
    share(first, second, notes)
    second.closes_range = True
    zones = [_kept_zone(first, unsaid), _kept_zone(second, unsaid)]
    moments = [moment_of(side, today, notes) for side in (first, second)]
    begun, ended = (resolve(*pair, notes) for pair in zip(moments, zones, strict=True))
    earliest, latest = begun.earliest(first.bound), ended.latest(second.bound)
    # In one unknown zone the instants of both spread so widely that they always overlap.
    in_order = zones[0] != zones[1] or moments[0].may_precede(moments[1])
    if earliest > latest or not in_order:
        raise NotUnderstood(
            gettext("“%(phrase)s” comes before “%(other)s”. Write the earlier time first.")
            % {"phrase": second.phrase, "other": first.phrase}
        )
    return TimeInterval(earliest, latest), zones


def _offsets(interval: TimeInterval, stated: list[Zone]) -> frozenset[timedelta]:
    ends: list[datetime] = [end for end in (interval.earliest, interval.latest) if end is not None]
    return frozenset(offset for zone in stated for end in ends for offset in zone.offsets_at(end))
