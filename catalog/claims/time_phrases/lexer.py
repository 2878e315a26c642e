"""Cuts a phrase into parts. Whatever is no part is refused by name, never skipped."""

import re
import unicodedata
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext, gettext_noop

from catalog.claims.invisible import without_invisible
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.clocks import match_clock, match_instant
from catalog.claims.time_phrases.dates import match_date
from catalog.claims.time_phrases.machine_forms import as_people_write
from catalog.claims.time_phrases.parts import (
    CalendarDate,
    Clock,
    DayOfYear,
    DottedPair,
    Link,
    LinkWord,
    Number,
    Part,
    PartOfDay,
    Tolerance,
    WeekOfYear,
    ZonePart,
)
from catalog.claims.time_phrases.words import ADVICE, PHRASES, UNITS
from catalog.claims.time_phrases.zone_names import match_zone

LONGEST_PHRASE = 300
EXAMPLES = gettext_noop(
    "Write for example “3 May 2023 02:27 MSK”, “2023-05-03T02:27+03:00”, "
    "“between 02:00 and 03:00 on 3 May 2023 Kyiv time” or “вночі 3 травня "
    "2023”."
)

_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212]")
_APOSTROPHES = re.compile("[\u2019\u2018\u02bc`\u00b4\u2032]")
_QUOTES = re.compile("[\u201c\u201d\u201e\u00ab\u00bb]")


def _bounded(phrase: str) -> str:
    start = r"(?<![^\W\d_])" if phrase[0].isalpha() else ""
    end = r"(?![^\W_])" if phrase[-1].isalpha() else ""
    return start + re.escape(phrase).replace(r"\ ", r"\s+") + end


_WORDS = re.compile("|".join(_bounded(p) for p in sorted(PHRASES, key=len, reverse=True)), re.I)
_ADVICE = tuple(
    (re.compile(rf"(?:{words})(?!\w)", re.I), sentence) for words, sentence in ADVICE.items()
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_TOLERANCE = re.compile(
    rf"(?:±|\+\s?/?\s?-)\s*(\d{{1,6}}(?:[.,]\d{{1,6}})?)\s*({_UNIT})(?![^\W\d_])\.?", re.I
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})(?![\d:]|[.,]\d)")
_NUMBER = re.compile(
    r"(\d{1,2})(?:\s?(?:st|nd|rd|th)\b|-(?:го|ого|е|є|й|ї|ій|ой|ої|я|та|ту|тої|му|ю)(?!\w))?(?![\d:]|[.,]\d)",
    re.I,
)
_NEXT_WORD = re.compile(r"\S+(?:\s+[^\W\d]+)?")


def normal_form(text: str) -> str:
    """The phrase with one kind of space, dash, apostrophe, quote, digit and letter."""
    text = unicodedata.normalize("NFKC", without_invisible(text))
    text = "".join(_normal_character(character) for character in text)
    text = _DASHES.sub("-", _QUOTES.sub('"', _APOSTROPHES.sub("'", text)))
    return " ".join(text.split())


def _normal_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Letters such as the dotless i match "i" in a pattern but are not equal to it.
    folded = character.upper().lower()
    return character if folded == character.lower() else folded


def parts_of(text: str) -> list[Part]:
    """The parts of a phrase in their order. Raises ``NotUnderstood``."""
    if len(text) > LONGEST_PHRASE:
        raise NotUnderstood(
            gettext("The phrase has %(many)s characters; a time needs fewer than %(most)s.")
            % {"many": len(text), "most": LONGEST_PHRASE}
        )
    text = as_people_write(normal_form(text))
    parts: list[Part] = []
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        found, position = _next_parts(text, position, parts)
        parts.extend(found)
    return parts


def _next_parts(text: str, position: int, before: list[Part]) -> tuple[list[Part], int]:
    last = before[-1] if before else None
    after_date = isinstance(last, DayOfYear | WeekOfYear) or (
        isinstance(last, CalendarDate) and last.day is not None
    )
    if match := _TOLERANCE.match(text, position):
        size = float(match[1].replace(",", ".")) * UNITS[match[2].lower()]
        return [Tolerance(match[0], min(size, timedelta(days=36500)))], match.end()
    if instant := match_instant(text, position):
        return [instant[0]], instant[1]
    if after_date and (clock := match_clock(text, position, after_date=True)):
        return clock
    if date := match_date(text, position):
        return [date[0]], date[1]
    if clock := match_clock(text, position, after_date=False):
        return clock
    if zone := match_zone(text, position, after_clock=_follows_clock(before)):
        return [ZonePart(zone[0].words, zone[0])], zone[1]
    if match := _WORDS.match(text, position):
        known = PHRASES[" ".join(match[0].lower().split())]
        return [replace(part, words=match[0]) for part in known], match.end()
    if match := _DOTTED.match(text, position):
        return [DottedPair(match[0], int(match[1]), int(match[2]))], match.end()
    if match := _NUMBER.match(text, position):
        return [Number(match[0], int(match[1]))], match.end()
    for words, sentence in _ADVICE:
        if match := words.match(text, position):
            raise NotUnderstood(f"“{match[0]}” {gettext(sentence)}")
    match = _NEXT_WORD.match(text, position)
    unknown = match[0][:60] if match else text[position:]
    raise NotUnderstood(
        gettext("“%(unknown)s” was not understood as part of a time. %(examples)s")
        % {"unknown": unknown, "examples": gettext(EXAMPLES)}
    )


def _follows_clock(before: list[Part]) -> bool:
    """Whether a clock time stands before, with nothing but commas and the like between."""
    for part in reversed(before):
        if isinstance(part, Clock | DottedPair | PartOfDay):
            return True
        if not (isinstance(part, LinkWord) and part.link is Link.FILLER):
            return False
    return False
