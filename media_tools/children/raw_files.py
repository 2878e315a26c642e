"""What can be shown of a camera's raw file without developing it: the JPEG that lies in it.

Every maker hides its previews elsewhere, and all of them are JPEGs. So the file is
searched for JPEGs that have a whole header, and the largest is taken.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from media_tools.tiff import (
    EXIF_HEIGHT,
    EXIF_WIDTH,
    HEIGHT,
    ORIENTATION,
    WIDTH,
    directories,
    number_of,
)

_MOST_CANDIDATES = 100_000
_MOST_SEGMENTS = 200
# Baseline, extended and progressive. What a sensor saw is packed without loss (C3).
_SHOWN = {0xC0, 0xC1, 0xC2}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Preview:
    """The largest JPEG in the file: where it starts, and its size."""

    start: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What the directories say of the whole picture, ``None`` where they do not."""

    size: tuple[int, int] | None
    orientation: int | None


def largest_preview(data: bytes) -> Preview | None:
    """Where it lies, ``None`` if there is none."""
    return max(
        islice(_previews(data), _MOST_CANDIDATES),
        key=lambda one: one.width * one.height,
        default=None,
    )


def claims_of(data: bytes) -> Claims:
    """The largest size and the first orientation that any directory names."""
    sizes: list[tuple[int, int]] = []
    orientations: list[int] = []
    for one in directories(_as_tiff(data)):
        for width, height in ((WIDTH, HEIGHT), (EXIF_WIDTH, EXIF_HEIGHT)):
            sizes.append((number_of(one, width) or 0, number_of(one, height) or 0))
        if orientation := number_of(one, ORIENTATION):
            orientations.append(orientation)
    size = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Claims(size if all(size) else None, next(iter(orientations), None))


def tagged_part(data: bytes) -> tuple[io.BytesIO, str, bytes]:
    """Where the tags stand: a picture that Pillow opens, its format, and a TIFF for ExifRead."""
    tiff = _as_tiff(data)
    if data[:4] == tiff[:4]:
        return io.BytesIO(data), "TIFF", tiff
    preview = largest_preview(data)
    return io.BytesIO(data[preview.start :] if preview else b""), "JPEG", tiff


def _as_tiff(data: bytes) -> bytes:
    """The TIFF that lies in the file, or that it would be but for its mark."""
    marks = {b"II": b"II*\0", b"MM": b"MM\0*"}
    at = 0 if data[:2] in marks else data.find(b"CMT1", 0, 65_536) + 4
    mark = marks.get(data[at : at + 2])
    return mark + data[at + 4 :] if mark else b""


def _previews(data: bytes) -> Iterator[Preview]:
    at = data.find(b"\xff\xd8\xff")
    while at >= 0:
        if size := _size_of_jpeg(data, at):
            yield Preview(at, *size)
        at = data.find(b"\xff\xd8\xff", at + 3)


def _size_of_jpeg(data: bytes, start: int) -> tuple[int, int] | None:
    """Width and height, if a JPEG with a whole header begins here."""
    at = start + 2
    size: tuple[int, int] | None = None
    for _ in range(_MOST_SEGMENTS):
        marker = data[at + 1 : at + 2]
        if data[at : at + 1] != b"\xff" or not marker or marker[0] < 0xC0:
            return None
        if marker == b"\xda":
            return size
        if marker[0] in _FRAMES:
            height, width = (int.from_bytes(data[at + n : at + n + 2], "big") for n in (5, 7))
            if marker[0] not in _SHOWN or data[at + 4 : at + 5] != b"\x08" or not width * height:
                return None
            size = (width, height)
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return None
