"""EXIF tags, as ExifRead names them, understood."""

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.exif_gps import understand_gps
from media_tools.embedded.exif_values import NOTHING, Tags, text_of
from media_tools.embedded.times import parse_clock, parse_offset
from media_tools.findings import JSON, Meaning, Reading

_DATES = (
    (Meaning.CAPTURED, 0, "EXIF DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"),
    (Meaning.CAPTURED, 0, "Image DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"),
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
    into.raw += [_as_read(tags, name, tool) for name in tags]
    for meaning, rank, name, subsecond, offset in _DATES:
        if name in tags:
            _date(_as_read(tags, name, tool), meaning, rank, subsecond, offset, tags, into)
    for meaning, name in _NAMES:
        into.words(_as_read(tags, name, tool), meaning)
    understand_gps(tags, tool, into)
    _focal_length(tags, tool, into)


def _as_read(tags: Tags, name: str, tool: str) -> Reading:
    tag = tags.get(name, NOTHING)
    return as_read(name, tag.text.rstrip("\0"), tool, tag.raw)


def _date(
    reading: Reading,
    meaning: Meaning,
    rank: int,
    subsecond: str,
    offset: str,
    tags: Tags,
    into: Collected,
) -> None:
    stated = as_read(f"EXIF {offset}", text_of(tags, f"EXIF {offset}"), reading.tool)
    raw_offset = text_of(tags, stated.tag)
    valid = into.attempt(stated, parse_offset, raw_offset) is not None
    into.time(
        reading,
        meaning,
        rank,
        parse_clock,
        text_of(tags, reading.tag),
        subsecond=text_of(tags, f"EXIF {subsecond}"),
        offset=raw_offset if valid else "",
    )


def _focal_length(tags: Tags, tool: str, into: Collected) -> None:
    tag = tags.get("EXIF FocalLength", NOTHING)
    equivalent = tags.get("EXIF FocalLengthIn35mmFilm", NOTHING).ratio()
    millimetres = tag.ratio()
    # Zero means unknown in both tags.
    if millimetres and millimetres > 0:
        value: JSON = {
            "millimetres": float(millimetres),
            "equivalent_35mm": float(equivalent) if equivalent and equivalent > 0 else None,
        }
        reading = as_read("EXIF FocalLength", tag.text, tool)
        into.understand(reading, Meaning.FOCAL_LENGTH, value)
