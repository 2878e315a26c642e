"""The rows behind a picture of the hits, bars or a map: all of them, or one item in so many."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import numpy as np

from catalog.models.item import ItemQuerySet
from catalog.models.presence import SAMPLE
from catalog.search.fragments import ALL, Part
from catalog.search.judge import place_fits
from catalog.search.page import Numbers
from catalog.search.query import Query
from catalog.search.scoring import CERTAIN, OUTSIDE, UNSURE
from catalog.search.statement import (
    SAMPLED,
    PlacedRows,
    Rows,
    has_time,
    of_items,
    placed_rows,
    timed_rows,
)
from media_tools.places import Box, Place

# More rows than these are told from a sample, so that a picture takes its time and no more.
MOST_SEEN = 20_000

Found = TypeVar("Found", bound=Rows)


def seen_places(query: Query, among: ItemQuerySet, view: Box) -> tuple[PlacedRows, int]:
    """The rows of the hits whose disc may reach into the view, and 1; or those of one item in so
    many, and in how many."""
    found, share = _all_or_some(lambda *which: placed_rows(query, among, *which, view=view))
    return _settled(query, found)[0], share


def seen_times(query: Query, among: ItemQuerySet) -> tuple[Rows, Numbers, int]:
    """The rows of the hits that have a time, whether each lies in the asked place for certain,
    and in how many items those of one were taken."""
    found, share = _all_or_some(lambda *which: timed_rows(query, among, *which))
    is_certain = found.scores == CERTAIN
    doubtful = np.unique(found.items[found.scores == UNSURE])
    answer = (found.scores != OUTSIDE) & ~np.isin(found.items, doubtful)
    sure, are_certain = found.where(answer), is_certain[answer]
    if not len(doubtful):
        return sure, are_certain, share
    few = of_items(doubtful.tolist())
    rows = placed_rows(query, among, ALL, few, tests=[has_time(query)])
    settled, are_settled = _settled(query, rows)
    return sure.joined(settled), np.concatenate([are_certain, are_settled]), share


def _all_or_some(rows: Callable[[int, Part | None], Found]) -> tuple[Found, int]:
    whole = rows(MOST_SEEN + 1, None)
    return (whole, 1) if len(whole) <= MOST_SEEN else (rows(ALL, SAMPLED), SAMPLE)


def _settled(query: Query, found: PlacedRows) -> tuple[PlacedRows, Numbers]:
    """The rows that answer and whether each does for certain, those in doubt by geodesy."""

    @cache  # many items share the place of an incident
    def fits(latitude: float, longitude: float, reach_m: float) -> bool | None:
        return place_fits(query, Place(latitude, longitude, reach_m))

    # What stands for many rows is drawn as possible wherever their box is.
    answer, are_certain = found.scores != OUTSIDE, found.scores == CERTAIN
    for n in np.flatnonzero(found.scores == UNSURE).tolist():
        is_certain = fits(found.latitudes[n], found.longitudes[n], found.reaches_m[n])
        answer[n], are_certain[n] = is_certain is not None, bool(is_certain)
    return found.where(answer), are_certain[answer]
