"""What an exported comparison says, as plain data that HTML and PDF are made of alike."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext

from catalog import formats
from catalog.compare.exact import Exact, Place
from catalog.compare.side_by_side import Line, side_by_side
from catalog.compare.tiles import Tile
from catalog.models import (
    Artefact,
    ChainHead,
    ComparisonVersion,
    CustodyEvent,
    Frame,
    LinkedSpots,
)
from catalog.review.frames import Shot
from catalog.storage.derived import derived_path
from media_tools.text import visible

MOST_MOMENTS = 8
_FIRST_MOMENTS = 3
_MOMENT = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?\Z")


class NotMoments(ValueError):
    """The moments cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame of one item at one moment, or the reason why there is none in the export."""

    ref: str
    caption: str
    path: Path | None = None
    is_graphic: bool = False
    mime: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the common clock, with a picture or a reason for each item."""

    clock: str
    pictures: list[Picture]


@dataclass(frozen=True, slots=True)
class Listed:
    """One item: what it is, where it stands, and the last link of its custody."""

    tile: Tile
    title: str
    offset: str
    custody: CustodyEvent | None


@dataclass(frozen=True, slots=True)
class Paper:
    """All of it. ``head`` is the end of the chain of custody when it was written."""

    version: ComparisonVersion
    items: list[Listed]
    moments: list[Moment]
    links: list[LinkedSpots]
    lines: list[Line]
    head: ChainHead
    by: str
    at: datetime


def read_moments(words: str, tiles: Sequence[Tile]) -> list[float]:
    """Seconds on the common clock; of no words, those to begin with."""
    found = words.replace(",", " ").replace(formats.MINUS, "-").split()
    if not found:
        return _moments_to_begin_with(tiles)
    if wrong := next((word for word in found if not _MOMENT.match(word)), None):
        raise NotMoments(
            gettext("“%(wrong)s” is no moment. Write seconds of the common clock: 0.5 2 12.48.")
            % {"wrong": wrong[:40]}
        )
    if len(found) > MOST_MOMENTS:
        raise NotMoments(
            gettext("At most %(most_moments)s moments are exported at once.")
            % {"most_moments": MOST_MOMENTS}
        )
    return sorted({float(word) for word in found})


def paper_of(
    version: ComparisonVersion,
    tiles: Sequence[Tile],
    moments: Sequence[float],
    frames: Mapping[Place, Exact],
    by: str,
    at: datetime,
    *,
    with_graphic: bool,
) -> Paper:
    """The export of a version. Pictures that are covered are left out unless asked for.

    Where ``frames`` has none for a place, the nearest still of the scan stands in and says so.
    """
    return Paper(
        version,
        [_listed(tile, with_graphic=with_graphic) for tile in tiles],
        [
            Moment(
                clock(moment),
                [
                    _picture(t, moment, frames.get((t.item.ref, moment)), with_graphic=with_graphic)
                    for t in tiles
                ],
            )
            for moment in moments
        ],
        list(version.linked.select_related("one", "other")),
        side_by_side(tiles),
        ChainHead.objects.filter(pk=1).first() or ChainHead(),
        by,
        at,
    )


def clock(seconds: float) -> str:
    """A moment of the common clock, with its sign: ``−0:00:03.500``."""
    sign = formats.MINUS if seconds < 0 else ""
    return sign + formats.file_clock(abs(seconds))


def _moments_to_begin_with(tiles: Sequence[Tile]) -> list[float]:
    """Three spread over where all run; where they never do, the middle of each."""
    timed = [tile for tile in tiles if tile.duration_s] or list(tiles)
    begin = max(tile.offset.seconds for tile in timed)
    end = min(tile.offset.seconds + tile.duration_s for tile in timed)
    if begin < end:
        parts = range(1, _FIRST_MOMENTS + 1)
        return [begin + (end - begin) * part / (_FIRST_MOMENTS + 1) for part in parts]
    middles = {tile.offset.seconds + tile.duration_s / 2 for tile in timed}
    return sorted(middles)[:MOST_MOMENTS]


def _listed(tile: Tile, *, with_graphic: bool) -> Listed:
    is_told = tile.pictures or with_graphic
    sign = "−" if tile.offset.seconds < 0 else "+"
    offset = f"{sign}{formats.file_clock(abs(tile.offset.seconds))}, {tile.how_words}"
    if tile.why_there:
        offset += f". {visible(tile.why_there)}"
    return Listed(
        tile,
        tile.item.title if is_told else "(title left out with the pictures)",
        offset,
        tile.item.custody.order_by("-seq").first(),
    )


def _picture(tile: Tile, moment: float, exact: Exact | None, *, with_graphic: bool) -> Picture:
    ref, own = tile.item.ref, moment - tile.offset.seconds
    if not tile.pictures and not with_graphic:
        return Picture(ref, "covered as graphic or not known to be free of it: left out")
    if not tile.grid.shots:
        return Picture(ref, "there is no picture of this file")
    if tile.duration_s and own < 0:
        return Picture(ref, f"begins {-own:.3f} s later")
    if tile.duration_s and own >= tile.duration_s:
        return Picture(ref, f"ended {own - tile.duration_s:.3f} s before")
    made = exact.picture if exact else None
    if exact and made and (path := derived_path(made.sha256)).exists():
        mime = made.mime if isinstance(made, Artefact) else "image/jpeg"
        return Picture(ref, _exactly(exact, made), path, not tile.pictures, mime)
    shot = min(tile.grid.shots, key=lambda one: _apart(one, own))
    path = derived_path(shot.frame.sha256)
    if not path.exists():
        return Picture(ref, "its still is not at hand")
    said = _caption(shot, own)
    if exact and shot.is_timed:
        said = f"the exact frame (pts {exact.pts}) {exact.why_none.rstrip('.')}; instead the {said}"
    return Picture(ref, said, path, is_graphic=not tile.pictures)


def _apart(shot: Shot, own: float) -> float:
    return abs(float(shot.frame.seconds) - own) if shot.is_timed else math.inf


def _exactly(exact: Exact, made: Frame | Artefact) -> str:
    said = f"the frame on screen then, {exact.words}"
    if isinstance(made, Artefact):
        said += f", all {made.details['width']} × {made.details['height']} pixels"
    else:
        said += f", here {made.width} × {made.height} pixels"
    return ". ".join([said, *(visible(one.rstrip(".")) for one in exact.run.warnings)])


def _caption(shot: Shot, own: float) -> str:
    if not shot.is_timed:
        return f"{shot.clock}, here {shot.frame.width} × {shot.frame.height} pixels"
    late = float(shot.frame.seconds) - own
    away = f"{abs(late):.3f} s {'after' if late > 0 else 'before'} the moment"
    return f"still at {shot.clock}, {away}; {shot.exact}"
