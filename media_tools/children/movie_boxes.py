"""What ffprobe does not show, or not in every version, of an MP4 or QuickTime header.

ffprobe 5.1 gives the duration in the movie header, 6.0 works one out of the tracks;
neither shows the ``date`` box in which iPhones export when a clip was taken. Only
sizes of boxes and these two bodies are looked at; nothing is followed or unpacked.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

_MOST_BOXES = 10_000
_LONGEST_TEXT = 200


def movie_header(path: str) -> dict[str, Any]:
    """The claims of the first movie header.

    ``duration`` is [numerator, denominator] in seconds or ``None``, ``texts`` are by the
    name of their box; both are left out if there is no such header.
    """
    with Path(path).open("rb") as file:
        end = file.seek(0, 2)
        movie = next((span for kind, *span in _boxes(file, 0, end) if kind == b"moov"), None)
        if not movie:
            return {}
        duration: Fraction | None = None
        texts: dict[str, str] = {}
        for kind, *span in _boxes(file, *movie):
            if kind == b"mvhd":
                duration = _duration(_body(file, *span))
            elif kind == b"udta":
                for name, *inner in _boxes(file, *span):
                    if name == b"date":
                        texts["date"] = _body(file, *inner).decode("utf-8", "replace")
    return {"duration": duration and duration.as_integer_ratio(), "texts": texts}


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the body of each box that lies whole between the two."""
    return islice(_walk(file, start, end), _MOST_BOXES)


def _walk(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    at = start
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1:
            size, body = int.from_bytes(head[8:], "big"), at + 16
        elif size == 0:
            size = end - at
        if at + size < body:
            return
        yield kind, body, min(at + size, end)
        at += size


def _body(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(min(end - start, _LONGEST_TEXT))


def _duration(body: bytes) -> Fraction | None:
    width, at = (8, 20) if body[:1] == b"\x01" else (4, 12)
    scale = int.from_bytes(body[at : at + 4], "big")
    ticks = body[at + 4 : at + 4 + width]
    # All ones mean that the writer did not know, zero that fragments follow.
    if not scale or len(ticks) < width or ticks in (b"\xff" * width, bytes(width)):
        return None
    return Fraction(int.from_bytes(ticks, "big"), scale)


ACTIONS = {"header": movie_header}
