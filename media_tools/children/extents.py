"""Where a medium that lies within a file ends, by its own marks.

Only sizes and markers are looked at; nothing is unpacked, and nothing is read but heads of
parts and, for a JPEG, its coded picture in pieces.
"""

import re
from collections.abc import Callable
from typing import BinaryIO

_PIECE_BYTES = 1024 * 1024
_MOST_PARTS = 100_000

# In a coded picture, 0xFF is stuffed with a zero; restarts stand alone, and 0xFF may pad.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
BOXED_PICTURES = frozenset({"image/heic", "image/heic-sequence", "image/heif", "image/avif"})
BOXED_CLIPS = frozenset(
    {"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4"}
)
# What stands in a file of boxes at its top; anything else is not part of it.
_BOXES = {
    *(b"ftyp", b"styp", b"moov", b"moof", b"mfra", b"mdat", b"meta", b"meco", b"idat", b"uuid"),
    *(b"free", b"skip", b"wide", b"udta", b"pnot", b"sidx", b"ssix", b"prft", b"emsg", b"pdin"),
    *(b"mpvd", b"sefd", b"jumb", b"bloc", b"etyp", b"gmhd", b"inda"),
}


def end_of(file: BinaryIO, mime: str, start: int, limit: int) -> int | None:
    """Where the medium of this type that begins at ``start`` ends, ``limit`` at the latest.

    ``None`` where it is cut off, or has no marks that are known here.
    """
    find = _BY_MIME.get(mime)
    return find(file, start, limit) if find else None


def segments(file: BinaryIO, start: int, limit: int) -> list[tuple[int, int, int]]:
    """Marker, start and end of the body of each JPEG segment before the first scan."""
    found: list[tuple[int, int, int]] = []
    at = start + 2
    while len(found) < _MOST_PARTS:
        marker, body, end = _segment(file, at)
        if marker is None or marker == 0xD9 or end > limit:
            break
        found.append((marker, body, end))
        if marker == 0xDA:
            break
        at = end
    return found


def _segment(file: BinaryIO, at: int) -> tuple[int | None, int, int]:
    """The marker at this place, and where its body begins and ends. No marker, no segment."""
    head = _at(file, at, 4)
    while head[:2] == b"\xff\xff":
        at += 1
        head = _at(file, at, 4)
    if len(head) < 2 or head[0] != 0xFF or head[1] == 0:
        return None, at, at
    if head[1] == 0x01 or 0xD0 <= head[1] <= 0xD9:
        return head[1], at + 2, at + 2
    size = int.from_bytes(head[2:], "big")
    return (head[1], at + 4, at + 2 + size) if size >= 2 else (None, at, at)


def _jpeg_end(file: BinaryIO, start: int, limit: int) -> int | None:
    at = start + 2
    for _ in range(_MOST_PARTS):
        marker, _, end = _segment(file, at)
        if marker is None or end > limit:
            return None
        if marker == 0xD9:
            return end
        at = end
        if marker == 0xDA:
            coded = _next_marker(file, end, limit)
            if coded is None:
                return None
            at = coded
    return None


def _next_marker(file: BinaryIO, at: int, limit: int) -> int | None:
    while at < limit:
        piece = _at(file, at, min(_PIECE_BYTES, limit - at))
        if found := _MARKER.search(piece):
            return at + found.start()
        # A marker may lie across the end of the piece.
        at += max(1, len(piece) - 1)
    return None


def _png_end(file: BinaryIO, start: int, limit: int) -> int | None:
    at = start + 8
    for _ in range(_MOST_PARTS):
        head = _at(file, at, 8)
        at += 12 + int.from_bytes(head[:4], "big")
        if len(head) < 8 or at > limit:
            return None
        if head[4:] == b"IEND":
            return at
    return None


def _riff_end(file: BinaryIO, start: int, limit: int) -> int | None:
    size = int.from_bytes(_at(file, start + 4, 4), "little")
    end = start + 8 + size + size % 2
    # The last byte of padding is often left out.
    return min(end, limit) if start + 8 + size <= limit else None


def _boxes_end(file: BinaryIO, start: int, limit: int) -> int | None:
    """The end of the last box, if the index is there and no box of media is cut."""
    at, has_index = start, False
    for _ in range(_MOST_PARTS):
        head = _at(file, at, 16) if at + 8 <= limit else b""
        size, kind, least = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, least = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = limit - at
        is_ours = kind in _BOXES and (kind != b"ftyp" or at == start)
        if is_ours and at + size > limit:
            return None
        if not is_ours or size < least:
            break
        has_index |= kind in (b"moov", b"meta")
        at += size
    return at if has_index else None


def _at(file: BinaryIO, start: int, count: int) -> bytes:
    file.seek(start)
    return file.read(count)


_BY_MIME: dict[str, Callable[[BinaryIO, int, int], int | None]] = {
    "image/jpeg": _jpeg_end,
    "image/png": _png_end,
    **dict.fromkeys(("image/webp", "video/x-msvideo", "audio/x-wav"), _riff_end),
    **dict.fromkeys(BOXED_PICTURES | BOXED_CLIPS, _boxes_end),
}
