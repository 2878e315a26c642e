"""Solid bodies as flat faces of four corners, each with its outward normal."""

import itertools
import math
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

Corner = tuple[float, float, float]
Profile = list[tuple[float, float]]


class Surface(IntEnum):
    """What a face is made of, which decides how it takes and gives light."""

    SKY = 0
    LAND = 1
    ROAD = 2
    WATER = 3
    BLOCK = 4
    ROOF = 5
    STONE = 6
    DOME = 7
    LEAVES = 8
    METAL = 9
    LAMP = 10


class Face(NamedTuple):
    """A flat face, its corners in metres east, north and up. A triangle repeats one."""

    corners: tuple[Corner, Corner, Corner, Corner]
    normal: Corner
    surface: Surface
    seed: int = 0


def flat(a: Corner, b: Corner, c: Corner, d: Corner, surface: Surface, seed: int = 0) -> Face:
    """A face whose corners run anticlockwise as seen from outside."""
    u, v = [[q - p for p, q in zip(*ends, strict=True)] for ends in ((a, c), (b, d))]
    x, y, z = (
        u[1] * v[2] - u[2] * v[1],
        u[2] * v[0] - u[0] * v[2],
        u[0] * v[1] - u[1] * v[0],
    )
    length = math.hypot(x, y, z) or 1.0
    return Face((a, b, c, d), (x / length, y / length, z / length), surface, seed)


def level(west: float, south: float, east: float, north: float, z: float, of: Surface) -> Face:
    """A level rectangle, seen from above."""
    return flat((west, south, z), (east, south, z), (east, north, z), (west, north, z), of)


def box(
    x: float,
    y: float,
    z: float,
    size: Corner,
    turn_deg: float,
    walls: Surface,
    roof: Surface,
    seed: int = 0,
) -> Iterator[Face]:
    """Four walls and a roof: ``size`` is long, deep and high around (x, y), from z up."""
    long, deep, high = size
    cosine, sine = math.cos(math.radians(turn_deg)) / 2, math.sin(math.radians(turn_deg)) / 2
    plan = [
        (x + cosine * u * long - sine * v * deep, y + sine * u * long + cosine * v * deep)
        for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    top = z + high
    for (ax, ay), (bx, by) in zip(plan, plan[1:] + plan[:1], strict=True):
        yield flat((ax, ay, z), (bx, by, z), (bx, by, top), (ax, ay, top), walls, seed)
    a, b, c, d = ((px, py, top) for px, py in plan)
    yield flat(a, b, c, d, roof, seed)


def turned(x: float, y: float, profile: Profile, sides: int, surface: Surface) -> Iterator[Face]:
    """A body of revolution: ``profile`` lists radius and height from below to above."""
    angles = [2 * math.pi * k / sides for k in range(sides)]
    spokes = [(math.cos(angle), math.sin(angle)) for angle in angles]
    for (r0, z0), (r1, z1) in itertools.pairwise(profile):
        for (ax, ay), (bx, by) in zip(spokes, spokes[1:] + spokes[:1], strict=True):
            yield flat(
                (x + r0 * ax, y + r0 * ay, z0),
                (x + r0 * bx, y + r0 * by, z0),
                (x + r1 * bx, y + r1 * by, z1),
                (x + r1 * ax, y + r1 * ay, z1),
                surface,
            )
