"""Where things stand around the citadel, and where a camera sees them.

The ground is flat around one origin: metres east, north and up. A camera is a
pinhole with a shift lens, so upright lines stay upright and the column of a point
depends on its bearing alone.
"""

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

from media_tools.places import Place

Floats = NDArray[np.float32]

ORIGIN = Place(55.30000, 44.02000)
NEAR_M = 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """A point in the world: a place and its height in metres above the streets."""

    place: Place
    height_m: float


@cache
def local_m(point: Point) -> tuple[float, float, float]:
    """Metres east and north of the origin, and height."""
    line = Geodesic.WGS84.Inverse(
        ORIGIN.latitude, ORIGIN.longitude, point.place.latitude, point.place.longitude
    )
    bearing = math.radians(line["azi1"])
    return (
        line["s12"] * math.sin(bearing),
        line["s12"] * math.cos(bearing),
        point.height_m,
    )


@cache
def _turn_deg(place: Place) -> float:
    """What to add to a true bearing at ``place`` to get its direction on the plane.

    Meridians draw together towards the pole, so north at a place is not quite the
    origin's north.
    """
    line = Geodesic.WGS84.Inverse(
        ORIGIN.latitude, ORIGIN.longitude, place.latitude, place.longitude
    )
    return float(line["azi1"] - line["azi2"])


def straight_line_m(a: Point, b: Point) -> float:
    """The way that sound takes from one point to the other, in metres."""
    return math.dist(local_m(a), local_m(b))


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera: where it stands, what it looks at, and its frame in pixels.

    ``heading_deg`` is clockwise from true north, ``field_of_view_deg`` the full
    horizontal angle, ``horizon_row`` the row of the horizon from the top.
    """

    stands: Point
    heading_deg: float
    field_of_view_deg: float
    width: int
    height: int
    horizon_row: float

    @property
    def _ahead(self) -> tuple[float, float]:
        """The direction looked in, as metres east and north on the plane for each metre."""
        angle = math.radians(self.heading_deg + _turn_deg(self.stands.place))
        return math.sin(angle), math.cos(angle)

    @property
    def focal_px(self) -> float:
        """The focal length in pixels."""
        return self.width / 2 / math.tan(math.radians(self.field_of_view_deg) / 2)

    def into_view(self, points: Floats) -> Floats:
        """World points as metres to the right, up and ahead of the camera."""
        east, north, up = local_m(self.stands)
        sine, cosine = self._ahead
        x, y = points[..., 0] - east, points[..., 1] - north
        seen = (cosine * x - sine * y, points[..., 2] - up, sine * x + cosine * y)
        return np.stack(seen, axis=-1).astype(np.float32)

    def to_pixels(self, seen: Floats) -> Floats:
        """Column and row of points in view, measured from the frame's upper left corner."""
        scale = self.focal_px / seen[..., 2]
        columns = self.width / 2 + seen[..., 0] * scale
        return np.stack((columns, self.horizon_row - seen[..., 1] * scale), axis=-1)

    def pixel_of(self, point: Point) -> tuple[float, float]:
        """Column and row at which a point in front of the camera appears."""
        column, row = self.to_pixels(self.into_view(np.array(local_m(point), np.float32)))
        return float(column), float(row)

    def rays(self) -> Floats:
        """For each pixel, the world direction one metre ahead: height x width x 3."""
        sine, cosine = self._ahead
        right = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / self.focal_px
        up = (self.horizon_row - np.arange(self.height, dtype=np.float32) - 0.5) / self.focal_px
        rays = np.empty((self.height, self.width, 3), np.float32)
        rays[..., 0] = sine + cosine * right
        rays[..., 1] = cosine - sine * right
        rays[..., 2] = up[:, None]
        return rays

    def finer(self, factor: float) -> "Camera":
        """The same view with ``factor`` times as many pixels each way."""
        return replace(
            self,
            width=round(self.width * factor),
            height=round(self.height * factor),
            horizon_row=self.horizon_row * factor,
        )

    def with_margin(self, pixels: int) -> "Camera":
        """The same view, wider by so many pixels on every side."""
        wider = self.width / 2 + pixels
        return replace(
            self,
            field_of_view_deg=math.degrees(2 * math.atan(wider / self.focal_px)),
            width=self.width + 2 * pixels,
            height=self.height + 2 * pixels,
            horizon_row=self.horizon_row + pixels,
        )
