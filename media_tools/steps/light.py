"""Measures whether the light in a picture or clip looks like day or like night."""

import numpy as np
from numpy.typing import NDArray

from media_tools.child import ask
from media_tools.compare.sky.light import SIDE, light_numbers
from media_tools.findings import Findings, Measurement
from media_tools.media import Kind
from media_tools.pictures import pillow_made
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step

_LIMITS = Limits(wall_s=480, cpu_s=110, memory_bytes=2048 * MIB, file_bytes=64 * MIB)
_COLOURS = "colours.raw"


def light(job: Job) -> Findings:
    """Count the stills that look like day and like night. Without stills it says so."""
    scan = job.upstream["scan"]
    if not scan.stills or "grey" not in {artefact.name for artefact in scan.artefacts}:
        return Findings(warnings=["The scan gave no pictures whose light could be measured."])
    numbers = light_numbers(_luma(scan), _colours(job))
    counted = f"at {SIDE} x {SIDE} pixels"
    return Findings(
        measurements=[
            Measurement(
                "light_median_luma",
                numbers.median_luma,
                "grey levels (0-255)",
                0.5,
                "median over time of each frame's mean, so that bursts of light do not count",
            ),
            Measurement(
                "light_stills", numbers.stills, "stills", 0, f"stills looked at, {counted}"
            ),
            Measurement(
                "light_stills_by_day",
                numbers.day_like,
                "stills",
                0,
                f"stills that show a broad, bright, smooth, bluish sky, {counted}",
            ),
            Measurement(
                "light_stills_at_night",
                numbers.night_like,
                "stills",
                0,
                f"stills that are dark with a few lamps, {counted}",
            ),
        ],
        made_with=[pillow_made("colours")],
    )


def _luma(scan: Findings) -> NDArray[np.float32]:
    if any(artefact.name == "luma" for artefact in scan.artefacts):
        curve: NDArray[np.float32] = np.load(scan.artefact("luma").path, allow_pickle=False)
        return curve
    greys = np.load(scan.artefact("grey").path, allow_pickle=False)
    means: NDArray[np.float32] = greys.mean(axis=(1, 2), dtype=np.float32)
    return means


def _colours(job: Job) -> NDArray[np.uint8]:
    reads = [still.path.absolute() for still in job.upstream["scan"].stills]
    answer = ask(
        *("colours", "small"),
        folder=job.folder,
        limits=_LIMITS,
        reads=reads,
        stills=[str(path) for path in reads],
        side=SIDE,
        name=_COLOURS,
    )
    if answer.failed:
        raise RuntimeError(f"Our own stills cannot be read: {answer.words}")
    return np.fromfile(job.folder / _COLOURS, np.uint8).reshape(-1, SIDE, SIDE, 3)


STEP = Step(
    name="light",
    version=1,
    summary="Measures whether the light looks like day or like night, or cannot be told.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO}),
    run=light,
    time_limit_s=600,
    tools=("Pillow",),
    needs=("scan",),
)
