"""The times and brightness of all frames that a scan saw, as measured and as kept."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.log import ScanLog
from media_tools.findings import JSON, Artefact, Measurement

_SPAN = "last frame shown minus first frame shown, plus {last} for the last frame"


@dataclass(frozen=True, slots=True)
class Frames:
    """Every frame in the order shown: exact ``pts``, mean ``luma`` from 0 (black) to 255.

    There is at least one. ``last_s`` is how long the last frame is taken to last: the
    median step between frames, for a lone frame what the header's rate says, if it
    says one.
    """

    pts: NDArray[np.int64]
    luma: NDArray[np.float32]
    time_base: Fraction
    last_s: Fraction | None

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
        counted = "frames that one full decode gave"
        mean = float(self.luma.mean(dtype=np.float64))
        return [
            Measurement("frames_counted", len(self.pts), "frames", 0, counted),
            self._duration(),
            Measurement(
                "mean_luma",
                mean,
                "grey levels (0-255)",
                0.2,
                "mean over all frames of the mean of each at 64 x 64, limited range expanded",
            ),
        ]

    def _duration(self) -> Measurement:
        if self.last_s is None:
            reason = "There is a single frame and no claimed rate to tell how long it lasts."
            return Measurement("duration", None, "s", None, _SPAN.format(last="?"), reason)
        lone = len(self.pts) == 1
        last = "one frame at the rate the header claims" if lone else "the median step"
        seconds = float(self.ends_at - self.first_at)
        return Measurement("duration", seconds, "s", float(self.last_s), _SPAN.format(last=last))

    def artefacts(self, folder: Path) -> list[Artefact]:
        """Write both curves as ``.npy``: little-endian int64 and float32, same order."""
        times, luma = folder / "frame_times.npy", folder / "luma.npy"
        np.save(times, self.pts.astype("<i8"))
        np.save(luma, self.luma.astype("<f4"))
        clock: dict[str, JSON] = {
            "time_base": f"{self.time_base.numerator}/{self.time_base.denominator}",
            "count": len(self.pts),
            "first_pts": self.first_pts,
        }
        return [
            Artefact("frame_times", times, "application/x-npy", {**clock, "dtype": "<i8"}),
            Artefact("luma", luma, "application/x-npy", {**clock, "dtype": "<f4"}),
        ]


def frames_of(log: ScanLog, time_base: Fraction, claimed_rate: Fraction | None) -> Frames:
    """The frames in the log, which holds at least one."""
    pts = np.frombuffer(log.pts, dtype=np.int64)
    luma = np.frombuffer(log.luma, dtype=np.float32)
    steps = np.diff(np.unique(pts))
    if steps.size:
        last: Fraction | None = int(np.median(steps)) * time_base
    else:
        last = 1 / claimed_rate if claimed_rate else None
    return Frames(pts, luma, time_base, last)
