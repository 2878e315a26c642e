"""Everything about the pictures of a clip, put away while one decode gives it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding import graph
from media_tools.decoding.choice import Candidate, Choice
from media_tools.decoding.curves import Before, numbers_of, open_curves
from media_tools.decoding.greys import KeptGreys
from media_tools.decoding.unfinished import Point


@dataclass(slots=True)
class Shown:
    """Some decoded frames in a row: their times, ``None`` where one has none, and greys."""

    times: Sequence[int | None]
    greys: NDArray[np.uint8]

    def first(self, most: int) -> "Shown":
        """The first of them, at most so many."""
        return Shown(self.times[:most], self.greys[:most])


class Gathering:
    """Curves, kept greys and the choice of stills, in files in one folder and a little memory.

    ``frames`` counts those with a time, ``untimed`` the others, ``chosen`` the stills told
    of. ``first_pts`` is the time of the first frame decoded; times rise as long as
    ``is_rising``. Begun at a ``point`` it goes on from there.
    """

    def __init__(
        self, folder: Path, time_base: Fraction, spacing_s: float, point: Point | None = None
    ) -> None:
        self.time_base = time_base
        self.untimed, self.is_rising = 0, True
        self.before: Before | None = None
        self.frames = point.frames if point else 0
        self.chosen = point.chosen if point else 0
        self.first_pts = point.first_pts if point else None
        self.last_pts = point.last_pts if point else 0
        self.chooser = point.chooser if point else graph.Chooser(spacing_s)
        even, changes = (point.even, point.changes) if point else ([], [])
        self.choice = Choice(spacing_s, map(self._still, even), map(self._still, changes))
        self.curves = open_curves(folder, self.frames)
        if point:
            ticks = self.curves["frame_times"].rows(0, self.frames) - point.first_pts
            count, generation = point.greys, point.generation
            self.greys = KeptGreys(
                folder, time_base, count=count, generation=generation, ticks=ticks
            )
        else:
            self.greys = KeptGreys(folder, time_base)
        self._waiting: deque[tuple[int, int | None, float]] = deque()

    def _still(self, told: tuple[int, int, float]) -> Candidate:
        number, pts, score = told
        past = pts - (pts if self.first_pts is None else self.first_pts)
        return Candidate(number, pts, past * self.time_base, score)

    def add_still(self, pts: int | None, score: float) -> int:
        """Take a frame that ffmpeg has chosen as a still. Returns its number, from 1."""
        self.chosen += 1
        self._waiting.append((self.chosen, pts, score))
        return self.chosen

    def add(self, shown: Shown) -> None:
        """Take frames, at least one, and the stills among them that have been told of."""
        shown = shown.first(graph.MOST_FRAMES - self.frames - self.untimed)
        if not shown.times:
            return
        numbers, self.before = numbers_of(shown.greys, self.before)
        timed = np.array([pts is not None for pts in shown.times])
        pts = np.array([pts for pts in shown.times if pts is not None], np.int64)
        self.untimed += len(timed) - len(pts)
        if len(pts):
            first = int(pts[0]) if self.first_pts is None else self.first_pts
            self.greys.add(self.frames + np.arange(len(pts)), pts - first, shown.greys[timed])
            self._add_timed(pts, {name: rows[timed] for name, rows in numbers.items()})
        while self._waiting and self._is_past(self._waiting[0][1]):
            self._weigh(*self._waiting.popleft())

    @property
    def is_full(self) -> bool:
        """Whether as many frames came as are looked at. What came later was left out."""
        return self.frames + self.untimed == graph.MOST_FRAMES

    @property
    def seconds(self) -> float:
        """How much of the clip has been decoded."""
        first = self.last_pts if self.first_pts is None else self.first_pts
        return max(0.0, float((self.last_pts - first) * self.time_base))

    @property
    def wanted(self) -> set[int]:
        """The numbers of the stills that may yet be kept."""
        waiting = {number for number, _, _ in self._waiting}
        return waiting | {still.number for still in self.choice.candidates()}

    def at_hand(self) -> Point:
        """Where it stands after the last frame, without what only the decode knows."""
        assert self.first_pts is not None
        return Point(
            frames=self.frames,
            first_pts=self.first_pts,
            last_pts=self.last_pts,
            chooser=self.chooser,
            chosen=self.chosen - len(self._waiting),
            even=[(one.number, one.pts, one.score) for one in self.choice.even],
            changes=[(one.number, one.pts, one.score) for one in self.choice.changes],
            greys=self.greys.count,
            generation=self.greys.generation,
            change=self.before.change if self.before else None,
        )

    def finish(self) -> None:
        """Make all files whole: nothing more will come."""
        while self._waiting:
            self._weigh(*self._waiting.popleft())
        self.settle()

    def settle(self) -> None:
        """Make all that is there readable and safe from a crash."""
        for array in (*self.curves.values(), *self.greys.files):
            array.settle()

    def close(self) -> None:
        """Let go of the files."""
        for array in (*self.curves.values(), *self.greys.files):
            array.close()

    def _add_timed(self, pts: NDArray[np.int64], numbers: dict[str, NDArray[np.generic]]) -> None:
        if self.first_pts is None:
            self.first_pts = int(pts[0])
            self.last_pts = self.first_pts - 1
        self.is_rising &= int(pts[0]) > self.last_pts and bool((np.diff(pts) > 0).all())
        self.last_pts = int(pts[-1])
        self.frames += len(pts)
        self.curves["frame_times"].append(pts)
        for name, rows in numbers.items():
            self.curves[name].append(rows)

    def _is_past(self, pts: int | None) -> bool:
        return pts is None or not self.is_rising or pts <= self.last_pts

    def _weigh(self, number: int, pts: int | None, score: float) -> None:
        if pts is None or self.first_pts is None:
            return
        if self.is_full and not self._is_past(pts):
            return  # it was chosen from what is left out
        tick_s = self.time_base.numerator / self.time_base.denominator
        seconds = (float(pts) - float(self.first_pts)) * tick_s  # as ffmpeg works it out
        self.chooser = self.chooser.after(seconds, score)
        self.choice.add(self._still((number, pts, score)))
