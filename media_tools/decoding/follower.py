"""Follows the one ffmpeg: takes what it gives, and keeps points to go on from."""

import time
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from media_tools.decoding.causes import complaints
from media_tools.decoding.curves import GREY_BYTES, GREY_SIDE, Before
from media_tools.decoding.gathering import Gathering, Shown
from media_tools.decoding.graph import Wanted
from media_tools.decoding.log import ScanLog
from media_tools.decoding.seam import SEAM_FRAMES, Seam, SeamBroken, digest
from media_tools.decoding.stills import StillFiles
from media_tools.decoding.unfinished import Point, save_point
from media_tools.findings import JSON
from media_tools.media import Media

SEGMENT_S = 20.0
_BATCH = 64
_MOST_AT_ONCE = 256
_SAID_BYTES = 256 * 1024
# What the decoder says so long before the seam is about the seek, not about the clip.
_SETTLED_S = 20


@dataclass(frozen=True, slots=True)
class Work:
    """Where a decode works. ``unfinished``: a folder that outlives a killed attempt.

    A point to go on from is kept there about every ``segment_s`` seconds of work.
    """

    media: Media
    folder: Path
    unfinished: Path | None = None
    segment_s: float = SEGMENT_S

    @property
    def decoder(self) -> Path:
        """Where ffmpeg writes. Apart from ours: what it leaves there is not to be trusted."""
        return self.folder / "decoder"


class GraphRebuilt(SeamBroken):
    """The pictures change their size after the seam; what was chosen before counts no more."""


class Follower:
    """What one ffmpeg has given so far. ``of`` is the command of an undisturbed decode."""

    def __init__(
        self, work: Work, wanted: Wanted, log: ScanLog, of: JSON, point: Point | None
    ) -> None:
        assert wanted.pictures
        self._work, self._log, self._of, self._point = work, log, of, point
        store = work.unfinished or work.folder
        self.gathered = Gathering(store, wanted.pictures.time_base, wanted.spacing_s, point)
        self.stills = StillFiles(work.decoder, work.unfinished, self.gathered.chosen)
        self.stills.forget(point.stills if point else set())
        self._seam = Seam(point.seam) if point else None
        self._tail = deque[tuple[int | None, bytes]](maxlen=SEAM_FRAMES)
        self._bytes = bytearray()
        self._said = bytearray()
        self._kept_at = time.monotonic()
        self._next_point: Point | None = None
        self._is_unchecked = False

    @property
    def said(self) -> str:
        """What the decoder has complained of, in this attempt and in those before."""
        before = self._point.said if self._point else ""
        return before + self._said.decode("utf-8", "replace")

    def error(self, piece: bytes) -> None:
        """Take a piece of ffmpeg's error output."""
        self._said += piece[: max(0, _SAID_BYTES - len(self._said))]

    def output(self, piece: bytes) -> None:
        """Take a piece of its output, which is grey frames."""
        self._bytes += piece
        self._log.read()
        # Of the last frame the log tells of, the still may not have been told of yet.
        self._take(len(self._log.times) - 1, at_least=_BATCH)

    def end(self) -> None:
        """Take the rest. Raises ``SeamBroken`` if the point to go on from never came."""
        self._log.read()
        self._take(len(self._log.times), at_least=1)
        if self._seam:
            raise SeamBroken("It ends before it comes to where the last attempt was.")
        self._check_what_was_said()
        self.gathered.finish()

    def _take(self, told: int, *, at_least: int) -> None:
        if self._point and self._log.graphs > 1:
            raise GraphRebuilt("The pictures change their size.")
        self._check_what_was_said()
        self._take_stills()
        ready = min(told, len(self._bytes) // GREY_BYTES)
        while ready >= at_least:
            count = min(ready, _MOST_AT_ONCE)
            ready -= count
            greys = np.frombuffer(self._bytes[: count * GREY_BYTES], np.uint8)
            del self._bytes[: count * GREY_BYTES]
            times = [self._log.times.popleft() for _ in range(count)]
            self._add(Shown(times, greys.reshape(count, GREY_SIDE, GREY_SIDE)))
        self._keep_point()

    def _take_stills(self) -> None:
        while self._log.chosen:
            pts, score = self._log.chosen.popleft()
            self.stills.chosen(self.gathered.add_still(pts, score), pts)
        while self._log.written:
            self.stills.written(self._log.written.popleft())
            self._sweep()

    def _add(self, shown: Shown) -> None:
        if self._seam:
            self._forget_what_a_seek_says(shown)
            shown = self._pass_seam(self._seam, shown)
        if shown.times:
            self.gathered.add(shown)
            last = slice(-SEAM_FRAMES, None)
            self._tail.extend(zip(shown.times[last], map(bytes, shown.greys[last]), strict=True))

    def _forget_what_a_seek_says(self, shown: Shown) -> None:
        assert self._point
        settled = self._point.seam[0][0] - _SETTLED_S / self.gathered.time_base
        if all(pts is None or pts < settled for pts in shown.times):
            self._said.clear()

    def _pass_seam(self, seam: Seam, shown: Shown) -> Shown:
        assert self._point
        behind, last = seam.let_by(shown)
        if last is not None:
            self._seam, self._is_unchecked = None, True
            self.gathered.before = Before(last.copy(), self._point.change)
        return behind

    def _check_what_was_said(self) -> None:
        """What the decoder says only after a seek would be taken for damage."""
        if self._is_unchecked and self._point:
            self._is_unchecked = False
            known = complaints(self._point.said)
            if new := [words for words in complaints(self.said) if words not in known]:
                raise SeamBroken(f"After a seek the decoder says: {new[0]}")

    def _sweep(self) -> None:
        next_point = self._next_point.stills if self._next_point else set()
        self.stills.sweep(self.gathered.wanted | next_point)

    def _keep_point(self) -> None:
        folder, point = self._work.unfinished, self._next_point
        if folder is None:
            self.gathered.greys.forget_before(self.gathered.greys.generation)
        elif point is None:
            self._next_point = self._point_here() if self._is_due() else None
        elif point.generation != self.gathered.greys.generation:
            self._next_point = None
        elif self.stills.keep(point.stills):
            self.gathered.settle()
            save_point(folder, replace(point, said=self.said))
            self.stills.forget(point.stills)
            self.gathered.greys.forget_before(point.generation)
            self._next_point, self._kept_at = None, time.monotonic()

    def _is_due(self) -> bool:
        """Whether another attempt could go on from here, and enough has been done since."""
        return (
            time.monotonic() - self._kept_at >= self._work.segment_s
            and self._log.graphs == 1
            and self.gathered.is_rising
            and not self.gathered.untimed
            and len(self._tail) == SEAM_FRAMES
            and len(self._said) < _SAID_BYTES
        )

    def _point_here(self) -> Point:
        seam = [(pts, digest(grey)) for pts, grey in self._tail if pts is not None]
        return replace(self.gathered.at_hand(), seam=seam, of=self._of)
