"""What only PNG keeps in its own way: its clock, and profiles spelt out as text."""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

# ImageMagick and older programs write a block of EXIF or XMP so: its name, how many bytes it
# has, and these in hexadecimal, each in lines of their own.
_PROFILE = re.compile(r"\s*\w+\s+\d{1,12}\s+([0-9a-f\s]*)", re.ASCII | re.IGNORECASE)
_KINDS = ("exif", "APP1", "xmp")
_LOOKED_AT_BYTES = 24
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"


def profiles(texts: Mapping[str, Any]) -> dict[str, bytes]:
    """The blocks ``exif`` and ``xmp`` that are spelt out in these texts."""
    found: dict[str, bytes] = {}
    for kind in _KINDS:
        if spelt := _PROFILE.fullmatch(str(texts.get(f"Raw profile type {kind}", ""))):
            digits = "".join(spelt[1].split())
            block = bytes.fromhex(digits[: len(digits) // 2 * 2])
            is_xmp = kind == "xmp" or block.startswith(_XMP_HEAD)
            found.setdefault("xmp" if is_xmp else "exif", block.removeprefix(_XMP_HEAD))
    return found


def clock(png: bytes) -> list[int]:
    """Year, month, day, hour, minute and second in the chunk ``tIME``; nothing without one."""
    for kind, body in chunks(png):
        if kind == b"tIME" and len(body) == 7:
            return list(struct.unpack(">H5B", body))
    return []


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind of each chunk and the first bytes of its body."""
    at = 8
    while at + 8 <= len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + min(size, _LOOKED_AT_BYTES)]
        at += 12 + size
