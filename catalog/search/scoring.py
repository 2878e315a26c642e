"""How surely a row answers, as far as plain arithmetic tells.

The straight line through the Earth to the asked centre needs no trigonometry. No way over the
ellipsoid is shorter than it, and by Schwarz's theorem none is longer than the arc of the same
chord on the tightest curve of WGS84. At 50 km the two are 13 cm apart. Only what lies between,
and what crosses the edge of a box, is left to geodesy (``UNSURE``).
"""

from typing import Any

from catalog.models.presence import BEGINNING_US, END_US, WIDENED_REACH_M, ends_us
from catalog.search.fragments import Part
from catalog.search.query import Query, Sort
from catalog.search.reader import Region
from media_tools.places import Box
from media_tools.polygons import Polygon
from media_tools.regions import FARTHEST_M, Circle, least_straight_m

# Far above the rounding of the numbers and far below what anybody states of a place.
SLACK_M = 0.001
# Discs farther across are left to geodesy.
_FAR_M = 200_000.0
# How a row answers; an item answers as its greatest. A row that stands for many leaves its item
# to geodesy, whatever the others of it say.
OUTSIDE, POSSIBLE, UNSURE, CERTAIN, WIDENED = 0, 1, 2, 3, 4
SCORES = WIDENED + 1
IS_WIDENED = f"reach_m >= {WIDENED_REACH_M}"


def score_of(query: Query) -> Part:
    """How a row answers the asked place and time."""
    in_time = Part("1 = 1")
    if query.time:
        inner = query.time.inner
        low, high = ends_us(inner) if inner else (1, 0)
        in_time = Part("(earliest_us >= %s AND latest_us <= %s)", (low, high))
    certain, possible, outside = _fits(query.place)
    return Part(
        f"CASE WHEN {certain.sql} THEN "
        f"CASE WHEN {in_time.sql} THEN {CERTAIN} ELSE {POSSIBLE} END "
        f"WHEN {outside.sql} THEN {OUTSIDE} WHEN {possible.sql} THEN {POSSIBLE} "
        f"WHEN {IS_WIDENED} THEN {WIDENED} ELSE {UNSURE} END",
        (*certain.values, *in_time.values, *outside.values, *possible.values),
    )


def columns_of(query: Query) -> tuple[str, ...]:
    """The columns that a score is worked out from; each costs a little for every row."""
    box = () if isinstance(query.place, Circle) else ("south", "north", "west", "east")
    return ("reach_m", *box, "earliest_us", "latest_us")


def _fits(place: Region | None) -> tuple[Part, Part, Part]:
    """Tests for what for certain is inside, crosses the edge, and is outside. None is true of a
    row that stands for many."""
    never, single = Part("1 = 0"), f"reach_m < {WIDENED_REACH_M}"
    if place is None or (isinstance(place, Circle) and place.radius_m >= FARTHEST_M):
        return Part(single), never, never
    if not isinstance(place, Circle):
        held = _held_by(place)
        return Part(f"{single} AND {held.sql}", held.values), never, never
    least, most = place.radius_m - SLACK_M, place.radius_m + SLACK_M
    # No way of up to this length is longer than its straight line by more than its share.
    far = min(FARTHEST_M, max(2 * place.radius_m, _FAR_M))
    near_share = (least_straight_m(place.radius_m) / (place.radius_m or 1)) ** 2 or 1
    far_share = (least_straight_m(far) / far) ** 2
    within = f"chord2 <= {near_share!r} * ({least!r} - reach_m) * ({least!r} - reach_m)"
    beyond = f"chord2 > ({most!r} - reach_m) * ({most!r} - reach_m)"
    touches = f"chord2 <= {far_share!r} * ({least!r} + reach_m) * ({least!r} + reach_m)"
    return (
        Part(f"reach_m <= {least!r} AND {within}"),
        Part(
            f"(reach_m > {most!r} OR {beyond}) AND reach_m <= {far - place.radius_m!r} "
            f"AND {touches} AND reach_m >= {-least!r}"
        ),
        Part(f"chord2 > ({most!r} + reach_m) * ({most!r} + reach_m)"),
    )


def _held_by(place: Box | Polygon) -> Part:
    """That the box of a disc lies inside. Turned round the Earth some more would; those, and
    what crosses an edge, are left to geodesy."""
    boxes = [place] if isinstance(place, Box) else [box for box, inside in place.cells if inside]
    held = "(south >= %s AND north <= %s AND west >= %s AND east <= %s)"
    values = tuple(edge for b in boxes for edge in (b.south, b.north, b.west, b.east))
    any_of = " OR ".join([held] * len(boxes)) or "1 = 0"
    return Part(f"south > -90 AND north < 90 AND ({any_of})", values)


def chord2_of(query: Query) -> Part:
    """The square of the straight line from the asked centre to a row's."""
    if not isinstance(query.place, Circle):
        return Part("0.0")
    terms = [f"(p.{axis}_m - %s) * (p.{axis}_m - %s)" for axis in "xyz"]
    values = tuple(value for value in query.place.centre_m for _ in range(2))
    return Part(f"({' + '.join(terms)})", values)


def key_of(query: Query) -> Part:
    """What a row is sorted by: microseconds, or the square of the straight line."""
    if query.order is Sort.ADDED:
        return Part("-p.added_us")
    if query.order is Sort.DISTANCE:
        return chord2_of(query)
    begins = f"CASE WHEN p.earliest_us = {BEGINNING_US} THEN p.latest_us ELSE p.earliest_us END"
    if query.time:
        return Part(begins)
    known = f"p.earliest_us <= {END_US}"
    values: tuple[Any, ...] = ()
    if query.bases:
        known += f" AND p.time_basis IN ({', '.join(['%s'] * len(query.bases))})"
        values = query.bases
    return Part(f"CASE WHEN {known} THEN {begins} ELSE {END_US} END", values)
