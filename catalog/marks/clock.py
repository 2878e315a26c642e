"""Where marks are set: on the clock of a clip by its frames or its sound, or on a page."""

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from django.utils.translation import gettext
from numpy.typing import NDArray

from catalog.facts import standing_runs
from catalog.models import Artefact, Frame, Item
from catalog.storage.derived import derived_path

_WRITTEN = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,2}):)?(\d{1,6}(?:\.\d{1,9})?)", re.ASCII)
# A clock is written to the millisecond, rounded half up: the frame meant may begin a little later.
_ROUNDED_S = Fraction(1, 2000)


class NotAMoment(ValueError):
    """What was typed is no moment of this item; the message says why."""


@dataclass(frozen=True, slots=True)
class ItemClock:
    """``frames``: the pts of every frame in order; ``None`` where there is only sound."""

    time_base: Fraction
    start_pts: int
    frames: NDArray[np.int64] | None

    def pts_of(self, written: str) -> int:
        """The frame on screen at ``0:00:12.480`` from the first; a tick where there are none."""
        seconds = _seconds(written)
        past = (seconds + (_ROUNDED_S if self.frames is not None else 0)) / self.time_base
        pts = self.start_pts + int(past)
        if self.frames is None:
            return pts
        return int(self.frames[max(0, int(np.searchsorted(self.frames, pts, side="right")) - 1)])


def clock_of(item: Item) -> ItemClock | None:
    """The clock by the scan's table of frames or, without pictures, by its sound."""
    made = Artefact.objects.filter(
        run__in=standing_runs(item).values(), name__in=("frame_times", "sound")
    )
    found = {one.name: one for one in made}
    if table := found.get("frame_times"):
        frames = np.sort(np.load(derived_path(table.sha256), allow_pickle=False))
        base = Fraction(str(table.details["time_base"]))
        return ItemClock(base, int(table.details["first_pts"]), frames)
    if sound := found.get("sound"):
        base = Fraction(1, int(sound.details["sample_rate"]))
        return ItemClock(base, int(sound.details["start_pts"]), None)
    return None


def pages_of(item: Item) -> int:
    """How many pages a picture of several has, as far as they are known; 0 for all others."""
    pages = Frame.objects.filter(run__in=standing_runs(item).values(), reason="page")
    last = pages.order_by("pts").last()
    return last.pts + 1 if last else 0


def _seconds(written: str) -> Fraction:
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        raise NotAMoment(
            gettext("Write a moment as h:mm:ss.mmm from the first frame, such as 0:00:12.480.")
        )
    hours, minutes, seconds = (Fraction(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
