"""What ffprobe does not show, or not in every version, of an MP4 or QuickTime header.

ffprobe 5.1 gives the duration in the movie header, 6.0 works one out of the tracks;
neither shows the ``date`` box in which iPhones export when a clip was taken, nor when the
clip was changed, nor a date of zero, and both drop the height in 3GPP's ``loci``. Only sizes
of boxes and these three bodies are looked at; nothing is followed or unpacked.
"""

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.boxes import body_of, boxes

_LONGEST_TEXT = 200


def movie_header(path: str) -> dict[str, Any]:
    """The claims of the first movie header.

    ``duration`` is [numerator, denominator] in seconds or ``None``, ``texts`` are by the
    name of their box, ``times`` are seconds since 1904 by name; all are left out if there is
    no such header.
    """
    with Path(path).open("rb") as file:
        end = file.seek(0, 2)
        movie = next((span for kind, *span in boxes(file, 0, end) if kind == b"moov"), None)
        if not movie:
            return {}
        duration: Fraction | None = None
        texts: dict[str, str] = {}
        times: dict[str, int] = {}
        for kind, *span in boxes(file, *movie):
            if kind == b"mvhd":
                header = body_of(file, *span, most=_LONGEST_TEXT)
                duration, times = _duration(header), _times(header)
            elif kind == b"udta":
                texts |= dict(_texts(file, *span))
    return {"duration": duration and duration.as_integer_ratio(), "texts": texts, "times": times}


def _texts(file: BinaryIO, start: int, end: int) -> Iterator[tuple[str, str]]:
    for name, *span in boxes(file, start, end):
        if name == b"date":
            yield "date", body_of(file, *span, most=_LONGEST_TEXT).decode("utf-8", "replace")
        elif name == b"loci" and (where := _iso_6709(body_of(file, *span, most=_LONGEST_TEXT))):
            yield "loci", where


def _iso_6709(loci: bytes) -> str:
    """The position in 3GPP's box, in the form in which other boxes hold it; empty if cut off.

    Behind version and language stand the name of the place, in UTF-8 or, with its mark,
    UTF-16, and a byte for the role; then longitude, latitude and height in 65536ths
    (3GPP TS 26.244, 8.11).
    """
    if loci[6:8] in (b"\xfe\xff", b"\xff\xfe"):
        end = next((at for at in range(8, len(loci), 2) if loci[at : at + 2] == b"\0\0"), -1) + 2
    else:
        end = loci.find(b"\0", 6) + 1
    numbers = loci[end + 1 : end + 13]
    if end < 7 or len(numbers) < 12:
        return ""
    longitude, latitude, height = (number / 65536 for number in struct.unpack(">3i", numbers))
    return f"{latitude:+.5f}{longitude:+.5f}{height:+.3f}/"


def _times(body: bytes) -> dict[str, int]:
    width = 8 if body[:1] == b"\x01" else 4
    if len(body) < 4 + 2 * width:
        return {}
    created, changed = body[4 : 4 + width], body[4 + width : 4 + 2 * width]
    return {
        "creation_time": int.from_bytes(created, "big"),
        "modification_time": int.from_bytes(changed, "big"),
    }


def _duration(body: bytes) -> Fraction | None:
    width, at = (8, 20) if body[:1] == b"\x01" else (4, 12)
    scale = int.from_bytes(body[at : at + 4], "big")
    ticks = body[at + 4 : at + 4 + width]
    # All ones mean that the writer did not know, zero that fragments follow.
    if not scale or len(ticks) < width or ticks in (b"\xff" * width, bytes(width)):
        return None
    return Fraction(int.from_bytes(ticks, "big"), scale)


ACTIONS = {"header": movie_header}
