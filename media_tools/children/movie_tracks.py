"""Where the samples of a track in MP4 or QuickTime lie, and when each is shown."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, repeat
from typing import BinaryIO

from media_tools.children.boxes import body_of, boxes

_MOST_TRACKS = 64
_MOST_TABLE_BYTES = 32 * 1024 * 1024
_MOST_SAMPLES = 2_000_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """One packet: when on the file's clock, for how long, and where its bytes lie."""

    seconds: float
    duration_s: float
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Track:
    """A track: what it is handled as, how its samples are coded, and its tables.

    ``later_by`` is what the edit list adds to its samples' own clock; ``pieces`` is of how
    many pieces that list puts it together.
    """

    handler: bytes
    coding: bytes
    ticks_a_second: int
    later_by: Fraction
    pieces: int
    tables: dict[bytes, Span]


def movie_of(file: BinaryIO) -> Span | None:
    """Where the movie header lies."""
    return _children(file, (0, file.seek(0, 2))).get(b"moov")


def tracks_of(file: BinaryIO, movie: Span) -> Iterator[Track]:
    """The tracks whose samples are told by tables in the header, in their order."""
    header = _children(file, movie).get(b"mvhd")
    movie_ticks = _ticks(body_of(file, *header, most=40)) if header else 0
    spans = ((start, end) for kind, start, end in boxes(file, *movie) if kind == b"trak")
    for start, end in islice(spans, _MOST_TRACKS):
        if track := _track(file, (start, end), movie_ticks):
            yield track


def samples_of(file: BinaryIO, track: Track) -> Iterator[Sample]:
    """Every sample in the order of the file's tables, at most two million."""
    sizes = _sizes(_table(file, track, b"stsz"))
    durations = _durations(_table(file, track, b"stts"))
    groups = _numbers(_table(file, track, b"stsc"), ">III")
    tick, counts, group = 0, 0, next(groups, None)
    # One division a sample, of whole numbers: the nearest float to the exact time.
    later, parts = track.later_by.numerator, track.later_by.denominator
    for chunk, (start,) in enumerate(_offsets(file, track), 1):
        while group and group[0] <= chunk:
            counts, group = group[1], next(groups, None)
        for size in islice(sizes, counts):
            ticks = next(durations, 0)
            at = (tick * parts + later * track.ticks_a_second) / (parts * track.ticks_a_second)
            yield Sample(at, ticks / track.ticks_a_second, start, size)
            tick, start = tick + ticks, start + size


def _track(file: BinaryIO, span: Span, movie_ticks: int) -> Track | None:
    inner = _children(file, span)
    media = _children(file, inner.get(b"mdia"))
    tables = _children(file, _children(file, media.get(b"minf")).get(b"stbl"))
    if not {b"stsd", b"stsz", b"stts", b"stsc"} <= set(tables):
        return None
    ticks = _ticks(_body(file, media.get(b"mdhd"), 40))
    handler = _body(file, media.get(b"hdlr"), 12)[8:12]
    coding = _body(file, tables[b"stsd"], 16)[12:16]
    if not ticks:
        return None
    edits = _edits(_body(file, _children(file, inner.get(b"edts")).get(b"elst"), 4096))
    later, pieces = Fraction(0), 0
    for duration, media_time in edits:
        if media_time < 0 and not pieces and movie_ticks:
            later += Fraction(duration, movie_ticks)
        elif media_time >= 0:
            later -= Fraction(media_time, ticks) if not pieces else 0
            pieces += 1
    return Track(handler, coding, ticks, later, pieces, tables)


def _children(file: BinaryIO, span: Span | None) -> dict[bytes, Span]:
    """The first box of each kind."""
    found: dict[bytes, Span] = {}
    for kind, start, end in boxes(file, *span) if span else ():
        found.setdefault(kind, (start, end))
    return found


def _body(file: BinaryIO, span: Span | None, most: int) -> bytes:
    return body_of(file, *span, most=most) if span else b""


def _ticks(header: bytes) -> int:
    """The clock of a movie or media header."""
    at = 20 if header[:1] == b"\x01" else 12
    return int.from_bytes(header[at : at + 4], "big")


def _edits(body: bytes) -> list[tuple[int, int]]:
    entry = ">Qqi" if body[:1] == b"\x01" else ">Iii"
    return [(duration, start) for duration, start, _ in _numbers(body, entry)]


def _table(file: BinaryIO, track: Track, kind: bytes) -> bytes:
    return _body(file, track.tables.get(kind), _MOST_TABLE_BYTES)


def _numbers(body: bytes, entry: str) -> Iterator[tuple[int, ...]]:
    """The entries that are there, whatever number of them is claimed."""
    whole = (len(body) - 8) // struct.calcsize(entry) * struct.calcsize(entry)
    claimed = int.from_bytes(body[4:8], "big")
    return islice(struct.iter_unpack(entry, body[8 : 8 + max(0, whole)]), claimed)


def _sizes(body: bytes) -> Iterator[int]:
    every, count = int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")
    if every:
        return islice(repeat(every), min(count, _MOST_SAMPLES))
    sizes = (size for (size,) in _numbers(body[4:], ">I"))
    return islice(sizes, _MOST_SAMPLES)


def _durations(body: bytes) -> Iterator[int]:
    for count, ticks in _numbers(body, ">II"):
        yield from repeat(ticks, count)


def _offsets(file: BinaryIO, track: Track) -> Iterator[tuple[int, ...]]:
    if b"co64" in track.tables:
        return _numbers(_table(file, track, b"co64"), ">Q")
    return _numbers(_table(file, track, b"stco"), ">I")
