"""The first look shows true key frames with their exact times, and never fails an item."""

from pathlib import Path

import numpy as np

from media_tools.steps.first_look import STEP
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, probed_frames
from tests.media_tools.test_scan_damage import claim

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


def test_output_of_the_first_look_is_as_version_2_gave_it(tmp_path: Path) -> None:
    found = findings_of("first_look", clip(tmp_path / "golden.mkv", 6, "-sc_threshold", "0"))
    seen = [(still.pts, still.reason, still.width) for still in found.stills]
    assert STEP.version == 2
    assert seen == [(0, "keyframe", 480), (2000, "keyframe", 480), (4000, "keyframe", 480)], (
        "The first look's output changed: raise STEP.version in steps/first_look.py."
    )
