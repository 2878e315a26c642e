"""The invented town on the river Kar: banks, streets, blocks of flats, lamps, trees."""

import math
from collections.abc import Iterator

import numpy as np

from catalog.demo.citadel import citadel, hill
from catalog.demo.solids import Corner, Face, Surface, box, flat, level, turned

# The river runs from west to east, south of the citadel; metres north of the origin.
NORTH_BANK_M, SOUTH_BANK_M = -330.0, -985.0
WATER_M = -6.0
FAR_M = 9000.0
SEED = 20230503

# Harbour street climbs towards the citadel; strips left free of blocks: ends and half width.
STREET = ((560.0, 241.0), (215.0, 92.0))
_CLEAR = (
    (*STREET, 60.0),
    ((-612.0, 240.0), (0.0, 0.0), 75.0),
    ((-521.0, -1060.0), (-440.0, -900.0), 90.0),
    ((166.0, -1080.0), (130.0, -900.0), 90.0),
)


def _along(share: float, aside_m: float) -> tuple[float, float]:
    """A point of Harbour street: the share of its way uphill, and metres to the right."""
    (ax, ay), (bx, by) = STREET
    length = math.dist(*STREET)
    ux, uy = (bx - ax) / length, (by - ay) / length
    return ax + share * (bx - ax) + uy * aside_m, ay + share * (by - ay) - ux * aside_m


def ground() -> list[Face]:
    """Water, banks and roads, in the order in which they are painted."""
    quay = NORTH_BANK_M
    a, b, c, d = (
        (*_along(share, aside), 0.0) for share, aside in ((0, 14), (1, 14), (1, -14), (0, -14))
    )
    return [
        level(-FAR_M, SOUTH_BANK_M, FAR_M, quay, WATER_M, Surface.WATER),
        level(-FAR_M, quay, FAR_M, FAR_M, 0, Surface.LAND),
        level(-FAR_M, -FAR_M, FAR_M, SOUTH_BANK_M, 0, Surface.LAND),
        level(-FAR_M, SOUTH_BANK_M - 22, FAR_M, SOUTH_BANK_M, 0, Surface.ROAD),
        level(-FAR_M, quay + 6, FAR_M, quay + 26, 0, Surface.ROAD),
        flat(a, b, c, d, Surface.ROAD),
        flat(
            (-FAR_M, quay, WATER_M),
            (FAR_M, quay, WATER_M),
            (FAR_M, quay, 0),
            (-FAR_M, quay, 0),
            Surface.METAL,
        ),
    ]


def _is_free(x: float, y: float) -> bool:
    """Whether a block may stand here: not on the hill, in the river or in a clear strip."""
    if math.hypot(x, y) < 250 or SOUTH_BANK_M - 45 < y < NORTH_BANK_M + 55:
        return False
    for (ax, ay), (bx, by), half_width in _CLEAR:
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / math.dist((ax, ay), (bx, by)) ** 2
        share = min(max(along, 0.0), 1.0)
        if math.dist((x, y), (ax + share * (bx - ax), ay + share * (by - ay))) < half_width:
            return False
    return True


def blocks() -> Iterator[Face]:
    """Blocks of flats on a loose grid, a few of them high."""
    rng = np.random.default_rng(SEED)
    for column in range(-2300, 2300, 74):
        for row in range(-1700, 2300, 82):
            x, y = column + rng.uniform(-14, 14), row + rng.uniform(-14, 14)
            size = (rng.uniform(22, 58), rng.uniform(13, 18), 3.1 * int(rng.integers(3, 8)))
            if rng.random() < 0.12:
                size = (rng.uniform(18, 26), 18.0, 3.1 * int(rng.integers(9, 18)))
            turn = (-12.0, 4.0, 78.0)[int(rng.integers(3))]
            seed, stands = int(rng.integers(1, 1 << 30)), rng.random() < 0.75
            if stands and _is_free(x, y):
                yield from box(x, y, 0, size, turn, Surface.BLOCK, Surface.ROOF, seed)


def harbour_street() -> Iterator[Face]:
    """Low old houses and lamps on both sides of the street below the harbour camera."""
    rng = np.random.default_rng(SEED + 2)
    (ax, ay), (bx, by) = STREET
    turn = math.degrees(math.atan2(by - ay, bx - ax))
    for side in (-1, 1):
        for share in np.arange(0.02, 1.0, 0.105):
            deep, high = rng.uniform(12, 18), 3.1 * int(rng.integers(2, 5)) + 0.8
            x, y = _along(float(share), side * (15 + deep / 2 + rng.uniform(0, 5)))
            size = (rng.uniform(26, 37), deep, high)
            seed = int(rng.integers(1, 1 << 30))
            yield from box(x, y, 0, size, turn, Surface.BLOCK, Surface.ROOF, seed)
    for x, y, high in street_lamps():
        yield from _lamp(x, y, high)


def street_lamps() -> list[Corner]:
    """Where the lamps of Harbour street hang, on both sides in turn."""
    return [(*_along(0.05 + 0.06 * k, 9.0 if k % 2 else -9.0), 8.0) for k in range(16)]


def _lamp(x: float, y: float, high: float) -> Iterator[Face]:
    yield from box(x, y, 0, (0.22, 0.22, high), 0, Surface.METAL, Surface.METAL)
    yield from box(x, y, high, (0.9, 0.9, 0.7), 0, Surface.LAMP, Surface.LAMP)


def _tree(x: float, y: float, rng: np.random.Generator) -> Iterator[Face]:
    high = rng.uniform(6, 12)
    crown = [(0.15, 0.12), (0.8, 0.3), (1.0, 0.55), (0.7, 0.85), (0.05, 1.0)]
    shape = [(0.3 * high * r * rng.uniform(0.8, 1.2), high * h) for r, h in crown]
    yield from turned(x, y, shape, 6, Surface.LEAVES)


def promenade() -> Iterator[Face]:
    """Trees at the foot of the hill; trees and lamps on the north bank, a rail on the south."""
    rng = np.random.default_rng(SEED + 1)
    for angle in rng.uniform(0, 2 * math.pi, 150):
        radius = rng.uniform(205, 240)
        yield from _tree(radius * math.cos(angle), radius * math.sin(angle), rng)
    for x in range(-1000, 1000, 20):
        if rng.random() < 0.55:
            yield from _tree(x + rng.uniform(-6, 6), NORTH_BANK_M + rng.uniform(30, 42), rng)
    for x in range(-1500, 1500, 45):
        yield from _lamp(x, NORTH_BANK_M + 5, 7.0)
    for x in range(-700, 400, 3):
        post = (0.35, 0.35, 1.15) if x % 24 else (0.7, 0.7, 1.6)
        yield from box(x, SOUTH_BANK_M - 1, 0, post, 0, Surface.METAL, Surface.METAL)
    for x in range(-700, 400, 50):
        rail = (50.0, 0.2, 0.16)
        yield from box(x, SOUTH_BANK_M - 1, 1.0, rail, 0, Surface.METAL, Surface.METAL)


def standing() -> list[Face]:
    """Everything that stands on the ground, in no order."""
    return [*hill(), *citadel(), *blocks(), *harbour_street(), *promenade()]
