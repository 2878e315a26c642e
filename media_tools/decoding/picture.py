"""The one decode of a picture file: stills, the same in small and in grey, and their times."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.frames import LAYOUT, frame_artefacts
from media_tools.decoding.gathering import Gathering, Shown
from media_tools.findings import JSON, Artefact, Findings, Measurement, Still
from media_tools.pictures import (
    GREY_NAME,
    GREY_SIDE,
    decoded_pictures,
    pillow_made,
    small_pictures,
)
from media_tools.step import Job

# Against the mean of all pixels at full size: at most 0.4 in fifty photos of as many cameras.
_LUMA_ERROR = 0.5


def scan_picture(job: Job) -> Findings:
    """Decode every picture. Raises ``Unreadable`` where not one row can be decoded."""
    made = decoded_pictures(job.media, job.folder)
    greys = np.fromfile(job.folder / GREY_NAME, np.uint8).reshape(-1, GREY_SIDE, GREY_SIDE)
    starts = np.array(made["starts"], np.int64)
    # A picture before the start is for programs that do not know of the animation.
    greys, starts = greys[starts >= 0], starts[starts >= 0]
    time_base = Fraction(*made["time_base"]) if made["time_base"] else None
    findings = Findings(
        stills=_stills(made, time_base, job.folder),
        artefacts=[*small_pictures(made["small"], made["poster"], job.folder)],
        measurements=[_count(made["pictures"])],
        warnings=made["complaints"],
        made_with=[pillow_made()],
    )
    if starts.size:
        findings.measurements.append(_mean_luma(greys))
        if time_base:
            findings.measurements.append(_duration(made["end"], time_base))
            findings.artefacts += _curves(starts, greys, time_base, job.folder)
        else:
            findings.artefacts += _pages(starts, greys, job.folder)
    return findings


def _stills(made: dict[str, Any], time_base: Fraction | None, folder: Path) -> list[Still]:
    """Moments of an animation; pages, whose pts is their number from 0 and no time; or one."""
    stills = []
    for pts, name, width, height in made["stills"]:
        reason = "image" if made["pictures"] == 1 or pts < 0 else "even" if time_base else "page"
        seconds = max(0, pts) * time_base if time_base else Fraction(0)
        stills.append(
            Still(pts, time_base or Fraction(1), seconds, folder / name, width, height, reason)
        )
    return stills


def _count(counted: int | None) -> Measurement:
    method = "pictures in the file, as the decoder finds them"
    why_not = "" if counted is not None else "The decoder cannot count them in time."
    error = None if counted is None else 0
    return Measurement("frames_counted", counted, "frames", error, method, why_not)


def _duration(end: int | None, time_base: Fraction) -> Measurement:
    method = "the times that the pictures carry, from the first to the end of the last"
    if end is None:
        reason = "Not all of its pictures could be decoded."
        return Measurement("duration", None, "s", None, method, reason)
    return Measurement("duration", float(end * time_base), "s", 0, method)


def _mean_luma(greys: NDArray[np.uint8]) -> Measurement:
    mean = float(greys.mean(dtype=np.float64))
    method = f"mean of the decoded pictures at {GREY_SIDE} x {GREY_SIDE}, each byte a mean of area"
    return Measurement("mean_luma", mean, "grey levels (0-255)", _LUMA_ERROR, method)


def _curves(
    starts: NDArray[np.int64], greys: NDArray[np.uint8], time_base: Fraction, folder: Path
) -> list[Artefact]:
    """The same arrays that a clip has."""
    gathered = Gathering(folder, time_base, spacing_s=1.0)
    gathered.add(Shown(starts.tolist(), greys))
    gathered.finish()
    gathered.close()
    return frame_artefacts(gathered, int(starts.min()), folder)


def _pages(numbers: NDArray[np.int64], greys: NDArray[np.uint8], folder: Path) -> list[Artefact]:
    """The grey pictures of a file without a clock, and which of its pages they are."""
    arrays = {
        "grey": (greys, "small grey pictures, top row first", "grey levels (0-255)"),
        "grey_frames": (
            numbers.astype("<i4"),
            "which page each of the grey pictures is, counted from 0",
            "pages",
        ),
    }
    artefacts = []
    for name, (array, meaning, unit) in arrays.items():
        path = folder / f"{name}.npy"
        np.save(path, array)
        details: dict[str, JSON] = {
            "layout": LAYOUT,
            "dtype": array.dtype.str,
            "shape": list(array.shape),
            "count": len(array),
            "meaning": meaning,
            "unit": unit,
        }
        artefacts.append(Artefact(name, path, "application/x-npy", details))
    return artefacts
