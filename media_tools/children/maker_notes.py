"""What three makers keep out of EXIF's own tags: FLIR's thermal cameras, Reconyx's traps, Apple.

Only the few fields that say when, where, with what and beside which other file a picture was
taken are looked at, at the places at which these makers put them. What does not fit is left
out.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

from media_tools.children.extents import segments

_SEGMENT = b"FLIR\0\x01"
_SEGMENT_HEAD = 8
_MOST_BYTES = 4 << 20
_MOST_RECORDS = 200
_CAMERA_INFO, _GPS_INFO = 0x20, 0x2B
_APPLE = b"Apple iOS\0"
# By exiftool's names: what a Live Photo and its clip share, and the pictures of a burst.
_APPLE_IDS = {0x000B: "BurstUUID", 0x0011: "ContentIdentifier"}
_ASCII = 2
_LONGEST_NOTE, _LONGEST_ID = 65_536, 200

Fields = dict[str, Any]


def flir(jpeg: bytes) -> Fields:
    """``time`` [seconds since 1970, milliseconds, minutes west of UTC], ``model`` and ``gps``.

    FLIR cuts a file of its own, FFF, into APP1 segments: behind a head of 64 bytes, records
    by type, place and length. Each is left out if it is not there.
    """
    file = b"".join(_segments(jpeg))[:_MOST_BYTES]
    found: Fields = {}
    for kind, body in _records(file):
        # The first word of a camera record tells the order of its bytes.
        order = "<" if body[:2] in (b"\x02\x00", b"\x01\x00") or body[1:2] == b"\0" else ">"
        if kind == _CAMERA_INFO and len(body) >= 910:
            seconds, part, west = struct.unpack_from(f"{order}IIh", body, 900)
            found["model"] = body[212:244].split(b"\0")[0].decode("utf-8", "replace")
            if seconds:
                found["time"] = [seconds, part & 0xFFFF, west]
        elif kind == _GPS_INFO and len(body) >= 88:
            found["gps"] = _gps(body, order)
    return found


def _gps(body: bytes, order: str) -> Fields:
    (valid,) = struct.unpack_from(f"{order}I", body, 0)
    latitude, longitude, altitude = struct.unpack_from(f"{order}ddf", body, 16)
    (direction,) = struct.unpack_from(f"{order}f", body, 84)
    return {
        "valid": valid,
        "latitude": [repr(latitude), _letter(body, 8)],
        "longitude": [repr(longitude), _letter(body, 10)],
        "altitude": repr(altitude),
        "direction": [repr(direction), _letter(body, 72)],
    }


def _letter(body: bytes, at: int) -> str:
    return body[at : at + 1].decode("ascii", "replace").strip("\0")


def _segments(jpeg: bytes) -> Iterator[bytes]:
    for marker, start, end in segments(io.BytesIO(jpeg), 0, len(jpeg)):
        if marker == 0xE1 and jpeg.startswith(_SEGMENT, start):
            yield jpeg[start + _SEGMENT_HEAD : end]


def _records(file: bytes) -> Iterator[tuple[int, bytes]]:
    if not file.startswith((b"FFF\0", b"AFF\0")) or len(file) < 64:
        return
    order = ">" if 100 <= int.from_bytes(file[20:24], "big") < 200 else "<"
    at, count = struct.unpack_from(f"{order}II", file, 24)
    for number in range(min(count, _MOST_RECORDS)):
        entry = file[at + 32 * number : at + 32 * (number + 1)]
        if len(entry) < 32:
            return
        (kind,) = struct.unpack_from(f"{order}H", entry, 0)
        start, length = struct.unpack_from(f"{order}II", entry, 12)
        yield kind, file[start : start + length]


def reconyx(note: bytes) -> str:
    """The clock in the maker note of a Reconyx HyperFire, empty if this is none.

    Words of 16 bits, low byte first: 0xF101, and from the twelfth on second, minute, hour,
    month, day and year.
    """
    if not note.startswith(b"\x01\xf1") or len(note) < 34:
        return ""
    second, minute, hour, month, day, year = struct.unpack_from("<6H", note, 22)
    return f"{year:04d}:{month:02d}:{day:02d} {hour:02d}:{minute:02d}:{second:02d}"


def apple(file: bytes, beginning: bytes) -> dict[str, str]:
    """The ids in the maker note of an iPhone by name; ``beginning`` is that of a note in ``file``.

    A directory as in TIFF behind a head of 14 bytes; its offsets count from the note's own
    first byte, which ExifRead gets wrong in HEIC.
    """
    found: dict[str, str] = {}
    if not beginning.startswith(_APPLE) or (start := file.find(beginning)) < 0:
        return found
    note = file[start : start + _LONGEST_NOTE].ljust(16, b"\0")
    order = "<" if note[12:14] == b"II" else ">"
    (count,) = struct.unpack_from(f"{order}H", note, 14)
    for at in range(16, min(16 + 12 * count, len(note) - 11), 12):
        tag, kind, length, value = struct.unpack_from(f"{order}HHII", note, at)
        if tag in _APPLE_IDS and kind == _ASCII:
            text = note[at + 8 : at + 8 + length] if length <= 4 else note[value : value + length]
            found[_APPLE_IDS[tag]] = text[:_LONGEST_ID].split(b"\0")[0].decode("utf-8", "replace")
    return found
