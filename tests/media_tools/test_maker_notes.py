"""Dates and places in the notes of trail cameras and thermal ones, made here."""

import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_tools.findings import Meaning
from tests.media_tools.dating import dates, exif_in
from tests.media_tools.making import (
    jpeg_bytes,
    segment,
    with_segments,
)


def reconyx(clock: tuple[int, ...]) -> bytes:
    exif = Image.Exif()
    note = b"\x01\xf1" + bytes(20) + struct.pack("<6H", *clock) + bytes(60)
    exif.get_ifd(0x8769)[0x927C] = note
    return jpeg_bytes(exif)


def test_a_reconyx_trap_keeps_its_clock_in_its_maker_note(tmp_path: Path) -> None:
    found = exif_in(tmp_path, reconyx((30, 15, 22, 5, 14, 2023)))
    assert dates(found) == {"Reconyx DateTimeOriginal": ["2023:05:14 22:15:30"]}
    broken = exif_in(tmp_path, reconyx((30, 15, 22, 55, 14, 2023)))
    assert dates(broken) == {}
    assert "Reconyx DateTimeOriginal holds" in broken.warnings[0]


def flir(camera: bytes, receiver: bytes) -> bytes:
    """A JPEG with FLIR's own file in two segments: a head, a directory and two records."""
    place = 64 + 2 * 32
    entries = [
        struct.pack(">H10xII12x", kind, start, len(body))
        for kind, start, body in (
            (0x20, place, camera),
            (0x2B, place + len(camera), receiver),
        )
    ]
    head = b"FFF\0" + bytes(16) + struct.pack(">3I", 100, 64, 2) + bytes(32)
    file = head + b"".join(entries) + camera + receiver
    halves = (file[:700], file[700:])
    parts = [b"FLIR\0\x01" + bytes([number, 1]) + half for number, half in enumerate(halves)]
    return with_segments(jpeg_bytes(), *(segment(0xE1, part) for part in parts))


def flir_receiver(valid: int = 1, latitude: float = 46.5) -> bytes:
    body = bytearray(184)
    struct.pack_into("<I4x2s2s", body, 0, valid, b"N", b"W")
    struct.pack_into("<ddf", body, 16, latitude, 32.25, 41.5)
    body[72:73] = b"T"
    struct.pack_into("<f", body, 84, 271.25)
    return bytes(body)


def flir_camera() -> bytes:
    body = bytearray(1000)
    struct.pack_into("<H", body, 0, 2)
    body[212:220] = b"FLIR Two"
    struct.pack_into("<IIh", body, 900, 1_684_102_530, 107, -180)
    return bytes(body)


def test_flirs_segments_give_date_place_and_direction(tmp_path: Path) -> None:
    found = exif_in(tmp_path, flir(flir_camera(), flir_receiver()))
    # 1,684,102,530 s after 1970 is 22:15:30 UTC; the camera's clock is 180 minutes east of it.
    assert dates(found) == {"FLIR DateTimeOriginal": ["2023-05-15T01:15:30.107+03:00"]}
    assert found.value(Meaning.MODEL) == "FLIR Two"
    assert found.value(Meaning.HEADING) == {"degrees": 271.25, "reference": "true"}
    where: Any = found.value(Meaning.POSITION)
    assert (where["latitude"], where["longitude"], where["altitude_m"]) == (46.5, -32.25, 41.5)
    assert not found.warnings


@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        (flir_receiver(valid=0), []),
        (flir_receiver(latitude=float("nan")), ["FLIR GPSLatitude"]),
        (flir_receiver()[:40], []),
    ],
)
def test_a_flir_without_a_fix_has_no_place(
    tmp_path: Path, receiver: bytes, told: list[str]
) -> None:
    found = exif_in(tmp_path, flir(flir_camera(), receiver))
    assert found.value(Meaning.POSITION) is None
    assert [
        warning[: len(start)] for warning, start in zip(found.warnings, told, strict=True)
    ] == told
