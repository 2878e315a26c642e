"""Finds the words at a position in a phrase that name a zone."""

import re
from datetime import timedelta
from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.zone_words import (
    ABBREVIATED_REGIONS,
    ALSO_WORDS,
    AMBIGUOUS_OFFSETS,
    FIXED_OFFSETS,
    LOCAL_TIME,
    PLACES,
)
from catalog.claims.time_phrases.zones import Zone, unknown_zone

# A minus sign counts as an offset only when it cannot be the dash of a range.
FROM_UTC = re.compile(
    r"(?:utc|gmt|z)(?:\s?(\+)\s?(1[0-4]|0?\d)|\s?(-)(1[0-2]|0?\d))(?::?([0-5]\d))?(?![\d:]|\.\d)",
    re.I,
)
# "UTC-13:00" is left out: it can only be the dash of a range.
IMPOSSIBLE = re.compile(
    r"(?:utc|gmt)(?:\s?\+\s?\d{1,2}(?::?\d\d)?|\s?-\d{1,2})(?![\d:]|\.\d)", re.I
)
AFTER_CLOCK = re.compile(
    r"(?:(\+)\s?(1[0-4]|0?\d)(?::?([0-5]\d))?|(-)(0\d|1[0-2])([0-5]\d))(?![\d:]|\.\d)"
)
FROM_MOSCOW = re.compile(r"(?:msk|мск)\s?([+-])\s?(1?\d)(?![\d:.])", re.I)
IANA_NAME = re.compile(r"\[?([a-z]+(?:/[a-z0-9_+-]+){1,2})\]?", re.I)
ABBREVIATION = re.compile(
    r"(?:(?:по|за)\s+)?([^\W\d_]{1,5})(?!\w)(?:\s+(?:time|времени|часом))?", re.I
)
GREENWICH = re.compile(
    r"(?:по|за)\s+(?:гринвич|гринвіч|грінвіч)\w*|greenwich(?:\s+mean)?\s+time", re.I
)
ANY_CITY = re.compile(r"(?:in\s+)?([a-z]+(?:[\s_-][a-z]+){0,2}?)(?:\s+local)?\s+time(?!\w)", re.I)
LOCAL = re.compile(rf"(?:in\s+)?(?:{LOCAL_TIME})(?!\w)".replace(" ", r"\s+"), re.I)
AREAS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def match_zone(text: str, position: int, after_clock: bool) -> tuple[Zone, int] | None:
    """The zone named at ``position`` and where its words end, or None.

    ``after_clock`` tells that a clock time stands just before, so that "+3" can only be
    its offset.
    """
    return (
        _offset(text, position, after_clock)
        or _local(text, position)
        or _abbreviation(text, position)
        or _region(text, position)
        or _place(text, position)
    )


def _offset(text: str, position: int, after_clock: bool) -> tuple[Zone, int] | None:
    if match := FROM_UTC.match(text, position):
        plus, east, _, west, minutes = match.groups()
        if found := _signed(match, plus or "-", east or west, minutes):
            return found
    if match := IMPOSSIBLE.match(text, position):
        raise NotUnderstood(
            gettext(
                "No place on Earth keeps the offset %(match)s; offsets run from UTC-12 to UTC+14."
            )
            % {"match": match[0]}
        )
    if after_clock and (match := AFTER_CLOCK.match(text, position)):
        plus, east, east_minutes, _, west, west_minutes = match.groups()
        return _signed(match, plus or "-", east or west, east_minutes or west_minutes)
    if match := FROM_MOSCOW.match(text, position):
        hours = 3 + int(match[1] + match[2])
        note = gettext("%(match)s is read as UTC%(hours)s, counted from Moscow's UTC+3.") % {
            "match": match[0],
            "hours": f"{hours:+d}",
        }
        return Zone(match[0], offsets=(timedelta(hours=hours),), notes=(note,)), match.end()
    return None


def _signed(
    match: re.Match[str], sign: str, hours: str, minutes: str | None
) -> tuple[Zone, int] | None:
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    note = gettext(
        "“%(match)s” is read as an offset; for a range write spaces around the dash."
    ) % {"match": match[0]}
    if size > timedelta(hours=14 if sign == "+" else 12):
        return None
    offset = size if sign == "+" else -size
    notes = (note,) if "-" in match[0] and ":" in match[0] else ()
    return Zone(match[0].strip(), offsets=(offset,), notes=notes), match.end()


def _local(text: str, position: int) -> tuple[Zone, int] | None:
    match = LOCAL.match(text, position)
    if match is None:
        return None
    note = gettext("Local time does not say which zone; name the zone or the city to narrow this.")
    return unknown_zone(match[0], note), match.end()


def _abbreviation(text: str, position: int) -> tuple[Zone, int] | None:
    if match := GREENWICH.match(text, position):
        return Zone(match[0], offsets=(timedelta(0),)), match.end()
    match = ABBREVIATION.match(text, position)
    if match is None:
        return None
    name = match[1].lower()
    if name in ALSO_WORDS and not match[1].isupper():
        return None
    if name in FIXED_OFFSETS:
        fixed = timedelta(hours=FIXED_OFFSETS[name])
        return Zone(match[0], offsets=(fixed,)), match.end()
    if name in ABBREVIATED_REGIONS:
        return Zone(match[0], regions=(ABBREVIATED_REGIONS[name],)), match.end()
    if name in AMBIGUOUS_OFFSETS:
        offsets = tuple(timedelta(hours=hours) for hours in AMBIGUOUS_OFFSETS[name])
        listed = " or ".join(offset_words(offset) for offset in offsets)
        note = gettext("%(match)s may mean %(listed)s; the interval spans them all.") % {
            "match": match[1],
            "listed": listed,
        }
        return Zone(match[0], offsets=offsets, notes=(note,)), match.end()
    return None


def _region(text: str, position: int) -> tuple[Zone, int] | None:
    match = IANA_NAME.match(text, position)
    region = match and _regions().get(match[1].lower())
    if match is None or region is None:
        return None
    return Zone(match[0], regions=(region,)), match.end()


def _place(text: str, position: int) -> tuple[Zone, int] | None:
    for regions, pattern in _places():
        if match := pattern.match(text, position):
            disputed = gettext("%(match)s: the clocks of both %(zones)s are allowed.") % {
                "match": match[0],
                "zones": gettext(" and ").join(regions),
            }
            notes = (disputed,) if len(regions) > 1 else ()
            return Zone(match[0], regions=regions, notes=notes), match.end()
    if match := ANY_CITY.match(text, position):
        city = re.sub(r"\s+", "_", match[1].lower())
        if city in _cities():
            return Zone(match[0], regions=(_cities()[city],)), match.end()
    return None


@cache
def _cities() -> dict[str, str]:
    """The city at the end of each region's name, such as tokyo of Asia/Tokyo."""
    return {name.rsplit("/", 1)[1]: region for name, region in _regions().items()}


@cache
def _regions() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if name.startswith(AREAS)}


@cache
def _places() -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
    """For each place its regions, and the words by which it names a zone."""
    known = []
    for regions, english, cyrillic in PLACES:
        names = "|".join(name.replace("-", r"[\s-]") for name in english.split())
        stems = "|".join(cyrillic.split()) or "(?!)"
        # A short stem alone may begin another word: "газ" is Gaza only as "по Газе".
        long_stems = "|".join(stem for stem in cyrillic.split() if len(stem) > 3) or "(?!)"
        alone = rf"|(?:in\s+)?(?:{names})(?!\w)" if cyrillic else ""
        named = (
            rf"(?:in\s+)?(?:{names})(?:\s+(?:local|summer|winter|standard|daylight))?\s+time(?!\w)"
            rf"|time\s+in\s+(?:{names})(?!\w)"
            rf"|(?:по|за)\s+(?:{stems})\w*(?:\s+(?:времени|часу|часом))?(?!\w)"
            rf"|(?:{stems})\w*\s+(?:времени|время|часу|час|часом)(?!\w)"
            rf"|(?:время|час)\s+(?:{stems})\w*(?!\w)"
            rf"|(?:{long_stems})\w*{alone}"
        )
        known.append((regions, re.compile(named, re.I)))
    return known


def offset_words(offset: timedelta) -> str:
    """An offset as people write it: UTC+3, UTC-3:30."""
    sign = "-" if offset < timedelta(0) else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")
