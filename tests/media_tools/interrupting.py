"""Scans that are killed, and all that a scan found."""

import json
import multiprocessing
import shutil
import time
from pathlib import Path

from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from media_tools.steps.scan import scan_clip
from tests.media_tools.making import as_media


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
    """How many frames the next attempt need not decode again."""
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
