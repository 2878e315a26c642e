"""The elements of Matroska and WebM in their order, and the programs named in ``Info``."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.order import in_order

_SEGMENT, _INFO = 0x18538067, 0x1549A966
_NAMES = {
    0x114D9B74: "SeekHead",
    _INFO: "Info",
    0x1654AE6B: "Tracks",
    0x1F43B675: "Cluster",
    0x1C53BB6B: "Cues",
    0x1043A770: "Chapters",
    0x1254C367: "Tags",
    0x1941A469: "Attachments",
    0xEC: "Void",
    0xBF: "CRC-32",
}
_PROGRAMS = {0x5741: "WritingApp", 0x4D80: "MuxingApp"}
_MOST_ELEMENTS = 50_000
_MOST_INSIDE = 200
_LONGEST_TEXT = 2000

Element = tuple[int, int, int]


def matroska_layout(path: str) -> dict[str, Any]:
    """``fields``: name and text of what was found; ``writers``: the programs that wrote it."""
    with Path(path).open("rb") as file:
        end = file.seek(0, 2)
        segment = next(
            (span for number, *span in _elements(file, 0, end) if number == _SEGMENT), None
        )
        if not segment:
            return {"fields": [], "writers": []}
        inside = list(islice(_elements(file, *segment), _MOST_ELEMENTS))
        info = next((span for number, *span in inside if number == _INFO), [0, 0])
        programs = {
            _PROGRAMS[number]: _text(file, *span)
            for number, *span in islice(_elements(file, *info), _MOST_INSIDE)
            if number in _PROGRAMS
        }
    named = in_order(_NAMES.get(number, f"{number:X}") for number, *_ in inside)
    fields = [["elements", named], *([*pair] for pair in programs.items())]
    writers = [[name, programs[name]] for name in _PROGRAMS.values() if programs.get(name)]
    return {"fields": fields, "writers": writers}


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[Element]:
    """Number, start and end of the body of each element; one of unknown size is the last."""
    at = start
    while at < end:
        number, at = _number(file, at, keep_mark=True)
        size, body = _number(file, at, keep_mark=False)
        if number is None or body == at:
            return
        stop = end if size is None else min(body + size, end)
        yield number, body, stop
        at = stop


def _number(file: BinaryIO, at: int, *, keep_mark: bool) -> tuple[int | None, int]:
    """An EBML number and where it ends; ``None`` for none, or with all bits set: unknown."""
    file.seek(at)
    raw = file.read(8)
    length = 9 - raw[0].bit_length() if raw and raw[0] else 9
    if len(raw) < length:
        return None, at
    value = int.from_bytes(raw[:length], "big")
    without = value & ((1 << 7 * length) - 1)
    is_unknown = without == (1 << 7 * length) - 1
    if keep_mark:
        return value, at + length
    return None if is_unknown else without, at + length


def _text(file: BinaryIO, start: int, end: int) -> str:
    file.seek(start)
    return file.read(min(end - start, _LONGEST_TEXT)).decode("utf-8", "replace").rstrip("\0")


ACTIONS = {"layout": matroska_layout}
