"""The directories of a TIFF file and of the camera files that are built like one.

Own code, because the type of a file is decided before any parser sees it. Only numbers and
short texts are looked at, only as many as a camera writes, and no directory twice.
"""

import struct
from collections.abc import Iterator
from typing import Literal

Directory = dict[int, tuple[int, ...] | bytes]

SUBFILE_TYPE, WIDTH, HEIGHT, COMPRESSION, MAKE, ORIENTATION = 254, 256, 257, 259, 271, 274
SUB_DIRECTORIES, EXIF_DIRECTORY, DNG_VERSION = 330, 34665, 50706
EXIF_WIDTH, EXIF_HEIGHT = 40962, 40963

_MOST_DIRECTORIES = 32
_MOST_ENTRIES = 512
_MOST_VALUES = 64
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I"}


def directories(data: bytes) -> Iterator[Directory]:
    """Each directory: the first, what hangs on it, and so on down the chain.

    Texts are bytes, numbers a tuple. What lies beyond ``data`` is left out.
    """
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    waiting = [_number(data, 4, order)] if order else []
    seen: set[int] = set()
    while order and waiting and len(seen) < _MOST_DIRECTORIES:
        at = waiting.pop(0)
        if at in seen or not 8 <= at < len(data):
            continue
        seen.add(at)
        directory, link = _read(data, at, order)
        for tag in (SUB_DIRECTORIES, EXIF_DIRECTORY):
            waiting += [number for number in directory.get(tag, ()) if isinstance(number, int)]
        waiting.append(link)
        yield directory


def number_of(directory: Directory, tag: int) -> int | None:
    """The first number under this tag."""
    value = directory.get(tag)
    return value[0] if isinstance(value, tuple) and value else None


def _read(data: bytes, at: int, order: str) -> tuple[Directory, int]:
    count = min(int.from_bytes(data[at : at + 2], _NAMES[order]), _MOST_ENTRIES)
    directory: Directory = {}
    for place in range(at + 2, at + 2 + 12 * count, 12):
        entry = data[place : place + 12]
        if len(entry) < 12:
            break
        tag, kind, values = struct.unpack(f"{order}HHI", entry[:8])
        letter = _NUMBERS.get(kind, "s" if kind in (2, 7) else "")
        if not letter or not 0 < values <= _MOST_VALUES:
            continue
        size = struct.calcsize(letter) * values
        start = place + 8 if size <= 4 else struct.unpack(f"{order}I", entry[8:])[0]
        raw = data[start : start + size]
        if len(raw) == size:
            directory[tag] = (
                raw if letter == "s" else struct.unpack(f"{order}{values}{letter}", raw)
            )
    return directory, _number(data, at + 2 + 12 * count, order)


def _number(data: bytes, at: int, order: str) -> int:
    return int.from_bytes(data[at : at + 4], _NAMES[order])


_NAMES: dict[str, Literal["little", "big"]] = {"<": "little", ">": "big"}
