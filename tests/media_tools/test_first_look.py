"""The first look shows true key frames with their exact times, and never fails an item."""

import os
import struct
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media_tools.decoding.seek import Seek, at_once, key_frames
from media_tools.decoding.tracks import PictureTrack, picture_track
from media_tools.tools import tool_path
from tests.media_tools.golden import golden
from tests.media_tools.making import as_media, make_clip, probe_of
from tests.media_tools.running import findings_of, probed_frames
from tests.media_tools.test_scan_damage import claim
from tests.waiting import PATIENCE_S

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20")


def clip(path: Path, seconds: int, *coded: str) -> Path:
    source = ("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=10:duration={seconds}")
    return make_clip(path, *source, *X264, *coded)


def test_stills_are_key_frames_with_their_exact_pts(tmp_path: Path) -> None:
    path = clip(tmp_path / "clip.mkv", 12, "-output_ts_offset", "3")
    found = findings_of("first_look", path)
    shown, key_frames = [still.pts for still in found.stills], probed_frames(path, key_only=True)
    assert set(shown) <= set(key_frames)
    assert len(shown) >= 4
    assert shown[0] == key_frames[0]
    assert found.stills[0].seconds == 0
    assert {(still.width, still.height) for still in found.stills} == {(480, 270)}


def negative(path: Path, to: Path) -> Path:
    """The MP4 with every frame two seconds earlier, the first ones before zero."""
    content = bytearray(path.read_bytes())
    edits = content.index(b"edts")
    content[edits : edits + 4] = b"free"
    offsets = content.index(b"ctts")
    content[offsets + 4] = 1  # the version with signed offsets
    (count,) = struct.unpack_from(">I", content, offsets + 8)
    for entry in range(count):
        place = offsets + 16 + 8 * entry
        (offset,) = struct.unpack_from(">i", content, place)
        struct.pack_into(">i", content, place, offset - 2 * 10_240)
    to.write_bytes(content)
    return to


def starts(folder: Path) -> list[Path]:
    """Clips of 10 seconds whose first frame is at no easy place."""
    frames = clip(folder / "frames.mp4", 10, "-bf", "2")
    opened = clip(folder / "open.ts", 10, "-bf", "2", "-x264-params", "open-gop=1:scenecut=0")
    (folder / "cut.ts").write_bytes(opened.read_bytes()[188 * 100 :])
    copy = ("-i", str(frames), "-c", "copy")
    return [
        make_clip(folder / "trimmed.mp4", "-ss", "2.75", *copy),
        make_clip(folder / "later.ts", *copy, "-output_ts_offset", "5000"),
        make_clip(folder / "later.mkv", *copy, "-output_ts_offset", "5000"),
        make_clip(folder / "later.mov", *copy, "-output_ts_offset", "7.5"),
        make_clip(folder / "parts.mp4", *copy, "-movflags", "+frag_keyframe+empty_moov"),
        negative(frames, folder / "negative.mp4"),
        folder / "cut.ts",
    ]


def key_packets(path: Path) -> list[int]:
    """The pts of every packet marked as a key frame that is to be shown, by ffprobe.

    Its decoder, asked for key frames only, loses some of those with open groups.
    """
    answer = subprocess.run(
        [
            *(tool_path("ffprobe"), "-v", "quiet", "-select_streams", "v:0"),
            *("-show_entries", "packet=pts,flags", "-of", "csv=p=0", str(path)),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
        env={**os.environ, "GCONV_PATH": "/nonexistent"},
    )
    packets = (line.split(",")[:2] for line in answer.stdout.split())
    return [int(pts) for pts, flags in packets if "K" in flags and "D" not in flags]


def test_wherever_a_clip_starts_its_key_frames_are_shown_with_their_own_times(
    tmp_path: Path,
) -> None:
    for path in starts(tmp_path):
        found = findings_of("first_look", path)
        shown, keys = [still.pts for still in found.stills], key_packets(path)
        assert set(shown) <= set(keys), path.name
        assert len(shown) >= max(2, len(keys) - 2), path.name
        assert float(found.stills[-1].seconds) > 5, path.name
    assert min(probed_frames(tmp_path / "negative.mp4")) < 0


def test_a_place_that_cannot_be_decoded_does_not_cost_the_others(tmp_path: Path) -> None:
    path = clip(tmp_path / "hurt.mp4", 40, "-sc_threshold", "0", "-movflags", "+faststart")
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + 4
    tenth = (len(content) - start) // 10
    content[start + 4 * tenth : start + 6 * tenth] = bytes(2 * tenth)
    path.write_bytes(content)
    found = findings_of("first_look", path)
    shown = [float(still.seconds) for still in found.stills]
    assert len([at for at in shown if at < 15]) >= 6
    assert len([at for at in shown if at > 25]) >= 6
    assert {still.pts for still in found.stills} <= set(range(0, 40 * 10_240, 20 * 1024))


TRACK = PictureTrack(0, Fraction(1, 90_000), 0, 1920, 1080, "h264", "yuv420p")


@pytest.mark.parametrize(
    ("track", "hours", "fewest", "most"),
    [
        (TRACK, 0.1, 15, 25),
        (TRACK, 1, 13, 20),
        (TRACK, 12, 2, 4),
        (replace(TRACK, codec="hevc"), 0.1, 4, 6),
        (replace(TRACK, codec="hevc", width=7680, height=4320, pixels="yuv420p10le"), 0.1, 1, 1),
    ],
)
def test_the_places_looked_at_together_are_as_many_as_memory_allows(
    track: PictureTrack, hours: float, fewest: int, most: int
) -> None:
    samples = int(hours * 3600 * (30 + 44_100 / 1024))
    assert fewest <= at_once(track, samples) <= most


def test_a_place_at_which_nothing_comes_is_left_out(tmp_path: Path) -> None:
    path = clip(tmp_path / "short.mkv", 4)
    media, track = as_media(path), picture_track(probe_of(path))
    assert track
    seeks = [Seek(0, 0.0), Seek(1, 500.0), Seek(2, 2.0)]
    found = key_frames(media, tmp_path, track, seeks, wall_s=PATIENCE_S)
    assert found[seeks[0]] == 0
    assert found[seeks[2]] == 2000


def test_a_container_without_an_index_shows_at_least_its_first_key_frame(tmp_path: Path) -> None:
    path = clip(tmp_path / "clip.flv", 1)
    found = findings_of("first_look", path)
    assert [still.pts for still in found.stills] == probed_frames(path, key_only=True)[:1]


def test_a_long_clip_gives_at_most_25(tmp_path: Path) -> None:
    path = clip(tmp_path / "long.mp4", 80)
    found = findings_of("first_look", path)
    assert len(found.stills) == 25
    assert float(found.stills[-1].seconds) > 70


def test_a_header_that_claims_too_much_costs_only_a_few_seeks(tmp_path: Path) -> None:
    path = clip(tmp_path / "lies.mp4", 3)
    claim(path, 36_000)
    found = findings_of("first_look", path)
    assert found.stills
    assert {still.pts for still in found.stills} <= set(probed_frames(path, key_only=True))


def test_a_clip_without_one_key_frame_to_show_is_a_warning(tmp_path: Path) -> None:
    path = clip(tmp_path / "hollow.mp4", 2, "-movflags", "+faststart")
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = np.random.default_rng(2).bytes(len(content) - start)
    path.write_bytes(content)
    found = findings_of("first_look", path)
    assert not found.stills
    assert found.warnings == ["No key frame can be shown before the scan is done."]


@golden("first_look", 2)
def test_the_golden_clip_gives_the_key_frames_that_it_gave(tmp_path: Path) -> None:
    found = findings_of("first_look", clip(tmp_path / "golden.mkv", 6, "-sc_threshold", "0"))
    seen = [(still.pts, still.reason, still.width) for still in found.stills]
    assert seen == [(0, "keyframe", 480), (2000, "keyframe", 480), (4000, "keyframe", 480)]
