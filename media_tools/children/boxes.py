"""The boxes of MP4 and QuickTime: kind, start and end of each, nothing followed or unpacked."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

_MOST_BOXES = 10_000


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the body of each box that begins between the two.

    A box that claims to reach further ends with them; one that is smaller than its own
    head ends the walk.
    """
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


def body_of(file: BinaryIO, start: int, end: int, *, most: int) -> bytes:
    """The bytes between the two, at most so many."""
    file.seek(start)
    return file.read(min(end - start, most))
