"""When a Matroska or WebM file says it was made, which ffprobe hides behind a tag of that name.

Only the heads of elements and the few short bodies of the segment's ``Info`` are looked at
(RFC 8794 and 9559); nothing is followed or unpacked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

_SEGMENT, _INFO, _CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
_TEXTS = {0x4D80: "MuxingApp", 0x5741: "WritingApp"}
_DATE = 0x4461
_MOST_ELEMENTS = 200
_LONGEST_BODY = 200


def matroska_info(path: str) -> dict[str, Any]:
    """``nanoseconds`` since 2001 in ``DateUTC``, and the ``texts`` that name the programs."""
    with Path(path).open("rb") as file:
        end = file.seek(0, 2)
        for kind, *segment in _elements(file, 0, end):
            if kind == _SEGMENT:
                for inner, *span in _elements(file, *segment):
                    if inner == _INFO:
                        return _info(file, *span)
                    if inner == _CLUSTER:
                        break
                break
    return {}


def _info(file: BinaryIO, start: int, end: int) -> dict[str, Any]:
    found: dict[str, Any] = {"texts": {}}
    for kind, *span in _elements(file, start, end):
        file.seek(span[0])
        body = file.read(min(span[1] - span[0], _LONGEST_BODY))
        if kind == _DATE and len(body) in (0, 8):
            found["nanoseconds"] = int.from_bytes(body, "big", signed=True)
        elif kind in _TEXTS:
            found["texts"][_TEXTS[kind]] = body.rstrip(b"\0").decode("utf-8", "replace")
    return found


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of the body of each element between the two."""
    at = start
    for _ in range(_MOST_ELEMENTS):
        if at >= end:
            return
        file.seek(at)
        head = file.read(12)
        kind, kind_bytes = _number(head, keep_mark=True)
        size, size_bytes = _number(head[kind_bytes:], keep_mark=False)
        if not kind_bytes or not size_bytes:
            return
        body = at + kind_bytes + size_bytes
        # All ones mean that the size is not known: it reaches to the end.
        is_unknown = size == (1 << 7 * size_bytes) - 1
        at = end if is_unknown else min(body + size, end)
        yield kind, body, at


def _number(head: bytes, *, keep_mark: bool) -> tuple[int, int]:
    """A number of one to eight bytes, as many as the first has leading zeros, and its length."""
    length = 9 - head[0].bit_length() if head and head[0] else 0
    if not length or len(head) < length:
        return 0, 0
    value = int.from_bytes(head[:length], "big")
    return (value if keep_mark else value & (1 << 7 * length) - 1), length


ACTIONS = {"info": matroska_info}
