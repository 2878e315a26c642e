"""The frames on screen at the moments of an export, ordered of the workers as single frames are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from catalog import pipeline, tasks
from catalog.compare.tiles import Tile
from catalog.custody.chain import Actor
from catalog.facts import standing_runs
from catalog.models import FINAL_STATES, Artefact, Frame, Run, State
from catalog.review.orders import STEP
from catalog.review.ticks import ticks_of
from media_tools.times import format_media_seconds

# By item and moment of the common clock.
Place = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Exact:
    """One ordered frame: the run that makes it, and the pts that the frame has."""

    run: Run
    pts: int
    seconds: Fraction
    time_base: str
    is_whole: bool

    @property
    def is_open(self) -> bool:
        """Whether it may still come."""
        return self.run.state not in FINAL_STATES

    @property
    def picture(self) -> Frame | Artefact | None:
        """Its picture, ``None`` where it could not be made or is not there yet."""
        if self.is_whole:
            return self.run.artefacts.filter(name="still").first()
        return self.run.frames.filter(pts=self.pts).first()

    @property
    def words(self) -> str:
        """Which frame it is."""
        return f"from {format_media_seconds(self.seconds)}: pts {self.pts} × {self.time_base} s"

    @property
    def why_none(self) -> str:
        """Why there is none, as a part of a sentence."""
        return "is still being made" if self.is_open else f"could not be made: {self.run.error}"


def ordered_frames(
    tiles: Sequence[Tile],
    moments: Sequence[float],
    actor: Actor,
    *,
    with_graphic: bool,
    is_whole: bool,
    tries_anew: bool,
) -> dict[Place, Exact]:
    """Order every frame that the export shows; what was made before is not made again.

    With ``is_whole`` each as a PNG of all its pixels, else no larger than they are looked through.

    Items without a table of frames, such as pictures, have none to order. Of what stays
    covered nothing is made.
    """
    found: dict[Place, Exact] = {}
    for tile in tiles:
        if not tile.times or not (tile.pictures or with_graphic):
            continue
        for moment, pts, seconds, time_base in _on_screen(tile, moments):
            ordered = {"first_pts": pts, "last_pts": pts} | ({"whole": True} if is_whole else {})
            run = pipeline.order(tile.item, STEP, ordered, actor, tries_anew=tries_anew)
            found[tile.item.ref, moment] = Exact(run, pts, seconds, time_base, is_whole)
    waiting = {one.run.pk: one.run for one in found.values() if one.run.state == State.WAITING}
    tasks.send(run for run in waiting.values() if run.sent_at is None)
    return found


def still_open(frames: Mapping[Place, Exact]) -> int:
    """How many of them may still come."""
    return sum(one.is_open for one in frames.values())


def bytes_in(frames: Mapping[Place, Exact]) -> int:
    """The size of those that are there at full resolution; one that is shown twice counts twice."""
    stills = (one.picture for one in frames.values() if one.is_whole)
    return sum(still.size_bytes for still in stills if isinstance(still, Artefact))


def _on_screen(tile: Tile, moments: Sequence[float]) -> Iterator[tuple[float, int, Fraction, str]]:
    """Of the last frame that begins at or before each moment within the clip: the pts, the exact
    seconds from the first frame, the time base."""
    table = Artefact.objects.filter(
        run__in=standing_runs(tile.item).values(), name="frame_times"
    ).first()
    if table is None:
        return
    pts = np.sort(ticks_of(table))
    first, base = int(table.details["first_pts"]), Fraction(str(table.details["time_base"]))
    for moment in moments:
        own = moment - tile.offset.seconds
        if 0 <= own < tile.duration_s:
            # Half a tick, as the player has it: offsets are rounded to microseconds.
            wanted = first + own / float(base) + 0.5
            at = int(pts[max(0, int(np.searchsorted(pts, wanted, side="right")) - 1)])
            yield moment, at, (at - first) * base, str(base)
