"""Asked polygons: corners joined by straight lines on the map of degrees, as GeoJSON has it.

How a disc lies to one is geodesic on WGS84, as for circles and boxes.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely import LineString, Point, is_valid_reason

from media_tools.errors import Invalid
from media_tools.places import Box, Place, box_around, distance_m
from media_tools.regions import LEAST_CURVATURE_M, ROUNDING_DEG, Fit, angle_between, at_most

MOST_CORNERS = 100
# A latitude and a longitude, as the corners of a polygon are written.
Corner = tuple[float, float]
# Boxes that together cover a polygon; with more of them less is left outside it.
_CELLS = 96
_TURNS = (-360.0, 0.0, 360.0)


@dataclass(frozen=True, slots=True)
class Polygon:
    """The area between its sides. Corners are latitude and longitude; the westernmost lies
    between -180 and 180, and a polygon across the antimeridian runs on beyond 180."""

    corners: tuple[Corner, ...]

    @property
    def box(self) -> Box:
        """A box that holds the polygon."""
        west, south, east, north = _shape(self).bounds
        return Box(south, west, north, east)

    @property
    def cells(self) -> tuple[tuple[Box, bool], ...]:
        """Boxes that cover the polygon, and for each whether it lies wholly inside."""
        return _cells(self)

    def fit(self, place: Place) -> Fit:
        """How the disc lies to the polygon. A disc without a radius counts as a point."""
        shape, reach = _shape(self), place.reach_m
        held = any(shape.distance(point) <= ROUNDING_DEG for point in self._points(place))
        if reach == 0.0:
            return Fit.INSIDE if held else Fit.OUTSIDE
        around = box_around(place)
        boxes = [_drawn(around, turn) for turn in self._turns(around.west, around.east)]
        if held and around.east - around.west < 360 and any(map(shape.covers, boxes)):
            return Fit.INSIDE
        # Only what of the sides lies in the disc's box can lie in the disc. Inside, the nearest
        # way out must be at least the radius; touching a side is inside.
        limit = math.nextafter(reach, 0.0) if held else reach
        pieces = (piece for box in boxes for piece in _pieces(shape.boundary.intersection(box)))
        if any(_is_near(place, piece, limit) for piece in pieces):
            return Fit.CROSSES
        return Fit.INSIDE if held else Fit.OUTSIDE

    def _points(self, place: Place) -> list[Point | LineString]:
        """Where a place may lie in the polygon's degrees; a pole is a whole line of them."""
        if abs(place.latitude) == 90:
            return [LineString([(-180, place.latitude), (540, place.latitude)])]
        turns = self._turns(place.longitude, place.longitude)
        return [Point(place.longitude + turn, place.latitude) for turn in turns]

    def _turns(self, west: float, east: float) -> list[float]:
        """By which turns round the Earth these longitudes come where the polygon is."""
        edges = _shape(self).bounds
        low, high = edges[0] - ROUNDING_DEG, edges[2] + ROUNDING_DEG
        return [turn for turn in _TURNS if west + turn <= high and east + turn >= low]


def asked_polygon(corners: Sequence[Corner]) -> Polygon:
    """The polygon with these corners, latitude and longitude. Longitudes are taken as they are:
    across the antimeridian they run on beyond 180 (or -180). Raises ``Invalid``."""
    if not all(math.isfinite(number) for corner in corners for number in corner):
        raise Invalid("The corners of a polygon are numbers of degrees.")
    if not all(-90 <= latitude <= 90 and abs(longitude) <= 720 for latitude, longitude in corners):
        raise Invalid("Latitudes lie between -90 and 90 degrees, longitudes between -180 and 180.")
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise Invalid(f"A polygon has 3 to {MOST_CORNERS} corners, not {len(corners)}.")
    west, east = min(c[1] for c in corners), max(c[1] for c in corners)
    if east - west >= 360:
        raise Invalid("A polygon does not go round the whole Earth: ask for a box instead.")
    turn = -360.0 * math.floor((west + 180) / 360)
    polygon = Polygon(tuple((latitude, longitude + turn) for latitude, longitude in corners))
    if not (shape := _shape(polygon)).is_valid:
        raise Invalid(f"The sides of a polygon must not cross{_where(is_valid_reason(shape))}.")
    return polygon


def _where(reason: str) -> str:
    """Where, if GEOS names a point, longitude first: ``Self-intersection[44.02 55.29]``."""
    if not (named := re.search(r"\[(\S+) (\S+)\]", reason)):
        return ""
    longitude, latitude = map(float, named.groups())
    return f": they do near {latitude:.5f}, {longitude:.5f}"


@lru_cache(maxsize=64)
def _shape(polygon: Polygon) -> shapely.Polygon:
    shape = shapely.Polygon([(longitude, latitude) for latitude, longitude in polygon.corners])
    shapely.prepare(shape)
    return shape


@lru_cache(maxsize=64)
def _cells(polygon: Polygon) -> tuple[tuple[Box, bool], ...]:
    """The box around, its cells on the edge cut in four, the largest first."""
    shape = _shape(polygon)
    inside: list[Box] = []
    edge = [polygon.box]
    while edge and len(inside) + len(edge) < _CELLS:
        edge.sort(key=lambda box: (box.north - box.south) * (box.east - box.west))
        for quarter in _quarters(edge.pop()):
            cell = _drawn(quarter, 0.0)
            if shape.covers(cell):
                inside.append(quarter)
            elif shape.intersects(cell):
                edge.append(quarter)
    return (*((box, True) for box in inside), *((box, False) for box in edge))


def _quarters(box: Box) -> Iterator[Box]:
    north, east = (box.south + box.north) / 2, (box.west + box.east) / 2
    for low, high in ((box.south, north), (north, box.north)):
        yield Box(low, box.west, high, east)
        yield Box(low, east, high, box.east)


def _drawn(box: Box, turn: float) -> shapely.Polygon:
    return shapely.box(box.west + turn, box.south, box.east + turn, box.north)


def _pieces(lines: shapely.Geometry) -> Iterator[tuple[Corner, Corner]]:
    """The straight pieces of these lines; what runs along a pole is no edge of anything."""
    for line in getattr(lines, "geoms", [lines]):
        corners = [(latitude, longitude) for longitude, latitude in line.coords]
        for start, end in zip(corners, corners[1:] or corners, strict=False):
            if not start[0] == end[0] in (-90, 90):
                yield start, end


def _is_near(place: Place, piece: tuple[Corner, Corner], limit_m: float) -> bool:
    """Whether the nearest point of a straight piece is no farther than this."""
    (south, west), (north, east) = piece

    def point(share: float) -> Place:
        latitude = min(max(south + (north - south) * share, -90.0), 90.0)
        return Place(latitude, (west + (east - west) * share + 180) % 360 - 180)

    def away(share: float) -> float:
        return distance_m(place, point(share))

    foot, plain_m, spread = _foot(place, piece)
    nearest = point(foot)
    angle = angle_between(place.latitude, place.longitude, nearest.latitude, nearest.longitude)
    if at_most(angle, limit_m, lambda: away(foot)):
        return True
    if plain_m > limit_m * (1 + spread):
        return False
    steps = 36
    shares = [n / steps for n in range(steps + 1)]
    known = {share: away(share) for share in shares}
    best = min(shares, key=lambda share: known[share])
    low, high = max(best - 1 / steps, 0.0), min(best + 1 / steps, 1.0)
    while (high - low) * max(abs(north - south), abs(east - west)) > ROUNDING_DEG:
        third = (high - low) / 3
        if away(low + third) <= away(high - third):
            high -= third
        else:
            low += third
    return min(known[best], away((low + high) / 2)) <= limit_m


def _foot(place: Place, piece: tuple[Corner, Corner]) -> tuple[float, float, float]:
    """The nearest point of a piece on a flat map drawn to scale at the place.

    Answers its share of the way, how far it is there in metres, and by what part a distance
    within the disc may differ from the map's, where it can be told: a map true to the scale of
    one latitude is off by the change of the cosine up to the disc's rim.
    """
    (south, west), (north, east) = piece
    narrow = math.cos(math.radians(place.latitude))
    turn = 360 * round((place.longitude - west) / 360)
    x, y = (west + turn - place.longitude) * narrow, south - place.latitude
    wide, high = (east - west) * narrow, north - south
    length2 = wide**2 + high**2
    share = min(max(-(x * wide + y * high) / length2, 0.0), 1.0) if length2 else 0.0
    away_deg = math.hypot(x + share * wide, y + share * high)
    rim = math.radians(abs(place.latitude)) + 3 * place.reach_m / LEAST_CURVATURE_M
    spread = narrow / math.cos(rim) - 0.97 if rim < math.radians(89) else math.inf
    return share, math.radians(away_deg) * LEAST_CURVATURE_M, spread
