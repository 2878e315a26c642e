"""EXIF tags, as ExifRead names them, understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.places import Position, altitude_m, heading, position, signed_degrees
from media_tools.embedded.times import parse_clock, parse_gps_time, parse_offset
from media_tools.findings import JSON, Meaning, Reading


@dataclass(frozen=True, slots=True)
class ExifTag:
    """The text of one tag and its numbers: integers, or ratios as [numerator, denominator]."""

    text: str = ""
    numbers: Sequence[int | list[int]] = ()

    def ratios(self) -> list[Fraction | None]:
        """The numbers as fractions; ``None`` for one that divides by zero."""
        pairs = (number if isinstance(number, list) else [number, 1] for number in self.numbers)
        return [Fraction(top, bottom) if bottom else None for top, bottom in pairs]

    def ratio(self) -> Fraction | None:
        """The first number as a fraction; ``None`` if there is none or it divides by zero."""
        return next(iter(self.ratios()), None)


Tags = Mapping[str, ExifTag]
_NOTHING = ExifTag()

_DATES = (
    (Meaning.CAPTURED, 0, "EXIF DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"),
    (Meaning.CAPTURED, 1, "EXIF DateTimeDigitized", "SubSecTimeDigitized", "OffsetTimeDigitized"),
    (Meaning.MODIFIED, 0, "Image DateTime", "SubSecTime", "OffsetTime"),
)
_NAMES = (
    (Meaning.MAKE, "Image Make"),
    (Meaning.MODEL, "Image Model"),
    (Meaning.SOFTWARE, "Image Software"),
)


def understand_exif(tags: Tags, tool: str, into: Collected) -> None:
    """Add what the tags mean, and a warning for each that is damaged."""
    into.raw += [as_read(name, tag.text, tool) for name, tag in tags.items()]
    for meaning, rank, name, subsecond, offset in _DATES:
        if name in tags:
            _date(
                as_read(name, tags[name].text, tool), meaning, rank, subsecond, offset, tags, into
            )
    for meaning, name in _NAMES:
        into.words(as_read(name, _text(tags, name).strip("\0"), tool), meaning)
    _gps_time(tags, tool, into)
    _gps_position(tags, tool, into)
    _gps_heading(tags, tool, into)
    _focal_length(tags, tool, into)


def _text(tags: Tags, name: str) -> str:
    return tags.get(name, _NOTHING).text


def _date(
    reading: Reading,
    meaning: Meaning,
    rank: int,
    subsecond: str,
    offset: str,
    tags: Tags,
    into: Collected,
) -> None:
    stated = as_read(f"EXIF {offset}", _text(tags, f"EXIF {offset}"), reading.tool)
    valid = into.attempt(stated, parse_offset, stated.text) is not None
    into.time(
        reading,
        meaning,
        rank,
        parse_clock,
        _text(tags, reading.tag),
        subsecond=_text(tags, f"EXIF {subsecond}"),
        offset=stated.text if valid else "",
    )


def _gps_time(tags: Tags, tool: str, into: Collected) -> None:
    day, clock = _text(tags, "GPS GPSDate"), tags.get("GPS GPSTimeStamp", _NOTHING)
    reading = as_read("GPS GPSDate, GPSTimeStamp", f"{day} {clock.text}", tool)
    into.time(reading, Meaning.CAPTURED, 2, parse_gps_time, day, clock.ratios())


def _gps_position(tags: Tags, tool: str, into: Collected) -> None:
    latitude = tags.get("GPS GPSLatitude", _NOTHING)
    longitude = tags.get("GPS GPSLongitude", _NOTHING)
    if not latitude.numbers and not longitude.numbers:
        return
    north_south = _text(tags, "GPS GPSLatitudeRef")
    east_west = _text(tags, "GPS GPSLongitudeRef")
    text = f"{latitude.text} {north_south}, {longitude.text} {east_west}"
    reading = as_read("GPS GPSLatitude, GPSLongitude", text, tool)

    def read() -> Position:
        return position(
            signed_degrees(latitude.ratios(), north_south, "NS"),
            signed_degrees(longitude.ratios(), east_west, "EW"),
            _gps_altitude(tags, tool, into),
            _gps_radius(tags),
        )

    if found := into.attempt(reading, read):
        into.understand(reading, Meaning.POSITION, found.as_value())


def _gps_altitude(tags: Tags, tool: str, into: Collected) -> float | None:
    tag = tags.get("GPS GPSAltitude", _NOTHING)
    if not tag.numbers:
        return None
    references = tags.get("GPS GPSAltitudeRef", _NOTHING).numbers
    reference = next((number for number in references if isinstance(number, int)), None)
    reading = as_read("GPS GPSAltitude", tag.text, tool)
    return into.attempt(reading, altitude_m, tag.ratio(), reference)


def _gps_radius(tags: Tags) -> float | None:
    error = tags.get("GPS GPSHPositioningError", _NOTHING).ratio()
    return float(error) if error and error > 0 else None


def _gps_heading(tags: Tags, tool: str, into: Collected) -> None:
    name = "GPS GPSImgDirection"
    tag, reference = tags.get(name, _NOTHING), _text(tags, f"{name}Ref")
    if not tag.numbers:
        return
    reading = as_read(name, f"{tag.text} {reference}".strip(), tool)
    if value := into.attempt(reading, heading, tag.ratio(), reference):
        into.understand(reading, Meaning.HEADING, value)


def _focal_length(tags: Tags, tool: str, into: Collected) -> None:
    tag = tags.get("EXIF FocalLength", _NOTHING)
    equivalent = tags.get("EXIF FocalLengthIn35mmFilm", _NOTHING).ratio()
    millimetres = tag.ratio()
    # Zero means unknown in both tags.
    if millimetres and millimetres > 0:
        value: JSON = {
            "millimetres": float(millimetres),
            "equivalent_35mm": float(equivalent) if equivalent and equivalent > 0 else None,
        }
        reading = as_read("EXIF FocalLength", tag.text, tool)
        into.understand(reading, Meaning.FOCAL_LENGTH, value)
