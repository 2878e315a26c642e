"""What ffprobe does not show, or not in every version, of an MP4 or QuickTime header.

ffprobe 5.1 gives the duration in the movie header, 6.0 works one out of the tracks;
neither shows the ``date`` box in which iPhones export when a clip was taken, nor when the
clip or a track of it was changed, nor a date of zero, nor XMP, and both drop the height in
3GPP's ``loci``. Only sizes of boxes and these bodies are looked at; nothing is followed or
unpacked.
"""

import struct
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.boxes import body_of, boxes
from media_tools.children.movie_tracks import Span, movie_of
from media_tools.children.start import attempt

_LONGEST_TEXT = 200
_MOST_TRACKS = 64
_MOST_XMP_BYTES = 4 << 20
# By Adobe's XMP specification, part 3, 1.1.1 (MPEG-4) and 1.1.5 (QuickTime).
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def movie_header(path: str) -> dict[str, Any]:
    """The claims of the first movie header.

    ``duration`` is [numerator, denominator] in seconds or ``None``, ``texts`` are by the
    name of their box, ``times`` are seconds since 1904 by box and name, such as
    ``mdhd:1:creation_time`` of the first track; all are left out if there is no such header.
    ``xmp_bytes`` is the length of the XMP packet, 0 without one.
    """
    with Path(path).open("rb") as file:
        movie = movie_of(file)
        if not movie:
            return {}
        duration: Fraction | None = None
        texts: dict[str, str] = {}
        times: dict[str, int] = {}
        for kind, *span in boxes(file, *movie):
            if kind == b"mvhd":
                header = body_of(file, *span, most=_LONGEST_TEXT)
                duration, times = _duration(header), _times(header, "mvhd") | times
            elif kind == b"udta":
                texts |= dict(_texts(file, *span))
        times |= _track_times(file, movie)
        xmp = _xmp(file)
    return {
        "duration": duration and duration.as_integer_ratio(),
        "texts": texts,
        "times": times,
        "xmp_bytes": xmp[1] - xmp[0] if xmp else 0,
    }


def movie_xmp(path: str) -> dict[str, Any]:
    """The properties of the movie's XMP by name, empty with a complaint if it is damaged."""
    from media_tools.embedded.xmp import flatten_xmp  # long to load, and few clips need it

    complaints: list[str] = []
    with Path(path).open("rb") as file:
        span = _xmp(file)
        packet = (
            body_of(file, *span, most=_MOST_XMP_BYTES).decode("utf-8", "replace") if span else ""
        )
    return {"xmp": attempt(complaints, "XMP", flatten_xmp, packet) or {}, "complaints": complaints}


def _xmp(file: BinaryIO) -> Span | None:
    """Where the XMP packet lies: in a box of its own, or in the header's user data."""
    for kind, start, end in boxes(file, 0, file.seek(0, 2)):
        if kind == b"uuid" and body_of(file, start, end, most=16) == _XMP_UUID:
            return start + 16, end
    for kind, *span in boxes(file, *(movie_of(file) or (0, 0))):
        for name, start, end in boxes(file, *span) if kind == b"udta" else ():
            if name == b"XMP_":
                return start, end
    return None


def _track_times(file: BinaryIO, movie: Span) -> dict[str, int]:
    """Of each track by its number: when it and its samples were made and changed."""
    found: dict[str, int] = {}
    tracks = (span for kind, *span in boxes(file, *movie) if kind == b"trak")
    for number, track in enumerate(islice(tracks, _MOST_TRACKS), 1):
        for kind, *span in boxes(file, *track):
            if kind == b"tkhd":
                found |= _times(body_of(file, *span, most=20), f"tkhd:{number}")
            for name, *inner in boxes(file, *span) if kind == b"mdia" else ():
                if name == b"mdhd":
                    found |= _times(body_of(file, *inner, most=20), f"mdhd:{number}")
    return found


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


def _times(body: bytes, box: str) -> dict[str, int]:
    width = 8 if body[:1] == b"\x01" else 4
    if len(body) < 4 + 2 * width:
        return {}
    created, changed = body[4 : 4 + width], body[4 + width : 4 + 2 * width]
    return {
        f"{box}:creation_time": int.from_bytes(created, "big"),
        f"{box}:modification_time": int.from_bytes(changed, "big"),
    }


def _duration(body: bytes) -> Fraction | None:
    width, at = (8, 20) if body[:1] == b"\x01" else (4, 12)
    scale = int.from_bytes(body[at : at + 4], "big")
    ticks = body[at + 4 : at + 4 + width]
    # All ones mean that the writer did not know, zero that fragments follow.
    if not scale or len(ticks) < width or ticks in (b"\xff" * width, bytes(width)):
        return None
    return Fraction(int.from_bytes(ticks, "big"), scale)


ACTIONS = {"header": movie_header, "xmp": movie_xmp}
