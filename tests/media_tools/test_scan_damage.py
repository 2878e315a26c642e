"""Damaged and lying files are read up to the damage, and it is said."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media_tools.decoding.causes import complaints, plain_cause
from media_tools.errors import Stopped, Unreadable
from media_tools.step import Job, all_steps
from tests.media_tools.making import as_media, make_clip
from tests.media_tools.running import findings_of, measured, probed_frames

SOURCE = ("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=4")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=4")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds with the index in front."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    return make_clip(path, *SOURCE, *TONE, *X264, "-c:a", "aac", "-movflags", "+faststart")


def test_a_clip_that_is_cut_off_is_read_to_the_cut_and_said_to_be_damaged(
    clip: Path, tmp_path: Path
) -> None:
    content = clip.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: len(content) * 6 // 10])
    found = findings_of("scan", cut)
    counted = measured(found, "frames_counted")
    assert 30 < counted < 80
    assert found.warnings[0].startswith("The clip is damaged after ")
    assert f"{counted:.0f} frames were read; the decoder said: " in found.warnings[0]
    assert found.warnings[1].startswith("The header claims 4.0 s; the clip holds ")
    assert str(tmp_path) not in str(found.warnings)


def test_flipped_bits_are_told_though_ffmpeg_ends_well(clip: Path, tmp_path: Path) -> None:
    content = bytearray(clip.read_bytes())
    start = content.index(b"mdat")
    for at in np.random.default_rng(5).integers(start + 5000, len(content), 60):
        content[at] ^= 0x55
    flipped = tmp_path / "flipped.mp4"
    flipped.write_bytes(content)
    found = findings_of("scan", flipped)
    assert measured(found, "frames_counted") > 50
    assert any(warning.startswith("The clip is damaged") for warning in found.warnings)


def claim(path: Path, seconds: int) -> None:
    """Make every header box of an MP4 claim that the clip lasts this long."""
    content = bytearray(path.read_bytes())
    for box in (b"mvhd", b"mdhd"):
        at = content.find(box)
        while at >= 0:
            (scale,) = struct.unpack_from(">I", content, at + 16)
            struct.pack_into(">I", content, at + 20, min(scale * seconds, 2**32 - 2))
            at = content.find(box, at + 4)
    path.write_bytes(content)


def test_a_header_that_claims_ten_hours_is_set_against_what_the_clip_holds(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "lies.mp4", *SOURCE, *X264)
    claim(path, 36_000)
    found = findings_of("scan", path)
    assert found.warnings == ["The header claims 10:00:00; the clip holds 4.0 s."]
    assert measured(found, "duration") == pytest.approx(4)
    assert len(found.stills) >= 4


def garbage(path: Path) -> None:
    path.write_bytes(b"\0\0\0\x18ftypmp42" + np.random.default_rng(1).bytes(5000))


def without_index(path: Path) -> None:
    make_clip(path, *SOURCE, *X264)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moov") - 4])


def without_pictures(path: Path) -> None:
    make_clip(path, *SOURCE, *X264, "-movflags", "+faststart")
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = np.random.default_rng(2).bytes(len(content) - start)
    path.write_bytes(content)


@pytest.mark.parametrize("make", [garbage, without_index, without_pictures])
def test_a_file_without_one_readable_frame_is_unreadable_with_a_cause(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "bad.mp4"
    make(path)
    with pytest.raises(Unreadable, match=r"^[A-Z].+\.?$") as raised:
        findings_of("scan", path)
    assert str(tmp_path) not in str(raised.value)


def test_a_cut_off_matroska_file_is_read_to_the_cut(tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "whole.mkv", *SOURCE, *X264)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = findings_of("scan", cut)
    loaded = np.load(found.artefact("frame_times").path).tolist()
    assert loaded == probed_frames(cut)
    assert any("The header claims 4.0 s" in warning for warning in found.warnings)


def test_work_that_is_asked_to_stop_stops(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "long.mkv",
        *("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=20", "-c:v", "mpeg4"),
    )
    media = as_media(path)
    probed = all_steps()["probe"].run(Job(media, tmp_path))
    notes: list[str] = []

    def stop(fraction: float | None, note: str) -> None:
        notes.append(note)
        raise Stopped

    folder = tmp_path / "scan"
    folder.mkdir()
    with pytest.raises(Stopped):
        all_steps()["scan"].run(Job(media, folder, {"probe": probed}, stop))
    assert notes[0].endswith(" frames")


def test_complaints_carry_no_addresses_and_no_paths() -> None:
    said = complaints(
        "[h264 @ 0x55d0c8] error while decoding MB 3 4\n"
        "[h264 @ 0x55d0ff] error while decoding MB 3 4\n"
        "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55d0c8] wrong sample count\n"
        "    Last message repeated 3 times\n"
        "[graph 0 input from stream 0:0 @ 0x7f0c] Cannot allocate memory\n"
        "file:/srv/my originals/ab/cd: Invalid data found when processing input\n"
    )
    assert said == [
        "h264: error while decoding MB 3 4",
        "mov: wrong sample count",
        "graph: Cannot allocate memory",
        "the file: Invalid data found when processing input",
    ]


def test_two_decodes_of_a_damaged_index_say_the_same(clip: Path, tmp_path: Path) -> None:
    content = bytearray(clip.read_bytes())
    at = content.index(b"mdhd") + 16
    content[at : at + 4] = bytes(4)
    lying = tmp_path / "lying.mp4"
    lying.write_bytes(content)
    said = findings_of("scan", lying).warnings
    assert any("mov: Invalid mdhd time scale 0" in words for words in said)
    assert not any("0x" in words for words in said)
    assert findings_of("scan", lying).warnings == said


def test_a_silent_end_is_put_into_words() -> None:
    assert plain_cause("") == "It ends before the first frame."
