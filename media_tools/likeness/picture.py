"""What a small grey picture offers to be compared by: its structure, and the part inside bars."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media_tools.likeness.pdq import RADIUS

SIDE = 64
TILES = 8
# A picture is compared from this number of tiles on; see ``believed_radius``.
LEAST_STRUCTURE = 8
# Each grey level is rounded once: an even or fading tile strays by 0.3 from a plane.
_ROUGH = 1.0
_BAR_LEVEL = 16
_BAR_ROWS = 2
_LEAST_KEPT = SIDE // 2

Greys = NDArray[np.uint8]
# Top, bottom, left and right edge of what lies inside bars.
Box = tuple[int, int, int, int]


def structures_of(greys: Greys) -> NDArray[np.uint8]:
    """For each picture, in how many of its 8 x 8 tiles there is more than an even fade.

    Brightness does not count: a dark street with windows has many, a lone lamp two or
    three, a blue sky and a black frame none. It is what keeps dark and flat frames from
    meeting by accident: PDQ's own quality, which goes by contrast, throws night away.
    """
    edge = SIDE // TILES
    tiles = greys.reshape(-1, TILES, edge, TILES, edge).swapaxes(2, 3).astype(np.float32)
    ramp = np.arange(edge, dtype=np.float32) - (edge - 1) / 2
    steepness = 1 / (edge * float((ramp**2).sum()))
    rest = tiles - tiles.mean(axis=(3, 4), keepdims=True)
    for slope in (ramp, ramp[:, None]):
        plane = np.broadcast_to(slope, (edge, edge))
        rest = rest - (rest * plane).sum(axis=(3, 4), keepdims=True) * steepness * plane
    rough: NDArray[np.bool_] = rest.std(axis=(3, 4)) > _ROUGH
    structures: NDArray[np.uint8] = rough.sum(axis=(1, 2)).astype(np.uint8)
    return structures


def believed_radius(structures: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Within how many bits a match with such a picture is believed; -1: with none.

    A picture with little in it must match the more closely: twice as many bits as it has
    tiles with structure, at most PDQ's radius. Below ``LEAST_STRUCTURE`` nothing can be told.
    """
    radius = np.minimum(RADIUS, 2 * structures.astype(np.int64))
    return np.where(structures < LEAST_STRUCTURE, -1, radius)


def inside_bars(greys: Greys) -> Box | None:
    """The part inside black bars that lie evenly on both sides of every picture, if there are."""
    brightest = greys.max(axis=0)
    top, bottom = _bars(brightest.max(axis=1))
    left, right = _bars(brightest.max(axis=0))
    has_bars = (top, bottom, left, right) != (0, SIDE, 0, SIDE)
    is_enough = min(bottom - top, right - left) >= _LEAST_KEPT
    return (top, bottom, left, right) if has_bars and is_enough else None


def _bars(brightest: NDArray[np.uint8]) -> tuple[int, int]:
    lit = np.flatnonzero(brightest > _BAR_LEVEL)
    if not lit.size:
        return 0, SIDE
    # Bars are even. What is black beyond that on one side is a dark sky, and belongs to it.
    bar = min(int(lit[0]), int(SIDE - 1 - lit[-1]))
    return (bar, SIDE - bar) if bar >= _BAR_ROWS else (0, SIDE)


def zoomed(grey: Greys, share: float, box: Box | None = None) -> Greys:
    """The middle ``share`` of each edge of the picture, or of a box in it, at full size again."""
    if share == 1 and box is None:
        return grey
    top, bottom, left, right = box or (0, SIDE, 0, SIDE)
    across, down = (right - left) * (1 - share) / 2, (bottom - top) * (1 - share) / 2
    part = (left + across, top + down, right - across, bottom - down)
    image = Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=part)
    return np.asarray(image)
