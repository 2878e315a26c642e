"""How a JPEG is put together: its segments in their order, and what it was packed with."""

import hashlib
import json
import mmap
import re
from pathlib import Path
from typing import Any

from media_tools.children.order import in_order

_MOST_SEGMENTS = 2000
_MOST_COMMENTS = 20
_LONGEST_TEXT = 2000

# The next marker in packed data: FF 00 is a packed FF, FF D0 to FF D7 are restarts.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_ALONE = {0x01, 0xD8, 0xD9}
_FRAMES = {0xC0: "baseline", 0xC1: "extended", 0xC2: "progressive", 0xC3: "lossless"}
_NAMES = {0xC4: "DHT", 0xD8: "SOI", 0xD9: "EOI", 0xDA: "SOS", 0xDB: "DQT", 0xDD: "DRI", 0xFE: "COM"}
_SAMPLINGS = {
    "1x1, 1x1, 1x1": "4:4:4",
    "2x1, 1x1, 1x1": "4:2:2",
    "1x2, 1x1, 1x1": "4:4:0",
    "2x2, 1x1, 1x1": "4:2:0",
    "4x1, 1x1, 1x1": "4:1:1",
}

# ITU-T T.81, tables K.1 and K.2, in the zigzag order in which files hold them. libjpeg,
# and whatever builds on it, scales them by a quality from 1 to 100.
_LUMINANCE = (
    *(16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49),
    *(35, 37, 29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56),
    *(80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99),
)
_CHROMINANCE = (
    *(17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99),
    *([99] * 42),
)

Tables = dict[int, tuple[int, ...]]


def jpeg_layout(path: str) -> dict[str, Any]:
    """``fields``: name and text of what was found; ``writers``: where a program names itself."""
    with (
        Path(path).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        segments, end = _segments(data)
        bodies = [(marker, data[start:stop]) for marker, start, stop in segments]
        after = len(data) - end
    named = [_name(marker, body) for marker, body in bodies]
    fields = [["segments", in_order(named)]]
    tables: Tables = {}
    for marker, body in bodies:
        if marker in _FRAMES:
            fields += _frame(marker, body)
        elif marker == 0xDB:
            tables |= _quantisation(body)
    if tables:
        packed = json.dumps(sorted(tables.items())).encode()
        fields.append(["quantisation:sha256", hashlib.sha256(packed).hexdigest()])
        fields.append(["quantisation:quality", quality_of(tables)])
    comments = [
        body.decode("utf-8", "replace").strip("\0")[:_LONGEST_TEXT]
        for marker, body in bodies
        if marker == 0xFE
    ][:_MOST_COMMENTS]
    fields += [["COM", comment] for comment in comments]
    if after:
        fields.append(["bytes after the end", str(after)])
    writers = [
        ["COM", found[1] or found[2]]
        for comment in comments
        if (found := re.match(r"(Lavc[\d.]+)|CREATOR: ([^,(]+?) *[,(]", comment))
    ]
    return {"fields": fields, "writers": writers}


def _segments(data: mmap.mmap) -> tuple[list[tuple[int, int, int]], int]:
    """Marker, start and end of the body of each segment up to the end mark, and where that is."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while len(found) < _MOST_SEGMENTS and (marked := _MARKER.search(data, at)):
        marker, at = marked[0][1], marked.end()
        size = 0 if marker in _ALONE else int.from_bytes(data[at : at + 2], "big")
        found.append((marker, min(at + 2, at + size), min(at + size, len(data))))
        at += size
        if marker == 0xD9:
            break
    return found, at if found and found[-1][0] == 0xD9 else len(data)


def _name(marker: int, body: bytes) -> str:
    if 0xE0 <= marker <= 0xEF:
        words = re.match(rb"[ -~]{2,40}", body)
        return f"APP{marker - 0xE0}" + (f":{words[0].decode()}" if words else "")
    if marker in _NAMES:
        return _NAMES[marker]
    return f"SOF{marker - 0xC0}" if 0xC0 <= marker <= 0xCF else f"{marker:02X}"


def _frame(marker: int, body: bytes) -> list[list[str]]:
    parts = [body[at : at + 3] for at in range(6, len(body) - 2, 3)][:4]
    factors = ", ".join(f"{part[1] >> 4}x{part[1] & 15}" for part in parts)
    if not parts:
        return []
    return [
        ["coding", f"{_FRAMES[marker]}, {body[0]} bits, {len(parts)} components"],
        ["sampling", _SAMPLINGS.get(factors, factors)],
    ]


def _quantisation(body: bytes) -> Tables:
    found: Tables = {}
    at = 0
    while at < len(body):
        width = 1 + (body[at] >> 4 & 1)
        values = body[at + 1 : at + 1 + 64 * width]
        if len(values) == 64 * width:
            pairs = range(0, 64 * width, width)
            found[body[at] & 15] = tuple(
                int.from_bytes(values[i : i + width], "big") for i in pairs
            )
        at += 1 + 64 * width
    return found


def quality_of(tables: Tables) -> str:
    """The libjpeg quality whose tables these are, or the nearest of them and that it is not."""
    given = [tables[number] for number in sorted(tables)][:2]

    def distance(quality: int) -> int:
        standard = (_scaled(base, quality) for base in (_LUMINANCE, _CHROMINANCE))
        return sum(
            abs(a - b)
            for table, base in zip(given, standard, strict=False)
            for a, b in zip(table, base, strict=True)
        )

    nearest = min(range(1, 101), key=distance)
    if distance(nearest) == 0:
        return f"{nearest}: exactly libjpeg's tables of this quality"
    return f"tables of its own; libjpeg's nearest are those of quality {nearest}"


def _scaled(table: tuple[int, ...], quality: int) -> tuple[int, ...]:
    """libjpeg's ``jpeg_quality_scaling`` and ``jpeg_add_quant_table``, limited to 8 bits."""
    percent = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(255, max(1, (value * percent + 50) // 100)) for value in table)


ACTIONS = {"layout": jpeg_layout}
