"""A scan may be killed at any moment: the next attempt goes on and ends with the same bytes."""

import json
import logging
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media_tools.decoding import graph
from media_tools.decoding.unfinished import load_point
from media_tools.steps.scan import scan_clip
from tests.media_tools.containing import running
from tests.media_tools.interrupting import all_of, frames_kept, job_on, kill_after
from tests.media_tools.making import make_clip
from tests.waiting import until

KILLS = 10
# Cuts, B-frames, a rate that varies, sound that starts later than the pictures; so long that no
# machine is through with it before the last kill.
CLIP = (
    *("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=120"),
    *("-itsoffset", "0.4", "-f", "lavfi", "-i", "sine=frequency=440:duration=119"),
    *("-vf", "select='not(eq(mod(n,7),3))',hue=h='90*floor(t/3)',negate=enable='lt(mod(t,11),2)'"),
    *("-vsync", "passthrough", "-enc_time_base", "-1"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-bf", "3", "-g", "40", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac"),
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", *CLIP)


@pytest.fixture(scope="module")
def undisturbed(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a scan of the clip finds that nothing disturbs."""
    return all_of(scan_clip(job_on(clip, tmp_path_factory.mktemp("undisturbed")), 20))


def test_ten_kills_at_random_moments_leave_every_byte_as_it_would_have_been(
    clip: Path,
    undisturbed: dict[str, object],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    dice, kept = random.Random(3), []
    for _ in range(KILLS):
        job = job_on(clip, tmp_path / "attempt", unfinished)
        kill_after(job, dice.randrange(20, 80), dice.random() / 25)
        kept.append(frames_kept(unfinished))
    assert kept == sorted(kept)
    assert len(set(kept)) > KILLS / 2, "the attempts did not go on from each other"
    with caplog.at_level(logging.INFO):
        found = scan_clip(job_on(clip, tmp_path / "attempt", unfinished), 0.05)
    assert f"went on after {kept[-1]:,} frames" in caplog.text
    assert all_of(found) == undisturbed
    until(lambda: not running(str(clip)))


def test_of_frames_without_end_so_many_are_looked_at_after_a_kill_too(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "MOST_FRAMES", 500)
    found = scan_clip(job_on(clip, tmp_path / "undisturbed"), 20)
    times = np.load(found.artefact("frame_times").path, allow_pickle=False)
    assert len(times) == 500
    assert max(still.pts for still in found.stills) <= times[-1]
    told = [one for one in found.warnings if "500 frames or more, as many as are looked at" in one]
    assert found.warnings == told
    unknown = {one.name: one.cannot_tell for one in found.measurements if one.value is None}
    assert unknown.keys() == {"frames_counted", "duration"}
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    kill_after(job_on(clip, tmp_path / "attempt", unfinished), 200, 0)
    assert 200 <= frames_kept(unfinished) <= 500
    again = scan_clip(job_on(clip, tmp_path / "attempt", unfinished), 0.05)
    assert all_of(again) == all_of(found)


def other_frames(unfinished: Path) -> None:
    point = json.loads((unfinished / "point.json").read_text())
    point["seam"][-1][1] = "0" * 32
    (unfinished / "point.json").write_text(json.dumps(point))


def lost_rows(unfinished: Path) -> None:
    (unfinished / "tiles.npy").write_bytes(b"")


def lost_greys(unfinished: Path) -> None:
    (unfinished / "grey-0.npy").unlink()


@pytest.mark.parametrize("spoil", [other_frames, lost_rows, lost_greys])
def test_a_scan_that_cannot_go_on_starts_anew(
    spoil: Callable[[Path], None],
    clip: Path,
    undisturbed: dict[str, object],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    kill_after(job_on(clip, tmp_path / "attempt", unfinished), 100, 0)
    spoil(unfinished)
    with caplog.at_level(logging.INFO):
        found = scan_clip(job_on(clip, tmp_path / "attempt", unfinished), 20)
    assert "does not go on from 60.0 s back" in caplog.text
    assert all_of(found) == undisturbed


@pytest.mark.parametrize("spoilt", ["", "{}", "[1]", '{"frames": 5}'])
def test_a_point_that_cannot_be_read_is_none(spoilt: str, tmp_path: Path) -> None:
    (tmp_path / "point.json").write_text(spoilt)
    assert load_point(tmp_path, None) is None
