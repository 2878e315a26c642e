"""Everything that the item page shows, gathered in a bounded number of queries."""

from typing import Any

from django.http import HttpRequest

from catalog.checks.shown import collided
from catalog.facts import readings_by_meaning, standing_runs
from catalog.marks.listed import marks_context
from catalog.models import FINAL_STATES, Act, Artefact, Basis, Item, Run
from catalog.pages.asked import acts_in
from catalog.pages.preferences import is_covered
from catalog.pipeline import lacking
from catalog.review.custody_state import custody_state
from catalog.review.facts_table import facts_table
from catalog.review.film_frames import film_count
from catalog.review.frames import FrameGrid, Shot, frame_grid
from catalog.review.player import SPEEDS, Player, player_of
from catalog.review.progress import may_show_more, progress_lines, progress_sentence, troubles
from catalog.review.viewing import SMALL, asks_to_show, may_send_pictures
from catalog.review.world_time import WorldTime, world_time

Context = dict[str, Any]
OPEN_WARNINGS = 2


def item_context(request: HttpRequest, item: Item) -> Context:
    """What ``item.html`` needs."""
    standing = standing_runs(item)
    found = readings_by_meaning(item)
    artefacts = artefacts_of(standing)
    world = world_time(item, found)
    grid = grid_for(request, item, standing, artefacts, world)
    acts = acts_in(request, item.case)
    player = player_of(item, standing.values(), artefacts, found)
    rows = facts_table(item, list(standing.values()), found, request.user)
    told = _warnings(standing)
    return {
        **sight_context(request, item),
        **progress_context(item),
        **marks_context(item, acts),
        "acts": acts,
        "collided": collided(item, request.user),
        "may_claim": Act.CLAIM.value in acts,
        "may_assess": Act.ASSESS.value in acts,
        "may_retry": Act.RETRY.value in acts,
        "may_download": Act.DOWNLOAD.value in acts,
        "custody": custody_state(item),
        "grid": grid,
        "still": _still(grid, artefacts, plays=player is not None),
        "player": player,
        "speeds": SPEEDS,
        "has_frame_times": "frame_times" in artefacts,
        "film": film_count(artefacts),
        "bases": Basis.values,
        "rows": rows,
        "lacking": [f"{step.name} {step.version}" for step in lacking(item)],
        "told": {cell.kind for row in rows for cell in row.cells if cell.facts},
        "first_warnings": told[:OPEN_WARNINGS],
        "more_warnings": told[OPEN_WARNINGS:],
    }


def sight_context(request: HttpRequest, item: Item) -> Context:
    """The item, its case, and whether its pictures are sent."""
    covered = is_covered(request, item)
    return {
        "item": item,
        "case": item.case,
        "covered": covered,
        "pictures": may_send_pictures(request, item),
        "is_small": covered and request.GET.get("show") == SMALL,
        "suffix": "?show=1" if covered and asks_to_show(request) else "",
    }


def progress_context(item: Item) -> Context:
    """How far the steps have come, and what went wrong in them."""
    runs = list(item.runs.planned().select_related("stop_asked_by"))
    lines = progress_lines(runs)
    return {
        "runs": runs,
        "lines": lines,
        "said": progress_sentence(lines),
        "is_final": item.state in FINAL_STATES,
        "troubles": troubles(runs),
        "pictures_may_come": may_show_more(lines),
    }


def newest_player(item: Item) -> Player | None:
    """What plays by now: a copy may have come since the page was opened."""
    standing = standing_runs(item)
    found = readings_by_meaning(item)
    return player_of(item, standing.values(), artefacts_of(standing), found)


def grid_for(
    request: HttpRequest,
    item: Item,
    standing: dict[str, Run],
    artefacts: dict[str, Artefact],
    world: WorldTime | None = None,
) -> FrameGrid:
    """The frame grid as this request may see it."""
    suffix = sight_context(request, item)["suffix"]
    return frame_grid(item, standing, artefacts, suffix, world)


def artefacts_of(standing: dict[str, Run]) -> dict[str, Artefact]:
    """The derived files of the standing runs, by name."""
    made = Artefact.objects.filter(run__in=list(standing.values()))
    return {one.name: one for one in made}


def _still(grid: FrameGrid, artefacts: dict[str, Artefact], *, plays: bool) -> Shot | None:
    """The shot in the stage at first: where a clip plays its first, else the chosen poster."""
    if plays or not grid.shots:
        return next(iter(grid.shots), None)
    poster = artefacts.get("poster")
    chosen = (shot for shot in grid.shots if poster and shot.frame.pts == poster.details["pts"])
    return next(chosen, grid.shots[len(grid.shots) // 2])


def _warnings(standing: dict[str, Run]) -> list[tuple[Run, str]]:
    """Each warning once, with the run that gave it first."""
    told: dict[str, Run] = {}
    for run in standing.values():
        for words in run.warnings:
            told.setdefault(str(words), run)
    return [(run, words) for words, run in told.items()]
