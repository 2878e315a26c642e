"""A camera that moves: where it went, in few discs, and where its fixes cannot follow on."""

import math
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from media_tools.findings import JSON
from media_tools.places import UNSTATED_RADIUS_M, Box

Rows = NDArray[np.float64]

# A receiver for the public gives no fix above this (1,000 knots, MTCR annex, item 11.A.3).
FASTEST_M_S = 514.0
_LEAST_JUMP_M = 100.0
_MOST_STRETCHES = 32
_STRETCH_M = 500.0
# The mean radius of the Earth. A distance on that sphere is less than 0.6 % off the geodesic.
_EARTH_M = 6_371_009.0
_SPHERE_ERROR = 1.006


@dataclass(frozen=True, slots=True)
class Stretch:
    """A disc that holds the camera from one moment to another, by its own receiver."""

    starts_s: float
    ends_s: float
    latitude: float
    longitude: float
    radius_m: float

    def as_value(self) -> dict[str, JSON]:
        """The shape in ``Meaning.TRACK``."""
        return asdict(self)


def jumps(rows: Rows) -> list[int]:
    """The rows that cannot be reached from the one before at any speed with a fix."""
    if len(rows) < 2:
        return []
    apart = _apart_m(rows[:-1], rows[1:]) - _reach_m(rows[:-1]) - _reach_m(rows[1:])
    within = np.diff(rows[:, 0])
    is_jump = (apart > _LEAST_JUMP_M) & (apart > FASTEST_M_S * within)
    return [int(row) + 1 for row in np.flatnonzero(is_jump)]


def box_of(rows: Rows) -> Box:
    """The box in degrees around all fixes; across the antimeridian ``east`` lies beyond 180."""
    longitudes = _unwound(rows[:, 2])
    west, east = longitudes.min(), longitudes.max()
    turns = 360.0 * np.floor((west + 180.0) / 360.0)
    south, north = rows[:, 1].min(), rows[:, 1].max()
    return Box(float(south), float(west - turns), float(north), float(east - turns))


def stretches(rows: Rows) -> list[Stretch]:
    """At most 32 discs that together hold the whole way, each of about the same length of it.

    A disc takes in the accuracy of its fixes; where none is stated, the 100 m of our rule for
    points without a radius. Between the rows on both sides of a jump nothing is taken in, as
    long as the jumps are few.
    """
    breaks = [row for row in jumps(rows) if row]
    breaks = breaks if len(breaks) < _MOST_STRETCHES // 2 else []
    steps = _apart_m(rows[:-1], rows[1:])
    steps[[row - 1 for row in breaks]] = 0
    way = np.concatenate([[0.0], np.cumsum(steps)])
    most = _MOST_STRETCHES - len(breaks)
    number = int(np.clip(np.ceil(way[-1] / _STRETCH_M), 1, most))
    part = np.minimum(np.floor(way / max(way[-1], 1e-9) * number), number - 1)
    piece = np.zeros(len(rows))
    piece[breaks] = 1
    starts = np.flatnonzero(np.diff(part) + np.diff(np.cumsum(piece))) + 1
    ends = [*starts, len(rows)]
    return [
        # The next stretch begins where this ends, unless the camera was not followed there.
        _disc(rows[start : end if end == len(rows) or end in breaks else end + 1])
        for start, end in zip([0, *starts], ends, strict=True)
    ]


def _disc(rows: Rows) -> Stretch:
    longitudes = _unwound(rows[:, 2])
    latitude = round(float(rows[:, 1].min() + rows[:, 1].max()) / 2, 7)
    longitude = round(float(longitudes.min() + longitudes.max()) / 2, 7)
    centre = np.broadcast_to([0.0, latitude, longitude], (len(rows), 3))
    radius = float((_apart_m(centre, rows) * _SPHERE_ERROR + _reach_m(rows)).max())
    return Stretch(
        float(rows[0, 0]),
        float(rows[-1, 0]),
        latitude,
        round((longitude + 180.0) % 360.0 - 180.0, 7),
        math.ceil(radius * 10) / 10,
    )


def _reach_m(rows: Rows) -> Rows:
    return np.where(np.isnan(rows[:, 4]), UNSTATED_RADIUS_M, rows[:, 4])


def _unwound(longitudes: Rows) -> Rows:
    """Longitudes without the leap from 180 to -180 between neighbours."""
    return np.unwrap(longitudes, period=360.0)


def _apart_m(a: Rows, b: Rows) -> Rows:
    """Distances on the sphere (haversine), row by row."""
    first, second = np.radians(a[:, 1:3]), np.radians(b[:, 1:3])
    half = np.sin((second - first) / 2) ** 2
    inner = half[:, 0] + np.cos(first[:, 0]) * np.cos(second[:, 0]) * half[:, 1]
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(np.clip(inner, 0, 1))))
