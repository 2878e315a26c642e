"""The times and brightness of all frames that a scan saw, as measured and as kept."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.curves import CURVES
from media_tools.decoding.gathering import Gathering
from media_tools.decoding.unfinished import lie_in
from media_tools.findings import JSON, Artefact, Measurement

LAYOUT = 1  # of all the arrays; raised when one changes its meaning
_GREY = ("small grey pictures, limited range expanded, top row first", "grey levels (0-255)")
_GREY_FRAMES = ("which frame each of the grey pictures is, counted as in frame_times", "frames")

_SPAN = "last frame shown minus first frame shown, plus {last} for the last frame"


@dataclass(frozen=True, slots=True)
class Frames:
    """Every frame in the order shown: exact ``pts``, mean ``luma`` from 0 (black) to 255.

    There is at least one. ``last_s`` is how long the last frame is taken to last: the
    median step between frames, for a lone frame what the header's rate says, if it
    says one. ``is_cut``: there may be more of them, which were not looked at.
    """

    pts: NDArray[np.int64]
    luma: NDArray[np.float32]
    time_base: Fraction
    last_s: Fraction | None
    is_cut: bool = False

    @property
    def first_pts(self) -> int:
        """The earliest time; damaged files do go back in time."""
        return int(self.pts.min())

    @property
    def first_at(self) -> Fraction:
        """Seconds on the file's clock at which the first frame is shown."""
        return self.first_pts * self.time_base

    @property
    def ends_at(self) -> Fraction:
        """Seconds on the file's clock when the last frame ends."""
        return int(self.pts.max()) * self.time_base + (self.last_s or 0)

    def measurements(self) -> list[Measurement]:
        """Their number, the duration and the mean brightness."""
        mean = float(self.luma.mean(dtype=np.float64))
        return [
            self._count(),
            self._duration(),
            Measurement(
                "mean_luma",
                mean,
                "grey levels (0-255)",
                0.2,
                "mean over all frames of the mean of each at 64 x 64, limited range expanded",
            ),
        ]

    def _count(self) -> Measurement:
        method = "frames that one full decode gave"
        if self.is_cut:
            return Measurement("frames_counted", None, "frames", None, method, self._more)
        return Measurement("frames_counted", len(self.pts), "frames", 0, method)

    def _duration(self) -> Measurement:
        if why_not := self._more or self._alone:
            return Measurement("duration", None, "s", None, _SPAN.format(last="?"), why_not)
        lone = len(self.pts) == 1
        last = "one frame at the rate the header claims" if lone else "the median step"
        seconds = float(self.ends_at - self.first_at)
        return Measurement(
            "duration", seconds, "s", float(self.last_s or 0), _SPAN.format(last=last)
        )

    @property
    def _more(self) -> str:
        words = f"There are {len(self.pts):,} frames or more; so many are looked at."
        return words if self.is_cut else ""

    @property
    def _alone(self) -> str:
        words = "There is a single frame and no claimed rate to tell how long it lasts."
        return words if self.last_s is None else ""


def frames_of(gathered: Gathering, claimed_rate: Fraction | None) -> Frames:
    """The frames that were gathered, of which there is at least one."""
    pts = np.load(gathered.curves["frame_times"].path, mmap_mode="r", allow_pickle=False)
    luma = np.load(gathered.curves["luma"].path, mmap_mode="r", allow_pickle=False)
    steps = np.diff(np.unique(pts))
    if steps.size:
        last: Fraction | None = int(np.median(steps)) * gathered.time_base
    else:
        last = 1 / claimed_rate if claimed_rate else None
    return Frames(pts, luma, gathered.time_base, last, gathered.is_full)


def frame_artefacts(gathered: Gathering, first_pts: int, folder: Path) -> list[Artefact]:
    """All arrays about the frames, as files of this folder. ``first_pts`` is the earliest."""
    base = gathered.time_base
    clock: dict[str, JSON] = {
        "layout": LAYOUT,
        "time_base": f"{base.numerator}/{base.denominator}",
        "first_pts": first_pts,
    }
    made = [
        (curve.name, gathered.curves[curve.name], curve.meaning, curve.unit) for curve in CURVES
    ]
    made.append(("grey", gathered.greys.greys, *_GREY))
    made.append(("grey_frames", gathered.greys.frames, *_GREY_FRAMES))
    return [
        Artefact(
            name,
            lie_in(folder, f"{name}.npy", array.path),
            "application/x-npy",
            {
                **clock,
                "dtype": array.dtype.str,
                "shape": [array.count, *array.shape],
                "count": array.count,
                "meaning": meaning,
                "unit": unit,
            },
        )
        for name, array, meaning, unit in made
    ]
