"""What a picture says lies in it or behind it: by XMP, by its table of pictures, by its boxes.

Nothing said here is believed: the caller looks at the bytes.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from media_tools.children.boxes import body_of, boxes
from media_tools.children.extents import segments
from media_tools.embedded.xmp import flatten_xmp

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_TABLE = b"MPF\0"
_LONGEST_SEGMENT = 65_533
_MOST_PICTURES = 64
_LOOKED_AT_BYTES = 65_536

# By the Semantic of an item in the Container directory (Google's Motion Photo 1.0, Ultra HDR 1.0).
_ROLES = {
    "motionphoto": "motion_photo",
    "gainmap": "gain_map",
    "depth": "depth_map",
    "depthmap": "depth_map",
}
# By the type in the table of pictures (CIPA DC-007 Multi-Picture Format, table 4).
_TYPES = {
    **dict.fromkeys(range(0x010001, 0x010006), "preview"),
    **dict.fromkeys((0x020001, 0x020002, 0x020003), "second_view"),
}

_OWN_WORDS = (
    ("gain_map", re.compile(rb"hdr-gain-map|hdrgainmap|urn:iso:std:iso:ts:21496")),
    ("depth_map", re.compile(rb"AuxiliaryImageType[^<>]{1,80}?(?:[Dd]epth|[Dd]isparity)")),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That ``length`` bytes in the role lie at one of ``starts``, and what says so."""

    role: str
    starts: tuple[int, ...]
    length: int
    by: str


def claims(file: BinaryIO, mime: str, size: int, end: int | None) -> Iterator[Claim]:
    """What the picture says of other media in it; ``end`` is where it ends itself.

    Raises ``ValueError`` where its XMP is damaged, behind all other claims.
    """
    if mime != "image/jpeg":
        for kind, start, stop in boxes(file, 0, end or size):
            if kind == b"mpvd":
                yield Claim("motion_photo", (start,), stop - start, "The box mpvd")
        return
    packet = ""
    for marker, start, stop in segments(file, 0, size):
        body = body_of(file, start, stop, most=_LONGEST_SEGMENT)
        if marker == 0xE1 and body.startswith(_XMP) and not packet:
            packet = body[len(_XMP) :].decode("utf-8", "replace")
        elif marker == 0xE2 and body.startswith(_TABLE):
            yield from _by_table(file, body[len(_TABLE) :], start + len(_TABLE))
    yield from by_xmp(flatten_xmp(packet), size, end)


def by_xmp(properties: Mapping[str, str], size: int, end: int | None) -> Iterator[Claim]:
    """The claims of Google's two ways of writing motion photos, and of Ultra HDR."""
    if offset := _number(properties, "GCamera:MicroVideoOffset"):
        by = "XMP GCamera:MicroVideoOffset"
        yield Claim("motion_photo", (size - offset,), offset, by)
    items: dict[int, dict[str, str]] = {}
    for name, text in properties.items():
        if match := re.search(r"\bDirectory/(\d{1,3})/(?:.*/)?[Ii]tem:(\w+)$", name):
            items.setdefault(int(match[1]), {})[match[2]] = text
    listed = [item for _, item in sorted(items.items())]
    lengths = [_number(item, "Length") for item in listed]
    paddings = [_number(item, "Padding") for item in listed]
    for number, item in enumerate(listed):
        semantic = item.get("Semantic", "")
        if semantic == "Primary" or (number == 0 and not lengths[0]):
            continue
        behind = sum(lengths[number:]) + sum(paddings[number:-1])
        starts = [size - behind]
        if end is not None:
            starts.append(end + sum(lengths[1:number]) + sum(paddings[:number]))
        role = _ROLES.get(semantic.lower(), "appended")
        by = f"XMP Container item {number + 1} ({semantic[:40] or 'without a name'})"
        yield Claim(role, tuple(starts), lengths[number], by)


def _number(properties: Mapping[str, str], name: str) -> int:
    text = properties.get(name, "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else 0


def _by_table(file: BinaryIO, tiff: bytes, base: int) -> Iterator[Claim]:
    """The pictures behind the first; their offsets count from the table's own head."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (fields,) = struct.unpack_from(f"{order}H", tiff, at)
        for field in range(fields):
            tag, _, size, value = struct.unpack_from(f"{order}HHII", tiff, at + 2 + 12 * field)
            if tag != 0xB002:
                continue
            for number in range(1, min(size // 16, _MOST_PICTURES)):
                entry = struct.unpack_from(f"{order}III", tiff, value + 16 * number)
                attribute, length, offset = entry
                start, by = base + offset, f"MPF picture {number + 1}"
                role = _TYPES.get(attribute & 0xFFFFFF) or _own_word(file, start)
                yield Claim(role, (start,), length, by)
    except struct.error:
        return


def _own_word(file: BinaryIO, start: int) -> str:
    """What a picture of no stated type says of itself, by Adobe's, ISO's or Apple's names."""
    head = body_of(file, start, start + _LOOKED_AT_BYTES, most=_LOOKED_AT_BYTES)
    for role, words in _OWN_WORDS:
        if words.search(head):
            return role
    return "appended"
