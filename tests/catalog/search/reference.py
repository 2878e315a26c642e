"""Search done slowly and plainly: every extent of every item, one geodesic after another.

Knows nothing of boxes in a database, bounds on a sphere or which point of an edge is
nearest: it walks along the edges.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

from geographiclib.geodesic import Geodesic

from catalog.search.query import Query, Sort
from catalog.search.reader import Region
from media_tools.places import Box, Place
from media_tools.polygons import Corner, Polygon
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


def _place(region: Region, place: Place) -> bool | None:
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


def _holds(region: Box | Polygon, place: Place) -> bool:
    if isinstance(region, Polygon):
        return _holds_by_ray(region, place)
    if not region.south - ROUNDING_DEG <= place.latitude <= region.north + ROUNDING_DEG:
        return False
    if abs(place.latitude) == 90:
        return True
    turns = (place.longitude + 360 * turn for turn in (-2, -1, 0, 1, 2))
    return any(region.west - ROUNDING_DEG <= at <= region.east + ROUNDING_DEG for at in turns)


def _holds_by_ray(polygon: Polygon, place: Place) -> bool:
    """Whether a ray from the place crosses the sides an odd number of times, or it is on one."""
    north, sides = place.latitude, _sides(polygon)
    if abs(north) == 90:
        return any(corner[0] == north for corner in polygon.corners)
    for east in (place.longitude + 360 * turn for turn in (-2, -1, 0, 1, 2)):
        crossed = False
        for (one, west), (other, far) in sides:
            if _is_on((one, west), (other, far), north, east):
                return True
            if (one > north) != (other > north):
                crossed ^= east < west + (far - west) * (north - one) / (other - one)
        if crossed:
            return True
    return False


def _is_on(start: Corner, end: Corner, north: float, east: float) -> bool:
    high, wide = end[0] - start[0], end[1] - start[1]
    along = ((north - start[0]) * high + (east - start[1]) * wide) / (high**2 + wide**2)
    along = min(max(along, 0.0), 1.0)
    away = math.hypot(start[0] + along * high - north, start[1] + along * wide - east)
    return away <= ROUNDING_DEG


def _sides(polygon: Polygon) -> list[tuple[Corner, Corner]]:
    return list(zip(polygon.corners, polygon.corners[1:] + polygon.corners[:1], strict=True))


def _edges(box: Box | Polygon) -> list[Callable[[Place], float]]:
    if isinstance(box, Polygon):
        # A side along a pole is a point within.
        return [partial(_to_side, a, b) for a, b in _sides(box) if not a[0] == b[0] in (-90, 90)]
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


def _to_side(start: Corner, end: Corner, place: Place) -> float:
    high, wide = end[0] - start[0], end[1] - start[1]
    length = max(abs(high), abs(wide))

    def metres(at: float) -> float:
        share = at / length
        return _metres(place, start[0] + high * share, start[1] + wide * share)

    return _nearest(metres, 0.0, length)


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
