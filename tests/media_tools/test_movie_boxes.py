import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.children.movie_boxes import movie_header, movie_xmp
from media_tools.embedded.streams import container_findings
from media_tools.findings import Meaning
from media_tools.media import Kind
from tests.media_tools.making import PICTURES, exif_of, make_clip, probe_of


def box(kind: bytes, *bodies: bytes) -> bytes:
    content = b"".join(bodies)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mvhd(ticks: int, created: int = 0, changed: int = 0) -> bytes:
    return box(b"mvhd", struct.pack(">5I", 0, created, changed, 600, ticks), bytes(80))


def in_the_header(clip: bytes, added: bytes) -> bytes:
    """A clip whose header is its end, with a box added to the header."""
    at = clip.index(b"moov") - 4
    size = int.from_bytes(clip[at : at + 4], "big")
    return clip[:at] + struct.pack(">I", size + len(added)) + clip[at + 4 : at + size] + added


def read(tmp_path: Path, content: bytes) -> dict[str, Any]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return movie_header(str(path))


def test_the_header_is_found_also_behind_the_pictures(tmp_path: Path) -> None:
    content = box(b"ftyp", b"isom") + box(b"mdat", bytes(5000)) + box(b"moov", mvhd(1500))
    assert read(tmp_path, content)["duration"] == (5, 2)


def test_a_duration_that_is_not_known_is_none(tmp_path: Path) -> None:
    for ticks in (0, 0xFFFFFFFF):
        found = read(tmp_path, box(b"moov", mvhd(ticks)))
        assert found["duration"] is None


def test_a_large_box_is_stepped_over(tmp_path: Path) -> None:
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + 100) + bytes(100)
    assert read(tmp_path, wide + box(b"moov", mvhd(600)))["duration"] == (1, 1)


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_header_or_none(tmp_path: Path, content: bytes) -> None:
    for whole in (content, box(b"moov", content), box(b"moov", box(b"udta", content))):
        found = read(tmp_path, whole)
        assert not found or set(found) == {"duration", "texts", "times", "xmp_bytes"}
        path = tmp_path / "upload"
        path.write_bytes(whole)
        assert isinstance(movie_xmp(str(path))["xmp"], dict)


def test_the_date_that_iphones_export_is_a_captured_time(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES).read_bytes()
    path = tmp_path / "dated.mp4"
    added = box(b"udta", box(b"date", b"2020-11-20T15:04:02+0100"))
    path.write_bytes(in_the_header(clip, added))
    assert probe_of(path).value(Meaning.DURATION) == 0.4
    value = exif_of(path).value(Meaning.CAPTURED)
    assert isinstance(value, dict)
    assert (value["earliest"], value["offset"]) == ("2020-11-20T14:04:02Z", "+01:00")


def test_the_mark_for_an_unknown_duration_is_not_taken_for_40_hours() -> None:
    answer = {
        "format": {"duration": "143165.643233"},
        "streams": [{"index": 0, "codec_type": "audio", "duration_ts": 0xFFFFFFFF}],
    }
    found = container_findings(answer, Kind.AUDIO, "ffprobe")
    assert found.value(Meaning.DURATION) is None
    assert "not known" in found.warnings[0]


def loci(name: bytes, longitude: float, latitude: float, height: float) -> bytes:
    numbers = [round(number * 65536) for number in (longitude, latitude, height)]
    return box(b"loci", bytes(4), b"\x15\xc7", name, b"\0", struct.pack(">3i", *numbers), b"earth")


@pytest.mark.parametrize(
    "name", [b"\0", b"Kherson\0", b"\xfe\xff" + "Херсон\0".encode("utf-16-be")]
)
def test_the_position_of_3gpp_keeps_its_height(tmp_path: Path, name: bytes) -> None:
    added = box(b"udta", loci(name, -74.5, 40.75, 12.25))
    texts = read(tmp_path, box(b"moov", mvhd(600), added))["texts"]
    assert texts == {"loci": "+40.75000-74.50000+12.250/"}


def test_a_position_of_3gpp_that_is_cut_off_is_none(tmp_path: Path) -> None:
    whole = loci(b"Kherson\0", -74.5, 40.75, 12.25)[8:]
    for length in range(len(b"earth"), len(whole) - 5):
        content = box(b"moov", box(b"udta", box(b"loci", whole[:length])))
        assert read(tmp_path, content)["texts"] == {}


def test_the_height_of_3gpp_reaches_the_position(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES).read_bytes()
    path = tmp_path / "placed.mp4"
    path.write_bytes(in_the_header(clip, box(b"udta", loci(b"\0", 32.5, 46.75, 41.5))))
    where = exif_of(path).value(Meaning.POSITION)
    assert isinstance(where, dict)
    assert (where["latitude"], where["longitude"], where["altitude_m"]) == (46.75, 32.5, 41.5)
