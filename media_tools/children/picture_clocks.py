"""When each picture of an animation begins, in the ticks of the format itself.

Pillow gives milliseconds only, and only of what it has decoded. Here no picture is
unpacked: only heads of blocks, chunks and boxes are looked at.
"""

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, islice
from math import lcm

from media_tools.children import png_own
from media_tools.children.boxes import body_of, boxes

_MOST_PARTS = 1_000_000
_FINEST = 10**9


@dataclass(frozen=True, slots=True)
class Clock:
    """The ticks of an animation. ``starts`` holds one more than there are pictures: the end.

    ``has_cover``: the first picture in the file is not of the animation and has no time.
    """

    time_base: Fraction
    starts: list[int]
    has_cover: bool = False


def clock_of(data: bytes, pillow_format: str) -> Clock | None:
    """The clock of this file; ``None`` where its pictures have no times, or none but zero."""
    read = _READERS.get(pillow_format)
    clock = read(data) if read else None
    return clock if clock and clock.starts[-1] > 0 else None


def _of_gif(data: bytes) -> Clock:
    lasts: list[int] = []
    waiting = 0
    at = 13 + _colours(data[10:11])
    for _ in range(_MOST_PARTS):
        mark = data[at : at + 1]
        if mark == b"!":
            if data[at + 1 : at + 2] == b"\xf9":
                waiting = int.from_bytes(data[at + 4 : at + 6], "little")
            at += 2
        elif mark == b",":
            lasts.append(waiting)
            waiting = 0
            at += 11 + _colours(data[at + 9 : at + 10])
        else:
            break
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return Clock(Fraction(1, 100), [0, *accumulate(lasts)])


def _colours(flags: bytes) -> int:
    """How many bytes the table of colours takes that these flags announce."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _of_webp(data: bytes) -> Clock:
    lasts = [
        int.from_bytes(body[12:15], "little")
        for kind, body in islice(_riff_chunks(data), _MOST_PARTS)
        if kind == b"ANMF"
    ]
    return Clock(Fraction(1, 1000), [0, *accumulate(lasts)])


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 24]
        at += 8 + size + size % 2


def _of_png(data: bytes) -> Clock:
    lasts: list[Fraction] = []
    has_cover = False
    for kind, body in islice(png_own.chunks(data), _MOST_PARTS):
        if kind == b"fcTL" and len(body) >= 24:
            numerator, denominator = struct.unpack(">HH", body[20:24])
            lasts.append(Fraction(numerator, denominator or 100))
        elif kind == b"IDAT" and not lasts:
            has_cover = True
    base = Fraction(1, min(_FINEST, lcm(*(last.denominator for last in lasts))))
    return Clock(
        base, [round(at / base) for at in accumulate(lasts, initial=Fraction(0))], has_cover
    )


def clock_of_track(data: bytes) -> Clock | None:
    """The times in the first track of a sequence of AVIF or HEVC pictures."""
    file = io.BytesIO(data)
    media = _inner(file, (0, len(data)), b"moov", b"trak", b"mdia")
    head = _inner(file, media, b"mdhd")
    table = _inner(file, media, b"minf", b"stbl", b"stts")
    if not head or not table:
        return None
    times = body_of(file, *head, most=64)
    scale = int.from_bytes(times[20:24] if times[:1] == b"\x01" else times[12:16], "big")
    lasts: list[int] = []
    counts = body_of(file, *table, most=8 * _MOST_PARTS)
    for at in range(8, len(counts) - 7, 8):
        count, ticks = struct.unpack(">II", counts[at : at + 8])
        lasts += [ticks] * min(count, _MOST_PARTS - len(lasts))
    return Clock(Fraction(1, scale), [0, *accumulate(lasts)]) if scale else None


def _inner(file: io.BytesIO, span: tuple[int, int] | None, *names: bytes) -> tuple[int, int] | None:
    """The body of the first box of this name within the first of that, and so on."""
    for name in names:
        if span is None:
            return None
        found = ((start, end) for kind, start, end in boxes(file, *span) if kind == name)
        span = next(found, None)
    return span


_READERS: dict[str, Callable[[bytes], Clock | None]] = {
    "GIF": _of_gif,
    "WEBP": _of_webp,
    "PNG": _of_png,
    "AVIF": clock_of_track,
}
