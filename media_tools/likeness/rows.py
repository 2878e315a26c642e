"""What is kept of each frame so that it can be found again: a few hashes with their times."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_tools.likeness.pdq import HASH_BYTES, distances, hashes_of
from media_tools.likeness.picture import (
    LEAST_STRUCTURE,
    Greys,
    inside_bars,
    structures_of,
    zoomed,
)

LAYOUT = 1  # raised when a column changes its meaning
# The middle of a frame is hashed as well. What is looked for is hashed at six sizes from 1
# to 0.8, so that a crop is found that left a fifth or less of each edge out, in either.
INNER = 0.8
# Frames that differ by less from the last one kept are the same frame to this search.
KEPT_APART = 4

WHOLE, MIDDLE, INSIDE_BARS, MIDDLE_INSIDE_BARS = range(4)
ROW = np.dtype(
    [
        ("pts", "<i8"),
        ("view", "u1"),
        ("structure", "u1"),
        ("quality", "u1"),
        ("hash", "u1", (HASH_BYTES,)),
    ]
)
_BLOCK = 1024


def rows_of(greys: Greys, pts: NDArray[np.int64]) -> NDArray[Any]:
    """The rows of some frames in the order shown, [n, 64, 64], with their times.

    Frames that hardly differ from the one kept before are left out. A frame with too little
    structure is kept with its whole view only: it is compared with nothing, and is there.
    """
    box = inside_bars(greys) if len(greys) else None
    blocks, last = [], None
    for start in range(0, len(greys), _BLOCK):
        block = np.ascontiguousarray(greys[start : start + _BLOCK])
        whole = _rows(block, pts[start : start + _BLOCK], WHOLE)
        kept = _apart(whole["hash"], last)
        last = whole["hash"][kept[-1]] if kept.size else last
        blocks.append(whole[kept])
        kept = kept[whole["structure"][kept] >= LEAST_STRUCTURE]
        frames, times = block[kept], pts[start : start + _BLOCK][kept]
        blocks.append(_rows(_views(frames, INNER, None), times, MIDDLE, like=whole[kept]))
        if box:
            inside = _rows(_views(frames, 1, box), times, INSIDE_BARS)
            blocks.append(inside)
            middle = _views(frames, INNER, box)
            blocks.append(_rows(middle, times, MIDDLE_INSIDE_BARS, like=inside))
    return np.concatenate(blocks) if blocks else np.empty(0, ROW)


def _rows(
    greys: Greys, pts: NDArray[np.int64], view: int, like: NDArray[Any] | None = None
) -> NDArray[Any]:
    """``like``: rows of the same frames whose structure counts for these as well."""
    rows = np.empty(len(greys), ROW)
    rows["pts"], rows["view"] = pts, view
    rows["hash"], rows["quality"] = hashes_of(greys)
    rows["structure"] = structures_of(greys) if like is None else like["structure"]
    return rows


def _apart(hashes: NDArray[np.uint8], last: NDArray[np.uint8] | None) -> NDArray[np.int64]:
    kept = []
    for number, one in enumerate(hashes):
        if last is None or int(distances(last, one)) > KEPT_APART:
            kept.append(number)
            last = one
    return np.array(kept, np.int64)


def _views(greys: Greys, share: float, box: tuple[int, int, int, int] | None) -> Greys:
    if not len(greys):
        return greys
    return np.stack([zoomed(grey, share, box) for grey in greys])
