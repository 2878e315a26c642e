"""A scan may be killed at any moment: the next attempt goes on and ends with the same bytes."""

import json
import logging
import multiprocessing
import random
import shutil
import time
from pathlib import Path

import pytest

from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from media_tools.steps.scan import scan_clip
from tests.media_tools.containing import running
from tests.media_tools.making import as_media, make_clip

KILLS = 10
# Cuts, B-frames, a rate that varies, sound that starts later than the pictures.
CLIP = (
    *("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=40"),
    *("-itsoffset", "0.4", "-f", "lavfi", "-i", "sine=frequency=440:duration=39"),
    *("-vf", "select='not(eq(mod(n,7),3))',hue=h='90*floor(t/3)',negate=enable='lt(mod(t,11),2)'"),
    *("-vsync", "passthrough", "-enc_time_base", "-1"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-bf", "3", "-g", "40", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac"),
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", *CLIP)


def job_on(clip: Path, folder: Path, unfinished: Path | None = None) -> Job:
    """The clip to be scanned in an empty folder, after its probe."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    probe = all_steps()["probe"].run(Job(as_media(clip), folder))
    return Job(as_media(clip), folder, {"probe": probe}, unfinished=unfinished)


def all_of(found: Findings) -> dict[str, object]:
    """Everything that was found, files by their bytes."""
    return {
        "artefacts": [(one.name, one.details, one.path.read_bytes()) for one in found.artefacts],
        "stills": [
            (still.pts, still.seconds, still.reason, still.path.read_bytes())
            for still in found.stills
        ],
        "rest": (found.readings, found.measurements, found.warnings, found.made_with),
    }


def frames_kept(unfinished: Path) -> int:
    try:
        return int(json.loads((unfinished / "point.json").read_text())["frames"])
    except FileNotFoundError:
        return 0


def kill_after(job: Job, more_frames: int, delay_s: float) -> None:
    """Scan in another process, and kill it once so many more frames are safely kept."""
    assert job.unfinished
    wanted = frames_kept(job.unfinished) + more_frames
    process = multiprocessing.get_context("fork").Process(target=scan_clip, args=(job, 0.05))
    process.start()
    while frames_kept(job.unfinished) < wanted and process.is_alive():
        time.sleep(0.005)
    time.sleep(delay_s)
    process.kill()
    process.join()


def test_ten_kills_at_random_moments_leave_every_byte_as_it_would_have_been(
    clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    undisturbed = all_of(scan_clip(job_on(clip, tmp_path / "undisturbed"), 20))
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    dice, kept = random.Random(3), []
    for _ in range(KILLS):
        job = job_on(clip, tmp_path / "attempt", unfinished)
        kill_after(job, dice.randrange(20, 80), dice.random() / 10)
        kept.append(frames_kept(unfinished))
    assert kept == sorted(kept)
    assert len(set(kept)) > KILLS / 2, "the attempts did not go on from each other"
    with caplog.at_level(logging.INFO):
        found = scan_clip(job_on(clip, tmp_path / "attempt", unfinished), 0.05)
    assert f"went on after {kept[-1]:,} frames" in caplog.text
    assert all_of(found) == undisturbed
    assert not running(str(clip))
