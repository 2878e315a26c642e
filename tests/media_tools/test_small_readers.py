"""Our own readers of hostile bytes: whatever they are given, they end with an answer."""

import struct
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.children.maker_notes import flir, reconyx
from media_tools.children.matroska_header import matroska_info
from media_tools.children.xmp_file import read_sidecar
from media_tools.embedded.collected import Collected
from media_tools.embedded.maker_notes import understand_maker_notes
from media_tools.embedded.matroska import matroska_readings

ON_DISK = settings(max_examples=100)
HEAD = b"\x1a\x45\xdf\xa3\x80"
SEGMENT, INFO = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66"


def element(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack(">Q", len(body) | 1 << 56) + body


def info_of(tmp_path: Path, content: bytes) -> dict[str, object]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return matroska_info(str(path))


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_maker_note_is_understood_or_told(camera: bytes, receiver: bytes) -> None:
    camera, receiver = camera * 4, receiver * 2
    entries = [
        struct.pack("<H10xII12x", kind, start, len(body))
        for kind, start, body in ((0x20, 128, camera), (0x2B, 128 + len(camera), receiver))
    ]
    file = b"FFF\0" + bytes(16) + struct.pack("<3I", 100, 64, 2) + bytes(32)
    part = b"FLIR\0\x01\0\0" + file + b"".join(entries) + camera + receiver
    jpeg = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(part) + 2) + part
    into = Collected()
    notes = {"FLIR": flir(jpeg), "Reconyx": reconyx(b"\x01\xf1" + camera), "Apple": {}}
    understand_maker_notes(notes, into)
    assert all(reading.tag.startswith(("FLIR", "Reconyx")) for reading in into.raw)


@given(st.binary(max_size=400))
def test_any_bytes_are_no_segment_of_flirs_or_one(content: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xffFLIR\0\x01\0\0FFF\0"):
        assert set(flir(start + content)) <= {"time", "model", "gps"}


@ON_DISK
@given(st.binary(max_size=300))
def test_any_bytes_give_matroskas_date_or_none(tmp_path: Path, content: bytes) -> None:
    for whole in (content, HEAD + element(SEGMENT, content), element(INFO, content)):
        readings = matroska_readings(info_of(tmp_path, whole))
        assert all(reading.tag.startswith("Info:") for reading in readings)


def test_a_segment_of_unknown_size_and_a_date_of_zero_are_read(tmp_path: Path) -> None:
    info = element(INFO, element(b"\x44\x61", bytes(8)) + element(b"\x4d\x80", b"Muxer 1\0"))
    unknown = SEGMENT + b"\x01\xff\xff\xff\xff\xff\xff\xff" + info
    readings = matroska_readings(info_of(tmp_path, HEAD + unknown))
    assert {r.tag: r.text for r in readings} == {"Info:MuxingApp": "Muxer 1", "Info:DateUTC": "0"}


@ON_DISK
@given(st.binary(max_size=300))
def test_any_bytes_are_a_sidecar_or_a_told_fault(tmp_path: Path, content: bytes) -> None:
    for start in (b"", b"\xff\xfe", b"<?xpacket?><x:xmpmeta>", b"<!DOCTYPE x>"):
        path = tmp_path / "upload"
        path.write_bytes(start + content)
        answer = read_sidecar(str(path))
        assert isinstance(answer["xmp"], dict)
