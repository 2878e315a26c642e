"""The rows behind a picture of the hits, bars or a map: all of them, or one item in so many."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from catalog.models.item import ItemQuerySet
from catalog.models.presence import SAMPLE
from catalog.search.judge import place_fits
from catalog.search.page import Numbers
from catalog.search.query import Query
from catalog.search.scoring import CERTAIN, OUTSIDE, UNSURE
from catalog.search.statement import Rows, rows
from media_tools.places import Box, Place

# More rows than these are told from a sample, so that a picture takes its time and no more.
MOST_SEEN = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """The places of hits, each at one of its times; ``are_certain`` is of the asked place."""

    rows: Rows
    are_certain: Numbers


def seen(query: Query, among: ItemQuerySet, view: Box | None = None) -> tuple[Seen, int]:
    """All rows of the hits, and 1; or those of one item in so many, and in how many.

    With a view only those whose disc may reach into it.
    """
    whole = rows(query, among, MOST_SEEN + 1, view)
    if len(whole) <= MOST_SEEN:
        return _settled(query, whole), 1
    return _settled(query, rows(query, among, None, view)), SAMPLE


def _settled(query: Query, found: Rows) -> Seen:
    """The rows that answer, those in doubt by geodesy."""

    @cache  # many items share the place of an incident
    def fits(latitude: float, longitude: float, reach_m: float) -> bool | None:
        return place_fits(query, Place(latitude, longitude, reach_m))

    # What stands for many rows is drawn as possible wherever their box is.
    answer, are_certain = found.scores != OUTSIDE, found.scores == CERTAIN
    for n in np.flatnonzero(found.scores == UNSURE).tolist():
        is_certain = fits(found.latitudes[n], found.longitudes[n], found.reaches_m[n])
        answer[n], are_certain[n] = is_certain is not None, bool(is_certain)
    return Seen(found.where(answer), are_certain[answer])
