"""Thumbnails, a poster and contact sheets from the scan's stills of a clip."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from media_tools.findings import Findings, Still
from media_tools.media import Kind
from media_tools.pictures import contact_sheets, pillow_made
from media_tools.step import Job, Step

_DARK = 16.0
_JUMP = 20.0
_SHOWS_THE_JUMP_S = 1.0


def grid(job: Job) -> Findings:
    """Make the small pictures. Without stills there is nothing to make, and it says so."""
    scan = job.upstream["scan"]
    if not scan.stills:
        return Findings(warnings=["The scan gave no stills to make a grid of."])
    poster = choose_poster(scan.stills, *_curves(scan))
    made = contact_sheets(scan.stills, poster.pts, job.folder)
    return Findings(artefacts=made, made_with=[pillow_made()])


def choose_poster(
    stills: Sequence[Still], pts: NDArray[np.int64], luma: NDArray[np.float32]
) -> Still:
    """The still that best stands for the clip.

    The one that shows the greatest jump in brightness, if a still lies close enough
    behind it; else the middle one; if that is black, the brightest of all. ``pts``
    and ``luma`` are the scan's curves.
    """
    brightness = {still.pts: float(luma[_nearest(pts, still.pts)]) for still in stills}
    jumps = np.diff(luma)
    if jumps.size and jumps.max() > _JUMP:
        jump = int(pts[int(jumps.argmax()) + 1])
        behind = [s for s in stills if 0 <= (s.pts - jump) * s.time_base <= _SHOWS_THE_JUMP_S]
        if behind:
            return max(behind, key=lambda still: brightness[still.pts])
    middle = stills[len(stills) // 2]
    if brightness[middle.pts] >= _DARK:
        return middle
    return max(stills, key=lambda still: brightness[still.pts])


def _nearest(pts: NDArray[np.int64], wanted: int) -> int:
    return int(np.abs(pts - wanted).argmin())


def _curves(scan: Findings) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    times, luma = scan.artefact("frame_times").path, scan.artefact("luma").path
    return np.load(times, allow_pickle=False), np.load(luma, allow_pickle=False)


STEP = Step(
    name="grid",
    version=2,
    summary="Makes thumbnails, a poster and contact sheets from the stills of a clip.",
    kinds=frozenset({Kind.VIDEO}),
    run=grid,
    time_limit_s=300,
    tools=("Pillow",),
    needs=("scan",),
)
