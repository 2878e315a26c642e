"""Search done slowly and plainly: every extent of every item, one geodesic after another.

Knows nothing of boxes in a database, bounds on a sphere or which point of an edge is
nearest: it walks along the edges.
"""

from collections.abc import Callable, Sequence

from geographiclib.geodesic import Geodesic

from catalog.search.query import Query, Sort
from media_tools.places import Box, Place
from media_tools.regions import FARTHEST_M, ROUNDING_DEG, Circle
from tests.catalog.search.catalogue import When, Where

Extents = Sequence[Where | When]
_WALK = 24


def answer(query: Query, extents: Extents) -> str | None:
    """``certain``, ``possible`` or ``None`` for one item."""
    kept = [one for one in extents if not query.bases or one.basis in query.bases]
    surely = []
    if query.place:
        fits = [_place(query.place, one.place) for one in kept if isinstance(one, Where)]
        surely.append([fit for fit in fits if fit is not None])
    if query.time:
        surely.append([_sure(query, one) for one in kept if isinstance(one, When)
                       and one.interval.overlaps(query.time.outer)])  # fmt: skip
    if not all(surely):
        return None
    return "certain" if all(any(fits) for fits in surely) else "possible"


def key(query: Query, extents: Extents, added_us: int) -> float:
    """What one item that answers is sorted by; metres for distances."""
    kept = [one for one in extents if not query.bases or one.basis in query.bases]
    times = [one.interval for one in kept if isinstance(one, When)]
    if query.order is Sort.ADDED:
        return -added_us
    if query.order is Sort.TIME:
        if query.time:
            times = [one for one in times if one.overlaps(query.time.outer)]
        begins = (one.earliest or one.latest for one in times)
        return min((moment.timestamp() for moment in begins if moment), default=float("inf"))
    assert isinstance(query.place, Circle)
    here = (query.place.latitude, query.place.longitude)
    places = [one.place for one in kept if isinstance(one, Where)]
    matched = [place for place in places if _place(query.place, place) is not None]
    return min(_metres(place, *here) for place in matched)


def _sure(query: Query, time: When) -> bool:
    assert query.time
    return query.time.inner is not None and time.interval.lies_within(query.time.inner)


def _place(region: Circle | Box, place: Place) -> bool | None:
    """Whether a disc lies wholly in the region; ``None`` if it does not touch it."""
    reach = 100.0 if place.radius_m is None else place.radius_m
    if isinstance(region, Circle):
        away = _metres(place, region.latitude, region.longitude)
        whole = region.radius_m >= FARTHEST_M
        inside = whole or away + reach <= region.radius_m
        touches = whole or away <= region.radius_m + reach
    else:
        held = _holds(region, place)
        if not reach:
            return True if held else None
        to_edge = min((walk(place) for walk in _edges(region)), default=float("inf"))
        inside = held and to_edge >= reach
        touches = held or to_edge <= reach
    if not touches:
        return None
    return inside


def _holds(box: Box, place: Place) -> bool:
    if not box.south - ROUNDING_DEG <= place.latitude <= box.north + ROUNDING_DEG:
        return False
    if abs(place.latitude) == 90:
        return True
    turns = (place.longitude + 360 * turn for turn in (-2, -1, 0, 1, 2))
    return any(box.west - ROUNDING_DEG <= at <= box.east + ROUNDING_DEG for at in turns)


def _edges(box: Box) -> list[Callable[[Place], float]]:
    edges: list[Callable[[Place], float]] = []
    for latitude in (box.south, box.north):
        if abs(latitude) < 90:
            edges.append(
                lambda place, at=latitude: _nearest(  # type: ignore[misc]
                    lambda east: _metres(place, at, east), box.west, box.east
                )
            )
    if box.east - box.west < 360:
        for longitude in (box.west, box.east):
            edges.append(
                lambda place, at=longitude: _nearest(  # type: ignore[misc]
                    lambda north: _metres(place, north, at), box.south, box.north
                )
            )
    return edges


def _nearest(metres: Callable[[float], float], low: float, high: float) -> float:
    """The least distance on the way from ``low`` to ``high``, refined at its lowest.

    A metre along the edge makes no difference to a least distance.
    """
    step = (high - low) / _WALK
    walk = [low + step * n for n in range(_WALK + 1)]
    found = [metres(at) for at in walk]
    best = min(found)
    lowest = found.index(best)
    left, right = walk[max(lowest - 1, 0)], walk[min(lowest + 1, _WALK)]
    while right - left > 1e-5:
        third = (right - left) / 3
        if metres(left + third) < metres(right - third):
            right -= third
        else:
            left += third
    return min(best, metres((left + right) / 2))


def _metres(place: Place, latitude: float, longitude: float) -> float:
    latitude = min(max(latitude, -90.0), 90.0)
    line = Geodesic.WGS84.Inverse(place.latitude, place.longitude, latitude, longitude)
    return float(line["s12"])
