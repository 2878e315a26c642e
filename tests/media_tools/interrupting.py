"""Scans that are killed, and all that a scan found."""

import json
import multiprocessing
import tempfile
import time
from pathlib import Path

from media_tools.decoding import graph
from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from media_tools.steps.scan import scan_clip
from tests.media_tools.making import as_media


def job_on(clip: Path, folder: Path, unfinished: Path | None = None) -> Job:
    """The clip to be scanned in a new folder beside this one, after its probe.

    A new one each time: what a killed scan had started may be at its last write.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
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


# A fork of the process that runs the tests would be one of a process with several threads.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([__name__])


def scan_at_most(job: Job, most_frames: int) -> None:
    """Scan with points to go on from close to each other."""
    graph.MOST_FRAMES = most_frames
    scan_clip(job, 0.05)


def kill_after(job: Job, more_frames: int, delay_s: float) -> None:
    """Scan in another process, and kill it once so many more frames are safely kept."""
    assert job.unfinished
    wanted = frames_kept(job.unfinished) + more_frames
    process = SERVER.Process(target=scan_at_most, args=(job, graph.MOST_FRAMES))
    process.start()
    while frames_kept(job.unfinished) < wanted and process.is_alive():
        time.sleep(0.005)
    time.sleep(delay_s)
    process.kill()
    process.join()
