"""The boxes of MP4, QuickTime and HEIF in their order, as far down as they hold boxes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.boxes import body_of, boxes
from media_tools.children.order import in_order, word_of

_HOLD_BOXES = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"mvex", b"udta"}
_DEEPEST = 8
_MOST_TRACKS = 64
_MOST_BRANDS = 64

Box = tuple[bytes, int, int]


def box_layout(path: str) -> dict[str, Any]:
    """``fields``: name and text of what was found; no box read here names its ``writers``."""
    with Path(path).open("rb") as file:
        top = list(boxes(file, 0, file.seek(0, 2)))
        fields = [["boxes", in_order(_named(file, box) for box in top)]]
        first = {kind: (start, end) for kind, start, end in reversed(top)}
        if b"ftyp" in first:
            fields.append(
                ["brands", _brands(body_of(file, *first[b"ftyp"], most=4 * _MOST_BRANDS))]
            )
        if b"meta" in first:
            start, end = first[b"meta"]
            # In HEIF its version stands before the boxes.
            inside = in_order(word_of(kind) for kind, *_ in boxes(file, start + 4, end))
            fields.append(["boxes:meta", inside])
        if b"moov" in first:
            fields.append(["index", _index([kind for kind, *_ in top])])
            fields += _movie(file, *first[b"moov"])
    return {"fields": fields, "writers": []}


def _brands(body: bytes) -> str:
    compatible = [word_of(body[at : at + 4]) for at in range(8, len(body) - 3, 4)]
    minor = int.from_bytes(body[4:8], "big")
    fits = " ".join(compatible) or "nothing else"
    return f"{word_of(body[:4])}, version {minor}, fits {fits}"


def _index(kinds: list[bytes]) -> str:
    if b"mdat" not in kinds:
        return "there is no media data behind or before it"
    where = "before" if kinds.index(b"moov") < kinds.index(b"mdat") else "behind"
    pieces = f", which lie in fragments ({kinds.count(b'moof')})" if b"moof" in kinds else ""
    return f"{where} the media data{pieces}"


def _movie(file: BinaryIO, start: int, end: int) -> Iterator[list[str]]:
    inside = list(boxes(file, start, end))
    tracks = [box for box in inside if box[0] == b"trak"]
    shown = (word_of(box[0]) if box in tracks else _outline(file, box, 1) for box in inside)
    yield ["boxes:moov", in_order(shown)]
    for number, box in enumerate(tracks[:_MOST_TRACKS]):
        yield [f"boxes:trak:{number}", _outline(file, box, 1)]


def _outline(file: BinaryIO, box: Box, depth: int) -> str:
    kind, start, end = box
    if kind not in _HOLD_BOXES or depth > _DEEPEST:
        return _named(file, box)
    inside = in_order(_outline(file, inner, depth + 1) for inner in boxes(file, start, end))
    return f"{word_of(kind)}({inside})"


def _named(file: BinaryIO, box: Box) -> str:
    kind, start, end = box
    return f"uuid:{body_of(file, start, end, most=16).hex()}" if kind == b"uuid" else word_of(kind)


ACTIONS = {"layout": box_layout}
