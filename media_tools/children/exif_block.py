"""EXIF by ExifRead, with the bytes of each text; where that gives up, by Pillow."""

import io
from collections.abc import Iterator
from typing import Any

import exifread
from exifread.utils import Ratio
from PIL import ExifTags, Image

from media_tools.children.start import words_of
from media_tools.embedded.picture_texts import decoded

MAX_TAGS = 500
MAX_TEXT = 20_000
MAX_RAW = 4096
MAX_NUMBERS = 16
MAX_UNNAMED_BYTES = 256

# Name, text, numbers (a ratio is two integers), and the bytes of a text in hexadecimal.
Tag = list[Any]

_PREFIX = b"Exif\0\0"
_PARTS = (
    ("EXIF", ExifTags.IFD.Exif, ExifTags.TAGS),
    ("GPS", ExifTags.IFD.GPSInfo, ExifTags.GPSTAGS),
)
# Bytes without a form: ExifRead shows the beginning as a list, or as the words in it.
_BYTES = ("EXIF MakerNote", "EXIF UserComment")
# A tag that ExifRead 3.5 does not know by name.
_RENAMED = {"GPS Tag 0x001F": "GPS GPSHPositioningError"}
_AS_EXIFREAD = {"GPSDateStamp": "GPSDate", "ExifImageHeight": "ExifImageLength"}


def read_exif(file: bytes, found: object, complaints: list[str]) -> tuple[str, list[Tag]]:
    """What the tags were read from, and the tags, named as ExifRead does.

    ExifRead reads the file; where that finds nothing or fails, the block ``found`` by
    Pillow: ExifRead fails on many HEIF files, is blind in WebP, and misses a JPEG's EXIF
    behind large XMP or maker segments. A block on which it gives up is read by Pillow.
    """
    block = found.removeprefix(_PREFIX) if isinstance(found, bytes) else b""
    failed = ""
    for via, source in (("file", file), ("Pillow's block", block)):
        for details in (True, False) if source else ():
            try:
                tags = exifread.process_file(
                    io.BytesIO(source), details=details, extract_thumbnail=False
                )
            except Exception as error:  # noqa: BLE001 - ExifRead raises anything; it is told
                failed = words_of(error)
                continue
            if tags:
                base = _start_of(source, block)
                return via, [_tag(*one, source, base) for one in list(tags.items())[:MAX_TAGS]]
            break
    if not block or _is_empty(block):
        return "", []
    rest = _by_pillow(block)
    cause = f"ExifRead gave up with {failed}" if failed else "ExifRead found no tag in it"
    kept = "what Pillow could read of it is given" if rest else "nothing in it could be read"
    complaints.append(f"The EXIF block is damaged; {cause}, {kept}.")
    return "Pillow", rest


def _start_of(source: bytes, block: bytes) -> int:
    """Where the TIFF head begins from which EXIF counts; -1 if that is not known."""
    if source[:4] in (b"II*\0", b"MM\0*"):
        return 0
    return source.find(block[:64]) if len(block) >= 8 else -1


def _is_empty(block: bytes) -> bool:
    """Whether it is a whole block that holds no tag at all, as some programs write."""
    order = {b"II": "little", b"MM": "big"}.get(block[:2])
    if order is None:
        return False
    at = int.from_bytes(block[4:8], order)  # type: ignore[arg-type]
    return block[at : at + 2] == b"\0\0"


def _tag(name: str, tag: Any, source: bytes, base: int) -> Tag:
    name, values = _RENAMED.get(name, name), getattr(tag, "values", None)
    if isinstance(values, str | bytes):
        plain = values if isinstance(values, bytes) else values.encode("utf-8", "surrogatepass")
        text = decoded(values) if isinstance(values, bytes) else values
        return [name, text[:MAX_TEXT], [], _raw(tag, plain, source, base).hex()]
    listed: list[Any] = list(values) if isinstance(values, list | tuple) else [values]
    raw = bytes(listed[:MAX_UNNAMED_BYTES]) if name in _BYTES and _are_bytes(listed) else b""
    return [name, str(tag)[:MAX_TEXT], list(_numbers(listed)), raw.hex()]


def _are_bytes(values: Any) -> bool:
    return all(isinstance(value, int) and 0 <= value <= 255 for value in values)


def _raw(tag: Any, plain: bytes, source: bytes, base: int) -> bytes:
    """All bytes of a text, also those behind a NUL, at which ExifRead cuts it."""
    if base < 0:
        return plain
    start = base + tag.field_offset
    raw = source[start : start + min(tag.field_length, MAX_RAW)]
    # Maker notes count from elsewhere: only what begins with the text as read is its bytes.
    return raw if raw.split(b"\0", 1)[0] == plain[:MAX_RAW] else plain[:MAX_RAW]


def _numbers(values: Any) -> Iterator[int | list[int]]:
    for value in list(values)[:MAX_NUMBERS]:
        if isinstance(value, int):
            yield value
        elif isinstance(value, Ratio):
            yield [value.num, value.den]
        elif hasattr(value, "denominator"):
            yield [int(value.numerator), int(value.denominator)]


def _by_pillow(block: bytes) -> list[Tag]:
    tags: list[Tag] = []
    exif = Image.Exif()
    try:
        exif.load(_PREFIX + block)
        tags += _named("Image", dict(exif), ExifTags.TAGS)
        for part, ifd, names in _PARTS:
            tags += _named(part, exif.get_ifd(ifd), names)
    except Exception:  # noqa: BLE001 - the block is told to be damaged already
        return tags
    return tags


def _named(part: str, values: dict[int, Any], names: dict[int, str]) -> Iterator[Tag]:
    for number, value in list(values.items())[:MAX_TAGS]:
        name = names.get(number, f"Tag 0x{number:04X}")
        full = f"{part} {_AS_EXIFREAD.get(name, name)}"
        if isinstance(value, str):
            yield [full, value[:MAX_TEXT], [], ""]
        elif isinstance(value, bytes) and len(value) > 4:
            yield [full, decoded(value)[:MAX_TEXT], [], value[:MAX_RAW].hex()]
        else:
            listed = value if isinstance(value, tuple | bytes) else (value,)
            yield [full, str(value)[:MAX_TEXT], list(_numbers(listed)), ""]
