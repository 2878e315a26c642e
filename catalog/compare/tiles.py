"""One item of a comparison: its player, its stills on the clock, its facts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from catalog.compare.lineup import Offset, laid_on_one_clock, write_spot
from catalog.compare.suggested import Suggestion, moments_of, suggestions, why_there
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import Item
from catalog.review.facts_table import Row, facts_table
from catalog.review.frames import FrameGrid, Shot
from catalog.review.item_page import artefacts_of, grid_for, sight_context
from catalog.review.player import Player, player_of
from catalog.review.world_time import beginnings

# A strip is no place to study frames: it shows where what is.
MOST_SHOTS = 40


@dataclass(frozen=True, slots=True)
class Tile:
    """What the page shows of one item. ``times`` is the address of its table of frames.

    ``why_there``: whose clock or claim its offset rests on, where it does.
    """

    number: int
    item: Item
    offset: Offset
    player: Player | None
    still: Shot | None
    strip: list[Shot]
    grid: FrameGrid
    duration_s: float
    times: str
    pictures: bool
    suffix: str
    rows: list[Row]
    suggested: list[Suggestion]
    why_there: str

    @property
    def spot(self) -> str:
        """As the address names it."""
        return write_spot(self.item.ref, self.offset)

    @property
    def basis_words(self) -> str:
        """How the offset is known."""
        basis = str(self.offset.basis.label)
        if self._begins_the_clock:
            return gettext("the clock begins here, %(basis)s") % {"basis": basis}
        return basis

    @property
    def how_words(self) -> str:
        """The same with its error, where there is one."""
        if self.offset.error_s is None or self._begins_the_clock:
            return self.basis_words
        return f"{self.offset.error_words}, {self.basis_words}"

    @property
    def _begins_the_clock(self) -> bool:
        return self.offset == Offset(0.0, 0.0, self.offset.basis)


def tiles_for(request: HttpRequest, items: list[Item], given: dict[str, Offset]) -> list[Tile]:
    """The tiles of these items, on one clock: by hand where it is given, else as suggested."""
    moments = [moments_of(beginnings(item, readings_by_meaning(item))) for item in items]
    best = [next(iter(one.items()), None) for one in moments]
    laid = laid_on_one_clock(
        [one and (one[1].at_first_frame.timestamp(), one[1].error_s, one[0]) for one in best]
    )
    offsets = [given.get(item.ref, offset) for item, offset in zip(items, laid, strict=True)]
    others = suggestions([item.ref for item in items], moments, offsets)
    why = [why_there(*parts) for parts in zip(offsets, laid, moments, others, strict=True)]
    return [
        _tile(request, number, *parts)
        for number, parts in enumerate(zip(items, offsets, others, why, strict=True), start=1)
    ]


def _tile(
    request: HttpRequest,
    number: int,
    item: Item,
    offset: Offset,
    others: list[Suggestion],
    why: str,
) -> Tile:
    standing, found = standing_runs(item), readings_by_meaning(item)
    artefacts = artefacts_of(standing)
    grid = grid_for(request, item, standing, artefacts)
    sight: dict[str, Any] = sight_context(request, item)
    shots = [shot for shot in grid.shots if shot.is_timed]
    return Tile(
        number,
        item,
        offset,
        player_of(item, standing.values(), artefacts, found),
        grid.shots[len(grid.shots) // 2] if grid.shots else None,
        # A still picture stands where it was taken.
        shots[:: -(-len(shots) // MOST_SHOTS)] if shots else grid.shots[:1],
        grid,
        item.duration_s or 0.0,
        reverse("item-frame-times", args=[item.ref]) if "frame_times" in artefacts else "",
        sight["pictures"],
        sight["suffix"],
        facts_table(item, list(standing.values()), found, request.user),
        [one for one in others if not one.is_set(offset)],
        why,
    )
