"""How each field of a search is written: one grammar for the page, the command line and the API."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.time_phrase import NotUnderstood, TimeReading, read_time
from media_tools.errors import Invalid
from media_tools.places import Box
from media_tools.polygons import Polygon, asked_polygon
from media_tools.regions import Circle, asked_box
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET, TimeInterval

MAX_CHARACTERS = 500
MAX_VALUES = 100
# A hundred corners, written to the millimetre.
MAX_POLYGON = 4000
_METRES = {"": 1.0, "m": 1.0, "km": 1000.0}
_LENGTH = re.compile(r"(?P<number>\d+(\.\d+)?(e[+-]?\d+)?)\s*(?P<unit>m|km)?", re.IGNORECASE)


class NotReadable(ValueError):
    """A field that was not understood. The message is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """The asked time, beside the words it was asked in.

    ``outer`` holds every instant that may have been meant, ``inner`` only those that
    were meant for sure; they differ where an end was given without a zone. ``inner`` is
    ``None`` when no instant is sure.
    """

    from_words: str
    to_words: str
    outer: TimeInterval
    inner: TimeInterval | None


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last hit of the page before: its place in the order, so that a page never shifts."""

    rank: int
    key: int
    item_id: int

    def __str__(self) -> str:
        return f"{self.rank}_{self.key}_{self.item_id}"


def read_words(value: str, most: int = MAX_CHARACTERS) -> str:
    """Text with single spaces, free of what no database can compare."""
    text = " ".join(value.split())
    if len(text) > most:
        raise NotReadable(
            gettext("Use at most %(most)s characters.") % {"most": formats.grouped(most)}
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise NotReadable(gettext("This holds control characters: type it again."))
    return text


def read_several(values: Sequence[str]) -> tuple[str, ...]:
    """Names to choose among, each once, in a fixed order."""
    if len(values) > MAX_VALUES:
        raise NotReadable(gettext("Choose at most %(max_values)s.") % {"max_values": MAX_VALUES})
    return tuple(sorted({read_words(value) for value in values} - {""}))


def read_choices(values: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """As ``read_several``, each one of a known few."""
    chosen = read_several(values)
    for value in chosen:
        if value not in known:
            raise NotReadable(
                gettext("“%(value)s” is not one of %(choices)s.")
                % {"value": value, "choices": ", ".join(known)}
            )
    return chosen


def read_length_m(text: str) -> float:
    """A length: ``2km``, ``2 km``, ``500 m``, or a plain number of metres."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise NotReadable(
            gettext("“%(text)s” is not a distance: write it like 2 km or 500 m.") % {"text": text}
        )
    return float(found["number"]) * _METRES[(found["unit"] or "").lower()]


def write_length(metres: float) -> str:
    """The shortest form that reads back as exactly this length."""
    short = f"{metres / 1000:g}km"
    return short if read_length_m(short) == metres else f"{metres!r}m"


def read_circle(near: str, radius_m: float) -> Circle:
    """A circle round ``LAT,LON`` in decimal degrees."""
    latitude, longitude = _numbers(
        near, 2, gettext("LAT,LON in decimal degrees, such as 55.30022, 44.02063")
    )
    try:
        return Circle(latitude, longitude, radius_m)
    except Invalid as error:
        raise NotReadable(str(error)) from error


def read_polygon(text: str) -> Polygon:
    """The polygon with these corners: ``LAT,LON;LAT,LON;LAT,LON``."""
    form = gettext("LAT,LON;LAT,LON;LAT,LON in decimal degrees")
    corners = [_numbers(corner, 2, form) for corner in text.split(";") if corner.strip()]
    try:
        return asked_polygon([(latitude, longitude) for latitude, longitude in corners])
    except Invalid as error:
        raise NotReadable(str(error)) from error


def write_polygon(polygon: Polygon) -> str:
    """As ``read_polygon`` reads it."""
    return ";".join(f"{latitude!r},{longitude!r}" for latitude, longitude in polygon.corners)


def read_box(text: str) -> Box:
    """A box ``W,S,E,N``; one whose east is less than its west crosses the antimeridian."""
    west, south, east, north = _numbers(
        text, 4, gettext("W,S,E,N in degrees, such as 43.9,55.2,44.1,55.4")
    )
    try:
        return asked_box(west, south, east, north)
    except Invalid as error:
        raise NotReadable(str(error)) from error


def write_box(box: Box) -> str:
    """``W,S,E,N``; across the antimeridian the east runs on beyond 180."""
    return ",".join(repr(edge) for edge in (box.west, box.south, box.east, box.north))


def read_end(words: str, *, is_start: bool) -> tuple[datetime, datetime]:
    """One end of a window as the outermost and the innermost instant it may mean.

    The second, minute or day that was named belongs to the window as a whole. A clock
    without a zone may have hung anywhere on Earth.
    """
    try:
        reading: TimeReading = read_time(words)
    except (NotUnderstood, Invalid) as error:
        raise NotReadable(str(error)) from error
    end = reading.interval.earliest if is_start else reading.interval.latest
    if end is None:
        said = (
            gettext(
                "“%(words)s” leaves open when the window begins: name a moment, "
                "such as %(example)s."
            )
            if is_start
            else gettext(
                "“%(words)s” leaves open when the window ends: name a moment, such as %(example)s."
            )
        )
        raise NotReadable(said % {"words": words, "example": "2023-05-02 23:15 UTC"})
    spread = timedelta(0)
    if reading.zone_basis == "unknown":
        spread = EASTERNMOST_OFFSET - WESTERNMOST_OFFSET
    return end, end + spread if is_start else end - spread


def read_instant(text: str) -> datetime:
    """An exact moment of our own clock, as links carry it."""
    try:
        # A plus sign that was typed into an address arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise NotReadable(
            gettext("“%(text)s” is not a moment: write it like 2023-05-02T23:15:00+00:00.")
            % {"text": text}
        ) from error
    if moment.tzinfo is None:
        raise NotReadable(
            gettext("“%(text)s” has no zone: write it like 2023-05-02T23:15:00+00:00.")
            % {"text": text}
        )
    return moment


def make_window(
    from_words: str,
    to_words: str,
    start: tuple[datetime, datetime] | None,
    end: tuple[datetime, datetime] | None,
) -> Window:
    """A window from its ends; ``None`` leaves an end open."""
    if start and end and start[0] > end[0]:
        raise NotReadable(gettext("The window ends before it begins."))
    outer = TimeInterval(start[0] if start else None, end[0] if end else None)
    is_sure = not (start and end and start[1] > end[1])
    inner = TimeInterval(start[1] if start else None, end[1] if end else None) if is_sure else None
    return Window(from_words, to_words, outer, inner)


def read_page_key(text: str) -> PageKey:
    """The key of a page, as a link to the next page carries it."""
    if not re.fullmatch(r"[01]_-?\d{1,18}_\d{1,18}", text, re.ASCII):
        raise NotReadable(gettext("This is not a page of the results: begin at the first page."))
    rank, key, item_id = text.split("_")
    return PageKey(int(rank), int(key), int(item_id))


def _numbers(text: str, count: int, form: str) -> list[float]:
    parts = text.replace("\N{MINUS SIGN}", "-").split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise NotReadable(
            gettext("“%(text)s” is not a place: write %(form)s.") % {"text": text, "form": form}
        )
    return numbers
