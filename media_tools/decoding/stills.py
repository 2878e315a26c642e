"""From the JPEGs that a decode wrote to the stills that are kept."""

from fractions import Fraction
from pathlib import Path

from PIL import Image

from media_tools.decoding.choice import Candidate, keep
from media_tools.decoding.frames import Frames
from media_tools.decoding.graph import STILL_NAME
from media_tools.decoding.log import ScanLog
from media_tools.findings import Still


def kept_stills(folder: Path, log: ScanLog, frames: Frames, spacing_s: float) -> list[Still]:
    """The chosen stills in order of time. The others are deleted from the folder."""
    written = {
        number: (pts, score)
        for number, (pts, score) in enumerate(log.stills, start=1)
        if pts is not None and (folder / (STILL_NAME % number)).is_file()
    }
    candidates = [
        Candidate(number, (pts - frames.first_pts) * frames.time_base, score)
        for number, (pts, score) in written.items()
    ]
    stills = [
        still_at(
            folder / (STILL_NAME % one.number),
            written[one.number][0],
            frames.first_pts,
            frames.time_base,
            reason,
        )
        for one, reason in keep(candidates, spacing_s)
    ]
    kept = {still.path for still in stills}
    for number in range(1, len(log.stills) + 1):
        path = folder / (STILL_NAME % number)
        if path not in kept:
            path.unlink(missing_ok=True)
    return stills


def still_at(path: Path, pts: int, first_pts: int, time_base: Fraction, reason: str) -> Still:
    """The JPEG as a still; its seconds count from ``first_pts``."""
    with Image.open(path, formats=["JPEG"]) as image:
        width, height = image.size
    return Still(pts, time_base, (pts - first_pts) * time_base, path, width, height, reason)
