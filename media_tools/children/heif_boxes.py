"""Size and turn of the primary picture in a HEIF or AVIF file, as its boxes give them.

Decoders turn such pictures before they hand them over, so the stored size and the
turn can only be read here. Only the boxes that are needed are looked at; whatever
does not fit raises ``ValueError``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from media_tools.orientation import UPRIGHT, Orientation

_MOST_BOXES = 4096


@dataclass(frozen=True, slots=True)
class PrimaryPicture:
    """Pixels as stored, and what shows them upright."""

    width: int
    height: int
    orientation: Orientation


def primary_picture(data: bytes) -> PrimaryPicture:
    """The primary picture of the file that begins with ``data``."""
    meta = _only(data, b"meta")[4:]
    item = _primary_item(_only(meta, b"pitm"))
    properties = _only(meta, b"iprp")
    every = list(_boxes(_only(properties, b"ipco")))
    size: tuple[int, int] | None = None
    orientation = UPRIGHT
    for index in _associated(_only(properties, b"ipma"), item):
        if not 1 <= index <= len(every):
            continue
        kind, body = every[index - 1]
        if kind == b"ispe" and len(body) >= 12:
            size = (int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big"))
        elif kind == b"irot" and body:
            orientation = orientation.turned(-90 * (body[0] & 3))
        elif kind == b"imir" and body:
            # Axis 0 exchanges top and bottom, 1 left and right.
            orientation = orientation.mirrored_left_right()
            orientation = orientation if body[0] & 1 else orientation.turned(180)
    if not size:
        raise ValueError("The primary picture has no size.")
    return PrimaryPicture(*size, orientation)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(data) - at
        if size < head:
            raise ValueError("A box is smaller than its own head.")
        yield kind, data[at + head : at + size]
        at += size


def _only(data: bytes, wanted: bytes) -> bytes:
    for kind, body in islice(_boxes(data), _MOST_BOXES):
        if kind == wanted:
            return body
    raise ValueError(f"The box {wanted.decode()} is missing.")


def _primary_item(pitm: bytes) -> int:
    return int.from_bytes(pitm[4:6] if pitm[:1] == b"\0" else pitm[4:8], "big")


def _associated(ipma: bytes, item: int) -> list[int]:
    """Numbers, from 1, of the properties of this item, in the order they apply."""
    version, wide = ipma[0] if ipma else 0, bool(ipma[3:4] and ipma[3] & 1)
    at = 8
    for _ in range(min(int.from_bytes(ipma[4:8], "big"), _MOST_BOXES)):
        id_size, index_size = (2 if version == 0 else 4), (2 if wide else 1)
        entry = int.from_bytes(ipma[at : at + id_size], "big")
        at += id_size
        count, at = int.from_bytes(ipma[at : at + 1], "big"), at + 1
        end = at + count * index_size
        if entry == item:
            mask = 0x7FFF if wide else 0x7F
            return [
                int.from_bytes(ipma[i : i + index_size], "big") & mask
                for i in range(at, end, index_size)
            ]
        at = end
    return []
