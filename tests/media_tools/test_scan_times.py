"""The scan tells the exact time of every frame, whatever the container does with it."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media_tools.findings import Findings
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, measured, probed_frames

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
# Every seventh frame is missing, so that the rate varies.
UNEVEN = ("-vf", "select='not(eq(mod(n,7),3))'", "-vsync", "passthrough", "-enc_time_base", "-1")
SOURCE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=30:duration=1.2")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1.2")


def times(findings: Findings) -> list[int]:
    loaded: list[int] = np.load(findings.artefact("frame_times").path).tolist()
    return loaded


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of varying rate with B-frames and sound."""
    path = tmp_path_factory.mktemp("clips") / "uneven.mp4"
    return make_clip(path, *SOURCE, *TONE, *UNEVEN, *X264, "-bf", "3", "-g", "12", "-c:a", "aac")


def test_every_frame_of_a_clip_of_varying_rate_with_b_frames_has_its_own_time(uneven: Path) -> None:
    found = findings_of("scan", uneven)
    expected = probed_frames(uneven)
    assert len(set(np.diff(expected))) > 1
    assert times(found) == expected
    assert measured(found, "frames_counted") == len(expected)


def test_stills_carry_times_of_real_frames_and_count_from_the_first(uneven: Path) -> None:
    found = findings_of("scan", uneven)
    expected = probed_frames(uneven)
    assert {still.pts for still in found.stills} <= set(expected)
    for still in found.stills:
        assert still.seconds == (still.pts - expected[0]) * still.time_base


@pytest.mark.parametrize("name", ["later.mkv", "later.ts", "later.mp4", "later.webm"])
def test_a_clip_that_does_not_start_at_zero_keeps_its_own_clock(
    name: str, uneven: Path, tmp_path: Path
) -> None:
    coded = ("-c:v", "libvpx", "-an", "-deadline", "realtime") if "webm" in name else ("-c", "copy")
    later = make_clip(
        tmp_path / name, "-i", str(uneven), *coded, "-output_ts_offset", "5.5", "-copyts"
    )
    found = findings_of("scan", later)
    expected = probed_frames(later)
    assert times(found) == expected
    if not name.endswith("mp4"):
        assert expected[0] > 0
    assert found.stills[0].seconds == 0
    assert abs(measured(found, "duration") - 1.2) < 0.05
    assert not found.warnings


def test_frames_that_an_edit_list_hides_are_not_counted(uneven: Path, tmp_path: Path) -> None:
    cut = make_clip(tmp_path / "cut.mp4", "-ss", "0.63", "-i", str(uneven), "-c", "copy")
    found = findings_of("scan", cut)
    expected = probed_frames(cut)
    assert b"elst" in cut.read_bytes()
    assert times(found) == expected


def test_the_duration_is_the_span_of_the_frames_and_the_last_one(uneven: Path) -> None:
    found = findings_of("scan", uneven)
    clock = Fraction(str(found.artefact("frame_times").details["time_base"]))
    expected = probed_frames(uneven)
    span = float((expected[-1] - expected[0]) * clock)
    assert measured(found, "duration") == pytest.approx(span + 1 / 30, abs=1e-4)


def test_a_clip_of_one_frame_lasts_as_long_as_its_rate_says(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "one.mp4", *SOURCE, "-frames:v", "1", *X264)
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 1
    assert measured(found, "duration") == pytest.approx(1 / 30, abs=1e-3)
    assert [still.pts for still in found.stills] == probed_frames(path)


def test_frames_days_apart_cost_no_more_than_their_number(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "bomb.mkv",
        *("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=2"),
        *("-vf", "setpts=N*100000/TB", "-vsync", "passthrough", *X264, "-bf", "0"),
    )
    found = findings_of("scan", path)
    assert times(found) == probed_frames(path)
    assert len(found.stills) <= 20
    assert len(list(found.stills[0].path.parent.rglob("*.jpg"))) <= 40


def test_pictures_that_change_their_size_midway_are_all_counted(tmp_path: Path) -> None:
    parts = [
        make_clip(
            tmp_path / f"{size}.ts",
            *("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration=0.4"),
            *(*X264, "-output_ts_offset", start),
        )
        for size, start in (("64x48", "0"), ("96x80", "0.4"))
    ]
    both = tmp_path / "both.ts"
    both.write_bytes(b"".join(part.read_bytes() for part in parts))
    found = findings_of("scan", both)
    assert times(found) == probed_frames(both)
    # ffmpeg brings all stills to the size of the first.
    assert {(still.width, still.height) for still in found.stills} == {(64, 48)}
    assert found.stills[-1].seconds > 0.4
