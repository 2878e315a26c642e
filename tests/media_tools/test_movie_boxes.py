import struct
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_tools.children.movie_boxes import movie_header
from media_tools.embedded.streams import container_findings
from media_tools.findings import Meaning
from media_tools.media import Kind
from tests.media_tools.making import PICTURES, exif_of, make_clip, probe_of


def box(kind: bytes, *bodies: bytes) -> bytes:
    content = b"".join(bodies)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mvhd(ticks: int) -> bytes:
    return box(b"mvhd", struct.pack(">5I", 0, 0, 0, 600, ticks), bytes(80))


def read(tmp_path: Path, content: bytes) -> dict[str, Any]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return movie_header(str(path))


def test_the_header_is_found_also_behind_the_pictures(tmp_path: Path) -> None:
    content = box(b"ftyp", b"isom") + box(b"mdat", bytes(5000)) + box(b"moov", mvhd(1500))
    assert read(tmp_path, content) == {"duration": (5, 2), "texts": {}}


def test_a_duration_that_is_not_known_is_none(tmp_path: Path) -> None:
    for ticks in (0, 0xFFFFFFFF):
        found = read(tmp_path, box(b"moov", mvhd(ticks)))
        assert found == {"duration": None, "texts": {}}


def test_a_large_box_is_stepped_over(tmp_path: Path) -> None:
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + 100) + bytes(100)
    assert read(tmp_path, wide + box(b"moov", mvhd(600))) == {"duration": (1, 1), "texts": {}}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_give_a_header_or_none(tmp_path: Path, content: bytes) -> None:
    for whole in (content, box(b"moov", content), box(b"moov", box(b"udta", content))):
        found = read(tmp_path, whole)
        assert not found or set(found) == {"duration", "texts"}


def test_the_date_that_iphones_export_is_a_captured_time(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES).read_bytes()
    at = clip.index(b"moov") - 4
    size = int.from_bytes(clip[at : at + 4], "big")
    added = box(b"udta", box(b"date", b"2020-11-20T15:04:02+0100"))
    path = tmp_path / "dated.mp4"
    path.write_bytes(
        clip[:at] + struct.pack(">I", size + len(added)) + clip[at + 4 : at + size] + added
    )
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
