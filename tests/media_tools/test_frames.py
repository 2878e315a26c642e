"""Ordered frames are those that were asked for, whatever lies between key frames."""

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media_tools.errors import Unreadable
from media_tools.findings import Findings
from media_tools.steps.frames import MOST_FRAMES
from media_tools.tools import tool_path
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, probed_frames
from tests.waiting import PATIENCE_S

# Every frame has a grey of its own: the number of the frame, twice.
NUMBERED = ("-f", "lavfi", "-i", "color=black:size=64x48:rate=25:duration=4,format=gray")
GREYS = ("-vf", "geq=lum='2*N',format=yuv420p")
UPRIGHT = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-qp", "4", "-bf", "3", "-g", "50")


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred frames with B-frames, two key frames and a start that is not zero."""
    path = tmp_path_factory.mktemp("clips") / "numbered.mkv"
    late = ("-output_ts_offset", "3.2")
    return make_clip(path, *NUMBERED, *GREYS, *H264, "-x264-params", "open-gop=1", *late)


def greys(findings: Findings) -> list[int]:
    """The middle grey of every still."""
    shown = []
    for still in findings.stills:
        with Image.open(still.path) as image:
            shown.append(int(np.asarray(image.convert("L"))[24, 32]))
    return shown


def every_pixel(clip: Path, number: int) -> NDArray[np.uint8]:
    """One frame as plain ffmpeg decodes it from the start, upright."""
    argv = (tool_path("ffmpeg"), "-v", "error", "-i", str(clip), "-vf", f"select=eq(n\\,{number})")
    raw = ("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
    done = subprocess.run([*argv, *raw], capture_output=True, check=True, timeout=PATIENCE_S)
    return np.frombuffer(done.stdout, np.uint8)


@pytest.mark.parametrize(("first", "last"), [(0, 4), (47, 53), (60, 60), (95, 99)])
def test_all_frames_of_a_stretch_come_and_no_other(numbered: Path, first: int, last: int) -> None:
    pts = probed_frames(numbered)
    found = findings_of("frames", numbered, first_pts=pts[first], last_pts=pts[last])
    assert [still.pts for still in found.stills] == pts[first : last + 1]
    assert greys(found) == pytest.approx([2 * n for n in range(first, last + 1)], abs=2)
    assert found.stills[0].seconds == (pts[first] - pts[0]) * found.stills[0].time_base
    assert not found.warnings


def test_a_whole_still_has_every_pixel_as_decoded(tmp_path: Path) -> None:
    colours = "testsrc2=size=96x64:rate=30000/1001:duration=3"
    clip = make_clip(tmp_path / "colours.mp4", "-f", "lavfi", "-i", colours, *H264)
    pts = probed_frames(clip)
    found = findings_of("frames", clip, first_pts=pts[61], last_pts=pts[61], whole=True)
    still = found.artefact("still")
    assert (still.details["pts"], still.mime) == (pts[61], "image/png")
    with Image.open(still.path) as image:
        assert image.size == (96, 64)
        assert np.array_equal(np.asarray(image.convert("RGB")).ravel(), every_pixel(clip, 61))
    assert not found.warnings
    [made] = found.made_with
    assert isinstance(made, dict)
    assert made["tool"] == "ffmpeg"


def test_a_turned_clip_gives_turned_pixels(tmp_path: Path) -> None:
    turned = make_clip(tmp_path / "turned.mp4", *NUMBERED, "-t", "0.4", *GREYS, *H264)
    # The last matrix is the track's, the one before it the whole movie's.
    before, after = turned.read_bytes().rsplit(UPRIGHT, 1)
    turned.write_bytes(
        before + struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30) + after
    )
    [pts, *_] = probed_frames(turned)
    found = findings_of("frames", turned, first_pts=pts, last_pts=pts, whole=True)
    with Image.open(found.artefact("still").path) as image:
        assert image.size == (48, 64)


def test_more_frames_than_a_grid_can_hold_are_cut_off(tmp_path: Path) -> None:
    many = "color=black:size=16x16:rate=100:duration=4"
    clip = make_clip(tmp_path / "many.mkv", "-f", "lavfi", "-i", many, "-c:v", "ffv1")
    found = findings_of("frames", clip, first_pts=0, last_pts=10**9)
    assert len(found.stills) == MOST_FRAMES


def test_a_moment_without_a_frame_is_said_to_have_none(numbered: Path) -> None:
    with pytest.raises(Unreadable, match="No frame of the clip"):
        findings_of("frames", numbered, first_pts=10**12, last_pts=10**12 + 5)


@golden("frames", 1)
def test_ordered_frames_are_made_as_they_were(numbered: Path) -> None:
    pts = probed_frames(numbered)
    found = findings_of("frames", numbered, first_pts=pts[10], last_pts=pts[11])
    expected = [(3600, 64, 48, "ordered"), (3640, 64, 48, "ordered")]
    seen = [(still.pts, still.width, still.height, still.reason) for still in found.stills]
    assert seen == expected
