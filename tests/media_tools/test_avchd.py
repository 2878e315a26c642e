"""What AVCHD cameras write between the pictures, written here record by record."""

import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.children.mdpm import _records, _user_data
from media_tools.embedded.collected import Collected
from media_tools.embedded.mdpm import understand_mdpm
from media_tools.findings import Findings, Meaning
from tests.media_tools.golden import golden
from tests.media_tools.making import PICTURES, make_clip
from tests.media_tools.running import findings_of

MARK = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
# 24 April 2019, 22:24:00 by a clock at UTC+2 without daylight saving, on a Sony ILCE-7M3.
SONY = {
    0x18: bytes.fromhex("04201904"),
    0x19: bytes.fromhex("24222400"),
    0xE0: bytes.fromhex("01083100"),
    0xE4: b"ILCE",
    0xE5: b"-7M3",
    0xE6: bytes(4),
}


def ratio(top: int, bottom: int = 1) -> bytes:
    return struct.pack(">2H", top, bottom)


GPS = {
    0xB1: b"N\0\0\0",
    0xB2: ratio(46),
    0xB3: ratio(38),
    0xB4: ratio(12_500, 1000),
    0xB5: b"E\0\0\0",
    0xB6: ratio(32),
    0xB7: ratio(36),
    0xB8: ratio(30_000, 1000),
    0xB9: bytes(4),
    0xBA: ratio(415, 10),
    0xBB: ratio(20),
    0xBC: ratio(24),
    0xBD: ratio(3),
    0xBE: b"A\0\0\0",
    0xCA: b"2019",
    0xCB: b":04:",
    0xCC: b"24\0\0",
}


def message(records: Mapping[int, bytes]) -> bytes:
    """A unit of supplemental information with these records, protected from start codes."""
    entries = b"".join(bytes([number]) + raw for number, raw in sorted(records.items()))
    body = MARK + bytes([len(records)]) + entries
    unit = bytes([5]) + b"\xff" * (len(body) // 255) + bytes([len(body) % 255]) + body + b"\x80"
    return b"\0\0\0\1\6" + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", unit)


def clip_with(folder: Path, records: Mapping[int, bytes]) -> Path:
    """A transport stream whose first picture has the message before it."""
    plain = make_clip(folder / "plain.h264", *PICTURES, "-bf", "0", "-pix_fmt", "yuv420p")
    stream = plain.read_bytes()
    first = stream.index(b"\0\0\1\x65")
    with_message = folder / "with.h264"
    with_message.write_bytes(stream[:first] + message(records)[1:] + stream[first:])
    copied = ("-i", str(with_message), "-c", "copy", "-f", "mpegts", "-mpegts_m2ts_mode", "1")
    return make_clip(folder / "clip.mts", *copied)


def understood(records: Mapping[int, bytes]) -> Findings:
    into = Collected()
    understand_mdpm(records, into)
    return into.findings()


def value_of(found: Findings, meaning: Meaning) -> Any:
    return found.value(meaning)


@golden("avchd", 1)
def test_the_golden_records_give_date_camera_and_position(tmp_path: Path) -> None:
    found = findings_of("avchd", clip_with(tmp_path, SONY | GPS))
    meant = [(one.meaning, one.tag, one.text) for one in found.readings if one.meaning]
    assert meant == [
        ("captured", "MDPM DateTimeOriginal", "2019-04-24 22:24:00+02:00"),
        ("make", "MDPM MakeModel", "Sony"),
        ("model", "MDPM Model", "ILCE-7M3"),
        (
            "position",
            "GPS GPSLatitude, GPSLongitude",
            "46/1, 38/1, 12500/1000 N, 32/1, 36/1, 30000/1000 E",
        ),
        ("captured", "GPS GPSDate, GPSTimeStamp", "2019:04:24 20/1, 24/1, 3/1"),
    ]
    captured, place = value_of(found, Meaning.CAPTURED), value_of(found, Meaning.POSITION)
    assert (captured["earliest"], captured["offset"]) == ("2019-04-24T20:24:00Z", "+02:00")
    assert (place["latitude"], place["longitude"]) == pytest.approx((46.636806, 32.608333))
    assert (place["altitude_m"], place["altitude_reference"]) == (41.5, "sea level")
    assert found.warnings == []


def test_a_clip_without_records_says_nothing(tmp_path: Path) -> None:
    found = findings_of("avchd", make_clip(tmp_path / "clip.ts", *PICTURES))
    assert (found.readings, found.warnings) == ([], [])


def test_daylight_saving_is_read_both_ways() -> None:
    found = understood(SONY | {0x18: bytes.fromhex("44201904")})
    times: list[Any] = [one.value for one in found.readings if one.meaning is Meaning.CAPTURED]
    assert [time["offset"] for time in times] == ["+02:00", "+03:00"]
    assert "daylight saving" in found.warnings[0]


@pytest.mark.parametrize(
    ("zone", "offset", "kind"),
    [(0x33, "-09:30", "stated"), (0x0B, "+05:30", "stated"), (0xFF, None, "unknown")],
)
def test_the_zone_is_one_byte(zone: int, offset: str | None, kind: str) -> None:
    found = understood(SONY | {0x18: bytes([zone]) + bytes.fromhex("201904")})
    captured = value_of(found, Meaning.CAPTURED)
    assert (captured["offset"], captured["zone"]) == (offset, kind)


def test_a_date_that_is_none_is_told() -> None:
    found = understood(SONY | {0x19: bytes.fromhex("f42224ff")})
    assert found.value(Meaning.CAPTURED) is None
    assert "MDPM DateTimeOriginal" in found.warnings[0]


def test_a_receiver_without_a_fix_gives_no_position() -> None:
    found = understood(SONY | GPS | {0xBE: b"V\0\0\0"})
    assert found.value(Meaning.POSITION) is None
    assert "no fix" in found.warnings[0]


@given(st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_give_records_or_none(content: bytes, at: int) -> None:
    whole = message(SONY | GPS)
    for data in (content, whole[:at] + content, b"\0\0\1\6" + content):
        for body in _user_data(data):
            records = _records(body[len(MARK) :] or b"\0")
            understood({int(number): bytes.fromhex(raw) for number, raw in records.items()})
