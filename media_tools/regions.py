"""Asked regions, and how a disc of uncertainty lies to them: inside, across the edge, outside.

All answers are geodesic on WGS84. Most are settled by a bound that costs a hundredth of
a geodesic: on WGS84 every curve is between 0.9944 and 1.0045 times as long as the curve
through the same latitudes and longitudes on the mean sphere.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial

from media_tools.errors import Invalid
from media_tools.places import Box, Place, box_around, distance_m, from_centre_m

# The radii of curvature of WGS84 lie between these, in metres.
LEAST_CURVATURE_M = 6_335_439.0
_MOST_CURVATURE_M = 6_399_594.0
# Half the length of a meridian: no two points on Earth lie farther apart.
FARTHEST_M = 20_003_931.4587
# Rounding in degrees, a tenth of a millimetre, by which an edge is not taken for a miss.
ROUNDING_DEG = 1e-9
_ROUNDING_M = 0.1


class Fit(StrEnum):
    """How a disc lies to a region."""

    INSIDE = "inside"
    CROSSES = "crosses"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most ``radius_m`` metres from a centre."""

    latitude: float
    longitude: float
    radius_m: float

    def __post_init__(self) -> None:
        Place(self.latitude, self.longitude, self.radius_m)

    @property
    def box(self) -> Box:
        """A box that holds the circle."""
        return box_around(Place(self.latitude, self.longitude, self.radius_m))

    @property
    def centre_m(self) -> tuple[float, float, float]:
        """The circle's centre seen from the centre of the Earth."""
        return from_centre_m(self.latitude, self.longitude)

    def distance_m(self, place: Place) -> float:
        """From the circle's centre to the centre of the disc."""
        return _distance_m(self.latitude, self.longitude, place.latitude, place.longitude)

    def fit(self, place: Place) -> Fit:
        """How the disc lies to the circle. A disc without a radius counts as a point."""
        if self.radius_m >= FARTHEST_M:
            return Fit.INSIDE
        reach = place.reach_m
        angle = angle_between(self.latitude, self.longitude, place.latitude, place.longitude)
        exact = partial(self.distance_m, place)
        if at_most(angle, self.radius_m - reach, exact):
            return Fit.INSIDE
        return Fit.CROSSES if at_most(angle, self.radius_m + reach, exact) else Fit.OUTSIDE


def longest_way_m(straight_m: float) -> float:
    """The longest way over WGS84 between points this far apart in a straight line.

    By Schwarz's theorem it is the arc over the same chord on the tightest curve there is.
    """
    half = min(1.0, straight_m / (2 * LEAST_CURVATURE_M))
    return 2 * LEAST_CURVATURE_M * math.asin(half) if half < 1.0 else FARTHEST_M


def least_straight_m(way_m: float) -> float:
    """The least straight line between the ends of a shortest way of this length.

    The sine of the arc, cut short so that it is never too great.
    """
    return way_m * (1 - way_m**2 / (24 * LEAST_CURVATURE_M**2))


def asked_box(west: float, south: float, east: float, north: float) -> Box:
    """The box between these edges. One whose ``east`` is less than its ``west`` crosses the
    antimeridian; longitudes may run on beyond 180, as a map that was turned round gives them.

    Raises ``Invalid``.
    """
    if not all(math.isfinite(edge) for edge in (west, south, east, north)):
        raise Invalid("The edges of a box are numbers of degrees.")
    if not -90 <= south <= north <= 90:
        raise Invalid("Latitudes lie between -90 and 90 degrees, the south edge below the north.")
    if abs(west) > 720 or abs(east) > 720:
        raise Invalid("The west and east edges lie between -180 and 180 degrees.")
    # A hair less than a whole turn is rounded to one.
    if east - west >= 360 or (east - west) % 360 >= 360:
        return Box(south, -180.0, north, 180.0)
    if -180 <= west <= 180 and east >= west:
        return Box(south, west, north, east)
    wrapped = west if -180 <= west <= 180 else (west + 180) % 360 - 180
    return Box(south, wrapped, north, wrapped + (east - west) % 360)


def fit_in_box(place: Place, box: Box) -> Fit:
    """How the disc lies to the box. A disc without a radius counts as a point."""
    reach = place.reach_m
    in_range = _in_longitude(box, place)
    held = in_range and box.south - ROUNDING_DEG <= place.latitude <= box.north + ROUNDING_DEG
    if reach == 0.0:
        return Fit.INSIDE if held else Fit.OUTSIDE
    if held and _holds_box(box, box_around(place)):
        return Fit.INSIDE
    # Inside, the nearest way out must be at least the radius; touching the edge is inside.
    limit = math.nextafter(reach, 0.0) if held else reach
    near = any(at_most(angle, limit, exact) for angle, exact in _edges(place, box, in_range))
    if near:
        return Fit.CROSSES
    return Fit.INSIDE if held else Fit.OUTSIDE


@lru_cache(maxsize=4096)
def _distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kept, because the place of one incident is the place of many items."""
    return distance_m(Place(lat1, lon1), Place(lat2, lon2))


def at_most(angle: float, limit_m: float, exact: Callable[[], float]) -> bool:
    """Whether a distance, seen as ``angle`` on the sphere, is no more than the limit."""
    if angle * LEAST_CURVATURE_M - _ROUNDING_M > limit_m:
        return False
    if angle * _MOST_CURVATURE_M + _ROUNDING_M <= limit_m:
        return True
    return exact() <= limit_m


def angle_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The angle between two points on a sphere, in radians."""
    a, b = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (b - a) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * math.atan2(math.sqrt(chord), math.sqrt(max(0.0, 1 - chord)))


def _holds_box(box: Box, inner: Box) -> bool:
    """Whether the inner box lies wholly in the other; for some that do it answers no."""
    along = (inner.west - box.west) % 360
    return (
        box.south <= inner.south
        and inner.north <= box.north
        and along + inner.east - inner.west <= box.east - box.west
        and inner.south > -90
        and inner.north < 90
    )


def _in_longitude(box: Box, place: Place) -> bool:
    if abs(place.latitude) == 90:
        return True
    along = (place.longitude - box.west) % 360
    return along <= box.east - box.west + ROUNDING_DEG or along >= 360 - ROUNDING_DEG


def _edges(place: Place, box: Box, in_range: bool) -> Iterator[tuple[float, Callable[[], float]]]:
    """For each edge of the box, the angle to it on the sphere and its exact distance.

    The nearest point of a parallel lies on the place's own meridian. Where that is
    outside the box it is a corner, an end of one of the two meridians.
    """
    if in_range:
        for latitude in (box.south, box.north):
            if abs(latitude) < 90:
                foot = Place(latitude, place.longitude)
                angle = math.radians(abs(latitude - place.latitude))
                yield angle, partial(distance_m, place, foot)
    if box.east - box.west < 360:
        for longitude in (box.west, box.east):
            yield (
                _meridian_angle(place, longitude, box),
                partial(_meridian_distance_m, place, longitude, box),
            )


def _meridian_angle(place: Place, longitude: float, box: Box) -> float:
    """The least angle from the place to the box's stretch of a meridian."""
    latitude, turn = math.radians(place.latitude), math.radians(longitude - place.longitude)
    nearest = math.degrees(math.atan2(math.sin(latitude), math.cos(latitude) * math.cos(turn)))
    stops = [box.south, box.north]
    if box.south < nearest < box.north:
        stops.append(nearest)
    return min(angle_between(place.latitude, place.longitude, stop, longitude) for stop in stops)


def _meridian_distance_m(place: Place, longitude: float, box: Box) -> float:
    """The least distance from the place to the box's stretch of a meridian, to a micrometre."""
    turned = (longitude + 180) % 360 - 180

    def away(latitude: float) -> float:
        return distance_m(place, Place(min(max(latitude, -90.0), 90.0), turned))

    steps = 36
    stops = [box.south + (box.north - box.south) * n / steps for n in range(steps + 1)]
    best = min(range(steps + 1), key=lambda n: away(stops[n]))
    low, high = stops[max(best - 1, 0)], stops[min(best + 1, steps)]
    while high - low > ROUNDING_DEG:
        third = (high - low) / 3
        if away(low + third) <= away(high - third):
            high -= third
        else:
            low += third
    return min(away(stops[best]), away((low + high) / 2))
