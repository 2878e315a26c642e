"""Where a second reader reads a file otherwise than the first.

Both are held against each other by meaning: what the first understood must be among what
the second found, in whatever tag, or the second must have found nothing else. What only the
first found is no disagreement, for the second does not know every container; what only the
second found is told.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from media_tools.errors import Invalid
from media_tools.findings import Meaning, Reading
from media_tools.orientation import TURNED_BY_BOXES, from_exif
from media_tools.places import Place, distance_m
from media_tools.text import visible

SAME_PLACE_M = 10.0
SAME_DURATION_S = 0.1
SAME_DURATION_SHARE = 0.01

Tags = Mapping[str, str]
Found = dict[str, str]
Agrees = Callable[[Any, str], bool]

_CLOCK = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")
_TAKEN = ("DateTimeOriginal", "CreateDate", "CreationDate", "DateTimeCreated", "GPSDateTime")
# The thumbnail's tags, a colour profile's, and what exiftool adds out of the others.
_NOT_THE_PICTURES = ("IFD1", "ICC-header", "File", "MPF0", "MPImage1", "MPImage2", "MPImage3")
_SIZES = re.compile(r"(?:File|PNG|GIF|RIFF|BMP|Jpeg2000|MPEG|H264|Flash|Track\d+)")
_ESTIMATED = ("M2TS", "MPEG")
# Of these exiftool works out the duration from the first frame's bit rate.
_RECKONED = ("audio/mpeg", "audio/aac", "audio/ogg", "audio/amr", "audio/amr-wb")
_MOST_TOLD = 3


def disagreements(first: Iterable[Reading], tags: Tags, *, mime: str, second: str) -> Iterator[str]:
    """A sentence for each thing that the two readers read differently, with both values."""
    kept = list(first)
    tell = _Teller(kept, second)
    yield from tell.about("date", Meaning.CAPTURED, _clocks(tags), _taken(tags), _same_clock)
    places = _places(tags)
    yield from tell.about("position", Meaning.POSITION, places, places, _same_place)
    for name, meaning, tag in (("make", Meaning.MAKE, "Make"), ("model", Meaning.MODEL, "Model")):
        named = _named(tags, tag)
        yield from tell.about(name, meaning, named, named, _same_words)
    for name, meaning, tag in (
        ("width", Meaning.WIDTH, "ImageWidth"),
        ("height", Meaning.HEIGHT, "ImageHeight"),
    ):
        sizes = _sizes(tags, tag, mime)
        yield from tell.about(name, meaning, sizes, {}, _same_number)
    durations = {} if mime in _RECKONED else _durations(tags)
    yield from tell.about("duration", Meaning.DURATION, durations, {}, _same_duration)
    turns = _turns(tags, mime)
    yield from tell.about("orientation", Meaning.ROTATION, turns, {}, _same_turn)


class _Teller:
    """Says what the first reader and the second say of one thing."""

    def __init__(self, first: list[Reading], second: str) -> None:
        self._first, self._second = first, second

    def about(
        self, name: str, meaning: Meaning, found: Found, only: Found, agrees: Agrees
    ) -> Iterator[str]:
        """``found`` is what may confirm the first reader, ``only`` what it should have seen."""
        ours = [reading for reading in self._first if reading.meaning is meaning]
        new = {
            tag: text
            for tag, text in (only or found).items()
            if not any(agrees(reading.value, text) for reading in ours)
        }
        if not new:
            return
        if not ours and only:
            yield f"{self._second} reads a {name} that the first reader does not: {_listed(new)}."
        told = (
            f"The readers disagree on the {name}: {reading.tool} says {reading.tag} "
            f"“{visible(reading.text, 100)}”, {self._second} says {_listed(new)}."
            for reading in ours
            if not any(agrees(reading.value, text) for text in found.values())
        )
        yield from dict.fromkeys(told)


def _listed(found: Found) -> str:
    shown = [f"{visible(tag, 60)} “{visible(text, 100)}”" for tag, text in list(found.items())]
    more = f" and {len(shown) - _MOST_TOLD} more" if len(shown) > _MOST_TOLD else ""
    return ", ".join(shown[:_MOST_TOLD]) + more


def _clocks(tags: Tags) -> Found:
    clocks = {tag: text for tag, text in tags.items() if _CLOCK.search(text)}
    day, clock = tags.get("GPS:GPSDateStamp"), tags.get("GPS:GPSTimeStamp")
    return clocks | ({"GPS:GPSDateStamp": f"{day} {clock}"} if day and clock else {})


def _taken(tags: Tags) -> Found:
    return {
        tag: text
        for tag, text in tags.items()
        if tag.partition(":")[2] in _TAKEN
        and tag.partition(":")[0] not in _NOT_THE_PICTURES
        and _CLOCK.match(text)
        and not text.startswith(("0000", "1904", "1970"))
    }


def _same_clock(value: Any, text: str) -> bool:
    """Whether both show the same clock face, as far as both go; zones are not compared."""
    ours, theirs = _CLOCK.search(str(value["text"])), _CLOCK.search(text)
    if not ours or not theirs:
        return str(value["text"])[:10].replace("-", ":") == text[:10].replace("-", ":")
    pairs = zip(ours.groups(), theirs.groups(), strict=True)
    return all(a == b for a, b in pairs if a is not None and b is not None)


def _places(tags: Tags) -> Found:
    """Latitude and longitude in signed degrees, by the tag of the latitude."""
    found: Found = {}
    for tag, text in tags.items():
        group, _, name = tag.partition(":")
        if name == "GPSCoordinates":
            found[tag] = " ".join(text.split()[:2])
        elif name == "GPSLatitude" and group != "Composite":
            latitude = _signed(text, tags.get(f"{group}:GPSLatitudeRef", ""), "S")
            across = tags.get(f"{group}:GPSLongitude", "")
            longitude = _signed(across, tags.get(f"{group}:GPSLongitudeRef", ""), "W")
            found[tag] = f"{latitude} {longitude}"
    return {tag: text for tag, text in found.items() if _place(text)}


def _signed(text: str, reference: str, negative: str) -> str:
    is_negative = reference.upper().startswith(negative) and not text.startswith("-")
    return f"-{text}" if is_negative else text


def _place(text: str) -> Place | None:
    try:
        latitude, longitude = map(float, text.split())
        return Place(latitude, longitude) if latitude or longitude else None
    except (ValueError, Invalid):
        return None


def _same_place(value: Any, text: str) -> bool:
    there = _place(text)
    here = Place(value["latitude"], value["longitude"])
    return there is not None and distance_m(here, there) <= SAME_PLACE_M


def _named(tags: Tags, wanted: str) -> Found:
    return {
        tag: text
        for tag, text in tags.items()
        if tag.partition(":")[2] == wanted
        and tag.partition(":")[0] not in _NOT_THE_PICTURES
        and text.strip()
        and not text.isdigit()
    }


def _same_words(value: Any, text: str) -> bool:
    return str(value).split() == visible(text).split()


def _sizes(tags: Tags, wanted: str, mime: str) -> Found:
    return {
        tag: text
        for tag, text in tags.items()
        if tag.partition(":")[2] == wanted
        and (_SIZES.fullmatch(tag.partition(":")[0]) or mime == "image/tiff")
    }


def _same_number(value: Any, text: str) -> bool:
    return str(value) == text


def _durations(tags: Tags) -> Found:
    return {
        tag: text
        for tag, text in tags.items()
        if tag.partition(":")[2] == "Duration"
        and tag.partition(":")[0] not in _ESTIMATED
        and re.fullmatch(r"\d+(?:\.\d+)?", text)
        and float(text)
    }


def _same_duration(value: Any, text: str) -> bool:
    allowed = max(SAME_DURATION_S, SAME_DURATION_SHARE * float(value))
    return abs(float(value) - float(text)) <= allowed


def _turns(tags: Tags, mime: str) -> Found:
    if mime in TURNED_BY_BOXES:
        return {}
    wanted = "IFD0:Orientation" if mime.startswith("image/") else "Composite:Rotation"
    text = tags.get(wanted, "")
    return {wanted: text} if re.fullmatch(r"\d{1,9}", text, re.ASCII) else {}


def _same_turn(value: Any, text: str) -> bool:
    number = int(text)
    turn = from_exif(number)
    if turn:
        return bool(turn.as_value() == value)
    return bool(number % 360 == value["degrees_clockwise"])
