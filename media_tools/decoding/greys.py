"""The small grey frames that are kept: bounded in rate and in number."""

from array import array
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.arrays import GrowingArray
from media_tools.decoding.curves import GREY_SIDE

GREY_SPACING = Fraction(2, 25)  # seconds: 12.5 frames a second
GREY_LIMIT = 45_000  # an hour of them, 184 MB
_BLOCK = 1024
_NO_TICKS = np.empty(0, np.int64)


class KeptGreys:
    """The first grey frame in each step of time, in the order shown.

    Steps are ``GREY_SPACING`` long, so that slow clips keep every frame; whenever more
    than ``limit`` are there the steps double and every other one is dropped again.
    Frames whose time goes back are left out. ``generation`` counts the doublings; each
    has files of its own, so that a file that an earlier attempt vouched for stays. Begun
    with the ``count`` and ``generation`` of another, and the times of all frames since the
    first, it goes on from there.
    """

    def __init__(
        self,
        folder: Path,
        time_base: Fraction,
        *,
        limit: int = GREY_LIMIT,
        generation: int = 0,
        count: int = 0,
        ticks: NDArray[np.int64] = _NO_TICKS,
    ) -> None:
        self._folder, self._limit, self.generation = folder, limit, generation
        self._oldest = generation
        self._ticks = max(1, int(GREY_SPACING / time_base))
        self._open(count)
        numbers = self.frames.rows(0, count)
        self._steps = array("q", (ticks[numbers] // self._step).tolist())

    @property
    def _step(self) -> int:
        return self._ticks << self.generation

    def _open(self, count: int) -> None:
        name = f"{self.generation}.npy"
        side = (GREY_SIDE, GREY_SIDE)
        self.greys = GrowingArray(self._folder / f"grey-{name}", "|u1", side, count)
        self.frames = GrowingArray(self._folder / f"grey_frames-{name}", "<i4", (), count)

    @property
    def count(self) -> int:
        """How many are kept so far."""
        return self.greys.count

    @property
    def files(self) -> tuple[GrowingArray, ...]:
        """The arrays that hold them at present."""
        return self.greys, self.frames

    def add(
        self, numbers: NDArray[np.int64], ticks: NDArray[np.int64], greys: NDArray[np.uint8]
    ) -> None:
        """Take frames by their numbers among all, with their times since the first one."""
        steps = ticks // self._step
        taken = _rises(steps, self._steps[-1] if self._steps else -1)
        self.greys.append(greys[taken])
        self.frames.append(numbers[taken])
        self._steps.extend(steps[taken].tolist())
        while self.count > self._limit:
            self._thin()

    def forget_before(self, generation: int) -> None:
        """Delete the files of generations that nobody will go on from."""
        for older in range(self._oldest, generation):
            for path in self._folder.glob(f"grey*-{older}.npy"):
                path.unlink()
        self._oldest = max(self._oldest, generation)

    def _thin(self) -> None:
        old, count = self.files, self.count
        steps = np.array(self._steps, np.int64) // 2
        stays = _rises(steps, -1)
        self._steps = array("q", steps[stays].tolist())
        self.generation += 1
        self._open(0)
        for start in range(0, count, _BLOCK):
            block = slice(start, min(start + _BLOCK, count))
            self.greys.append(old[0].rows(block.start, block.stop)[stays[block]])
            self.frames.append(old[1].rows(block.start, block.stop)[stays[block]])
        for file in old:
            file.close()


def _rises(steps: NDArray[np.int64], last: int) -> NDArray[np.bool_]:
    """Where a step is later than all before it, of which ``last`` was the latest."""
    latest_before = np.maximum.accumulate(np.concatenate(([last], steps[:-1])))
    risen: NDArray[np.bool_] = steps > latest_before
    return risen
