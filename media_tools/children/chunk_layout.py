"""The chunks of PNG and of RIFF (WebP, AVI, WAV) in their order; nothing is unpacked."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.order import in_order, word_of

_MOST_CHUNKS = 20_000
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def chunk_layout(path: str) -> dict[str, Any]:
    """``fields``: name and text of what was found; no chunk names its ``writers``."""
    with Path(path).open("rb") as file:
        is_png = file.read(8) == _PNG_HEAD
        end = file.seek(0, 2)
        walk = _png(file, end) if is_png else _riff(file, end)
        return {"fields": [["chunks", in_order(islice(walk, _MOST_CHUNKS))]], "writers": []}


def _png(file: BinaryIO, end: int) -> Iterator[str]:
    at, kind = len(_PNG_HEAD), b""
    while at + 8 <= end and kind != b"IEND":
        file.seek(at)
        head = file.read(8)
        kind = head[4:]
        yield word_of(kind)
        at += 12 + int.from_bytes(head[:4], "big")
    if kind == b"IEND" and at < end:
        yield f"({end - at} bytes after the end)"


def _riff(file: BinaryIO, end: int) -> Iterator[str]:
    at = 12
    while at + 8 <= end:
        file.seek(at)
        head = file.read(12)
        size = int.from_bytes(head[4:8], "little")
        inner = f":{word_of(head[8:12])}" if head[:4] in (b"LIST", b"RIFF") else ""
        yield word_of(head[:4]) + inner
        at += 8 + size + (size & 1)


ACTIONS = {"layout": chunk_layout}
