"""A copy is made only where a browser needs one, and every frame keeps its time in it."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_tools.decoding.playable import Coding, Copy, copy_needed
from media_tools.findings import Findings
from media_tools.tools import tool_path
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, probed_frames
from tests.waiting import PATIENCE_S

SOURCE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=30:duration=1")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
UNEVEN = ("-vf", "select='not(eq(mod(n,7),3))'", "-vsync", "passthrough", "-enc_time_base", "-1")
# With two B-frames between others, the frame before the next key frame is one that needs it.
KEYS = ("-g", "11", "-x264-params")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2")


def streams(path: Path) -> list[dict[str, Any]]:
    answer = subprocess.run(
        [tool_path("ffprobe"), "-v", "error", "-show_streams", "-of", "json", str(path)],
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
    )
    found: list[dict[str, Any]] = json.loads(answer.stdout)["streams"]
    return found


def seconds_of_frames(path: Path) -> list[float]:
    base = next(Fraction(s["time_base"]) for s in streams(path) if s["codec_type"] == "video")
    frames = probed_frames(path)
    return [float((pts - frames[0]) * base) for pts in frames]


def copy_of(found: Findings) -> Path:
    return found.artefact("proxy").path


def test_a_clip_in_a_foreign_container_is_repacked_and_not_coded_anew(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "phone.mov", *SOURCE, *TONE, *UNEVEN, *H264, "-c:a", "aac")
    found = findings_of("proxy", path)
    details = found.artefact("proxy").details
    assert (details["pictures"], details["sound"]) == ("copied unchanged", "copied unchanged")
    assert details["light_copy"] is True
    assert seconds_of_frames(copy_of(found)) == pytest.approx(seconds_of_frames(path), abs=1e-6)
    content = copy_of(found).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_clip_coded_anew_keeps_the_time_of_every_frame(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "old.mkv", *SOURCE, *TONE, *UNEVEN, "-c:v", "ffv1", "-c:a", "flac")
    found = findings_of("proxy", path)
    assert [s["codec_name"] for s in streams(copy_of(found))] == ["h264", "aac"]
    assert len(set(np.diff(probed_frames(path)))) > 1
    assert seconds_of_frames(copy_of(found)) == pytest.approx(seconds_of_frames(path), abs=1e-6)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [("1920x1080", (1280, 720)), ("1080x1920", (720, 1280)), ("35x27", (36, 28))],
)
def test_a_clip_coded_anew_is_at_most_720p_and_even(
    size: str, becomes: tuple[int, int], tmp_path: Path
) -> None:
    source = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate=5:duration=0.4")
    found = findings_of("proxy", make_clip(tmp_path / "wide.avi", *source, "-c:v", "mjpeg"))
    made = streams(copy_of(found))[0]
    assert (made["width"], made["height"]) == becomes
    assert made["pix_fmt"] == "yuv420p"


def test_sound_that_no_browser_plays_becomes_aac(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "tone.mka", *TONE, "-c:a", "ac3")
    found = findings_of("proxy", path)
    assert found.artefact("proxy").mime == "audio/mp4"
    assert [s["codec_name"] for s in streams(copy_of(found))] == ["aac"]


def test_the_place_of_the_first_frame_in_the_copy_is_told(tmp_path: Path) -> None:
    inputs = ("-itsoffset", "0.5", *SOURCE, *TONE)
    path = make_clip(tmp_path / "later.mkv", *inputs, *H264, "-c:a", "aac")
    found = findings_of("proxy", path)
    pictures = next(s for s in streams(copy_of(found)) if s["codec_type"] == "video")
    first = found.artefact("proxy").details["first_frame_s"]
    assert first == pytest.approx(0.5, abs=0.03)
    assert float(pictures["start_time"]) == pytest.approx(first, abs=0.03)


def test_nothing_is_made_of_a_clip_that_plays(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "plays.mp4", *SOURCE, *TONE, *H264, "-c:a", "aac")
    found = findings_of("proxy", path)
    assert not found.artefacts
    assert not found.warnings


def test_a_clip_whose_groups_of_frames_are_open_is_coded_anew(tmp_path: Path) -> None:
    coded = (*H264, *KEYS, "open-gop=1:scenecut=0")
    path = make_clip(tmp_path / "open.mp4", *SOURCE, *TONE, *coded, "-c:a", "aac")
    found = findings_of("proxy", path)
    details = found.artefact("proxy").details
    assert (details["original_plays"], details["sound"]) == (True, "copied unchanged")
    assert details["pictures"] == "h264, at most 720p"
    assert seconds_of_frames(copy_of(found)) == pytest.approx(seconds_of_frames(path), abs=1e-6)


def test_an_open_group_of_frames_is_not_repacked(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "open.mkv", *SOURCE, *H264, *KEYS, "open-gop=1:scenecut=0")
    details = findings_of("proxy", path).artefact("proxy").details
    assert (details["original_plays"], details["pictures"]) == (False, "h264, at most 720p")


def test_a_key_frame_that_is_shown_later_than_the_first_asks_for_a_copy(tmp_path: Path) -> None:
    uneven = ("-vf", "settb=1/90000,setpts='2700*(N+floor(N/3)+4*floor(N/11))'")
    own = ("-vsync", "passthrough", "-enc_time_base", "1:90000")
    path = make_clip(tmp_path / "uneven.mp4", *SOURCE, *uneven, *own, *H264, *KEYS, "scenecut=0")
    found = findings_of("proxy", path)
    assert found.artefact("proxy").details["original_plays"] is True
    assert seconds_of_frames(copy_of(found)) == pytest.approx(seconds_of_frames(path), abs=1e-6)


@pytest.mark.parametrize("coded", [(*H264, *KEYS, "scenecut=0"), (*H264, "-bf", "0", *UNEVEN)])
def test_a_clip_in_which_a_browser_stops_anywhere_is_left_alone(
    coded: tuple[str, ...], tmp_path: Path
) -> None:
    assert not findings_of("proxy", make_clip(tmp_path / "fine.mp4", *SOURCE, *coded)).artefacts


@pytest.mark.parametrize(
    ("coding", "needed"),
    [
        (Coding("video/mp4", "h264", "yuv420p", "aac"), None),
        (Coding("video/mp4", "h264", "yuvj420p", None), None),
        (Coding("video/mp4", "h264", "yuv420p10le", "aac"), Copy(False, True)),
        (Coding("video/mp4", "h264", "yuv444p", None), Copy(False, False)),
        (Coding("video/mp4", "hevc", "yuv420p", "aac"), Copy(False, True)),
        (Coding("video/mp4", "av1", "yuv420p", "opus"), None),
        (Coding("video/mp4", "h264", "yuv420p", "ac3"), Copy(True, False)),
        (Coding("video/quicktime", "h264", "yuv420p", "pcm_s16le"), Copy(True, False)),
        (Coding("video/x-matroska", "h264", "yuv420p", "aac"), Copy(True, True)),
        (Coding("video/x-matroska", "vp8", "yuv420p", "vorbis"), Copy(False, False)),
        (Coding("video/webm", "vp9", "yuv420p", "opus"), None),
        (Coding("video/webm", "vp8", "yuv420p", None), None),
        (Coding("video/mp2t", "mpeg2video", "yuv420p", "mp2"), Copy(False, False)),
        (Coding("video/3gpp", "h263", "yuv420p", "amrnb"), Copy(False, False)),
        (Coding("audio/mpeg", None, None, "mp3"), None),
        (Coding("audio/mp4", None, None, "aac"), None),
        (Coding("audio/mp4", None, None, "alac"), Copy(False, False)),
        (Coding("audio/ogg", None, None, "opus"), None),
        (Coding("audio/x-wav", None, None, "pcm_s16le"), None),
        (Coding("audio/x-wav", None, None, "adpcm_ms"), Copy(False, False)),
        (Coding("audio/amr", None, None, "amrnb"), Copy(False, False)),
    ],
)
def test_the_cheapest_copy_that_plays_is_chosen(coding: Coding, needed: Copy | None) -> None:
    assert copy_needed(coding) == needed


@golden("proxy", 3)
def test_the_golden_clip_gives_the_copy_that_it_gave(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "golden.mkv", *SOURCE, *TONE, "-c:v", "ffv1", "-c:a", "pcm_s16le")
    artefact = findings_of("proxy", path).artefact("proxy")
    seen = {name: value for name, value in artefact.details.items() if name != "of_sha256"}
    known = {
        "light_copy": True,
        "original_plays": False,
        "pictures": "h264, at most 720p",
        "sound": "aac",
        "first_frame_s": 0.0,
    }
    assert (seen, artefact.mime) == (known, "video/mp4")
