"""GoPro's metadata, GPMF: keys, lengths and values, some of them nested.

The format is GoPro's own description (github.com/gopro/gpmf-parser, docs). ``GPS5`` holds
fixes with the clock, lock and precision of one payload beside them, ``GPS9`` each fix with
its own.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from media_tools.children.fixes import METRES_PER_DILUTION, UNKNOWN, Fixes

_DEEPEST = 6
# GPMF's letters for numbers, and struct's.
_CODES = dict(zip("bBsSlLjJfd", "bBhHiIqQfd", strict=True))
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
# Every level of a nest is read once again with the one that it lies in.
_MOST_ITEMS = 20_000


class Item(NamedTuple):
    """One key with its value; ``is_whole`` is false where it claims more than there is."""

    key: bytes
    kind: str
    size: int
    body: bytes
    is_whole: bool


def read_payload(data: bytes, seconds: float, duration_s: float, into: Fixes) -> None:
    """Add the fixes of one payload, spread evenly over the time that it stands for."""
    into.source = "GoPro GPMF"
    streams = list(_streams(data, into))
    has_own_clocks = any(b"GPS9" in stream for stream in streams)
    for stream in streams:
        if has_own_clocks:
            _gps9(stream, seconds, duration_s, into)
        else:
            _gps5(stream, seconds, duration_s, into)


def camera_of(data: bytes) -> str:
    """The camera that a header's block names, empty if it names none."""
    return next((_text(item) for item in _flat(data) if item.key == b"MINF"), "")


def _streams(data: bytes, into: Fixes) -> Iterator[dict[bytes, Item]]:
    """For each stream what it holds, by key; the last of a key counts."""
    stream: dict[bytes, Item] = {}
    is_whole = True
    for item in _flat(data):
        is_whole &= item.is_whole
        if item.key == b"STRM":
            yield stream
            stream = {}
        elif item.key == b"DVNM" and not into.device and _text(item) != "Camera":
            into.device = _text(item)
        else:
            stream[item.key] = item
    into.damaged += not is_whole
    yield stream


def _flat(data: bytes) -> Iterator[Item]:
    """All items at any depth, each nest before what lies in it."""
    left = _MOST_ITEMS
    open_nests = [_items(data)]
    while open_nests and left:
        item = next(open_nests[-1], None)
        if item is None:
            open_nests.pop()
            continue
        left -= 1
        yield item
        if item.kind == "\0" and len(open_nests) < _DEEPEST:
            open_nests.append(_items(item.body))


def _items(data: bytes) -> Iterator[Item]:
    at = 0
    while at + 8 <= len(data):
        key, code, size, count = struct.unpack_from(">4sBBH", data, at)
        if key == bytes(4):
            return
        at += 8
        is_whole = key.isascii() and at + size * count <= len(data)
        yield Item(key, chr(code), size, data[at : at + size * count], is_whole)
        if not is_whole:
            return
        at += (size * count + 3) // 4 * 4


def _text(item: Item) -> str:
    return item.body.split(b"\0")[0].decode("latin-1").strip()[:100]


def _number(item: Item | None) -> float:
    values = _values(item)
    return values[0] if values else UNKNOWN


def _values(item: Item | None) -> list[float]:
    if item is None or item.kind not in _CODES:
        return []
    entry = struct.Struct(f">{_CODES[item.kind]}")
    whole = len(item.body) // entry.size * entry.size
    return [float(value) for (value,) in entry.iter_unpack(item.body[:whole])]


def _rows(item: Item, codes: str, scales: list[float]) -> list[list[float]]:
    """The rows that are there whole, each number divided by its scale."""
    try:
        entry = struct.Struct(">" + "".join(_CODES[code] for code in codes))
    except KeyError:
        return []
    if entry.size != item.size or len(scales) not in (1, len(codes)) or 0 in scales:
        return []
    scales = scales * len(codes) if len(scales) == 1 else scales
    whole = len(item.body) // entry.size * entry.size
    return [
        [value / scale for value, scale in zip(row, scales, strict=True)]
        for row in entry.iter_unpack(item.body[:whole])
    ]


def _note_heights(stream: dict[bytes, Item], into: Fixes) -> None:
    system = stream.get(b"GPSA")
    if system is None:
        into.heights = "ellipsoid"
    else:
        into.heights = "sea level" if _text(system) == "MSLV" else "unknown"


def _gps5(stream: dict[bytes, Item], seconds: float, duration_s: float, into: Fixes) -> None:
    item = stream.get(b"GPS5")
    if item is None:
        return
    rows = _rows(item, item.kind * 5, _values(stream.get(b"SCAL")))
    if b"GPSF" in stream and not _number(stream[b"GPSF"]) >= 2:
        into.unlocked += len(rows)
        return
    _note_heights(stream, into)
    accuracy = _number(stream.get(b"GPSP")) / 100 * METRES_PER_DILUTION
    moment = _utc(stream.get(b"GPSU"))
    for number, (latitude, longitude, height, _, _) in enumerate(rows):
        at = seconds + duration_s * number / len(rows)
        # The clock stands beside all fixes of a payload and belongs to the first.
        utc_s = moment if number == 0 else UNKNOWN
        into.add(at, latitude, longitude, height, accuracy, utc_s)


def _gps9(stream: dict[bytes, Item], seconds: float, duration_s: float, into: Fixes) -> None:
    item, types = stream.get(b"GPS9"), stream.get(b"TYPE")
    if item is None or types is None or len(types.body) != 9:
        return
    rows = _rows(item, types.body.decode("latin-1"), _values(stream.get(b"SCAL")))
    _note_heights(stream, into)
    for number, row in enumerate(rows):
        latitude, longitude, height, _, _, days, of_day, dilution, lock = row
        if not lock >= 2:
            into.unlocked += 1
            continue
        at = seconds + duration_s * number / len(rows)
        utc_s = _SINCE.timestamp() + days * 86_400 + of_day
        into.add(at, latitude, longitude, height, dilution * METRES_PER_DILUTION, utc_s)


def _utc(item: Item | None) -> float:
    """``yymmddhhmmss.sss`` as seconds since 1970."""
    text = _text(item) if item else ""
    whole, _, fraction = text.partition(".")
    if not (len(whole) == 12 and text.replace(".", "", 1).isdecimal() and text.isascii()):
        return UNKNOWN
    try:
        moment = datetime.strptime(whole, "%y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return UNKNOWN
    return (moment + timedelta(seconds=float(f"0.{fraction or 0}"))).timestamp()
