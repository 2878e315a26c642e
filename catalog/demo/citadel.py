"""The citadel: walls with six towers, a church of five domes, a bell tower, a palace."""

import math
from collections.abc import Iterator

from catalog.demo.solids import Face, Surface, box, turned

HILL_M = 20.0
_ONION = (
    (0.8, 0.9),
    (1.0, 1.15),
    (1.06, 1.45),
    (0.96, 1.8),
    (0.7, 2.15),
    (0.4, 2.4),
    (0.16, 2.65),
    (0.04, 3.0),
)


def _dome(x: float, y: float, z: float, radius: float) -> Iterator[Face]:
    """A drum, an onion dome upon it and a spire; four radii high."""
    drum = [(radius * 0.8, z), (radius * 0.8, z + radius * 0.9)]
    yield from turned(x, y, drum, 14, Surface.STONE)
    yield from turned(x, y, [(r * radius, z + h * radius) for r, h in _ONION], 16, Surface.DOME)
    yield from turned(x, y, [(0.4, z + 2.9 * radius), (0.25, z + 4 * radius)], 4, Surface.DOME)


def _tower(x: float, y: float, high: float, radius: float) -> Iterator[Face]:
    eaves = HILL_M + high
    shaft = [(radius * 1.1, HILL_M - 6), (radius, eaves), (radius * 1.25, eaves + 2)]
    head = [(radius * 1.25, eaves + 2), (radius * 1.25, eaves + 6)]
    yield from turned(x, y, shaft + head[1:], 12, Surface.STONE)
    yield from turned(x, y, [(radius * 1.3, eaves + 6), (0.1, eaves + 26)], 12, Surface.ROOF)


def _curtain(a: tuple[float, float], b: tuple[float, float], high: float) -> Iterator[Face]:
    """A wall between two points in stretches of about five metres, each with a merlon."""
    length, turn = math.dist(a, b), math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
    stretches = round(length / 5)
    for k in range(stretches):
        share = (k + 0.5) / stretches
        x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        wall = (length / stretches, 3.0, high + 6)
        yield from box(x, y, HILL_M - 6, wall, turn, Surface.STONE, Surface.STONE)
        yield from box(x, y, HILL_M + high, (2.7, 3.0, 2.4), turn, Surface.STONE, Surface.STONE)


def citadel() -> Iterator[Face]:
    """Everything within and including the walls."""
    ring = [(-118, -52), (-20, -74), (92, -58), (122, 20), (30, 74), (-92, 60)]
    heights = [26, 33, 27, 36, 26, 29]
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        yield from _curtain(a, b, 13)
    for (x, y), high in zip(ring, heights, strict=True):
        yield from _tower(x, y, high, 6.5)
    yield from box(-4, 2, HILL_M, (46, 36, 28), 8, Surface.STONE, Surface.ROOF)
    yield from _dome(-4, 2, HILL_M + 28, 11)
    for x, y in ((-21, -13), (13, -8), (-19, 13), (15, 18)):
        yield from _dome(x, y, HILL_M + 27, 5.5)
    yield from box(-62, 6, HILL_M, (14, 14, 30), 8, Surface.STONE, Surface.STONE)
    yield from box(-62, 6, HILL_M + 30, (11, 11, 18), 8, Surface.STONE, Surface.STONE)
    yield from _dome(-62, 6, HILL_M + 48, 5.8)
    yield from box(58, -8, HILL_M, (62, 20, 21), -8, Surface.STONE, Surface.ROOF)


def hill() -> Iterator[Face]:
    """The rise on which the citadel stands."""
    slope = [(225.0, 0.0), (190.0, 7.0), (150.0, HILL_M - 4), (0.5, HILL_M)]
    yield from turned(0, 0, slope, 40, Surface.LAND)
