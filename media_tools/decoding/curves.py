"""What every frame of a clip tells by its small grey picture, as arrays on disk."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.arrays import GrowingArray

GREY_SIDE = 64
GREY_BYTES = GREY_SIDE * GREY_SIDE
TILES = 8  # in each direction


@dataclass(frozen=True, slots=True)
class Curve:
    """One array with a row for every frame: how it is kept, what it means."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    meaning: str
    unit: str


CURVES = (
    Curve("frame_times", "<i8", (), "when each frame is shown, by the file's clock", "time_base"),
    Curve(
        "luma",
        "<f4",
        (),
        "mean of each frame at 64 x 64, limited range expanded",
        "grey levels (0-255)",
    ),
    Curve(
        "tiles",
        "<u2",
        (TILES, TILES),
        "sums over the 8 x 8 tiles of each frame at 64 x 64, top row first",
        "grey levels (0-255) times 64",
    ),
    Curve(
        "change",
        "<f4",
        (),
        "mean absolute difference to the frame before at 64 x 64, 0 for the first",
        "grey levels (0-255)",
    ),
    Curve(
        "cut_score",
        "<f4",
        (),
        "the smaller of the change and its difference to the change before, 0 for the first two",
        "grey levels (0-255)",
    ),
)


@dataclass(frozen=True, slots=True)
class Before:
    """The frame before: its grey picture, and its own change if it had a frame before it."""

    grey: NDArray[np.uint8]
    change: float | None


def numbers_of(
    greys: NDArray[np.uint8], before: Before | None
) -> tuple[dict[str, NDArray[np.generic]], Before]:
    """All curves but the times for some frames in a row, and the last of them.

    ``greys`` has the shape [n, 64, 64], n at least 1. All sums are exact, and so are the
    means: 32-bit floats hold them.
    """
    rows = greys.reshape(-1, TILES, TILES, GREY_SIDE).sum(axis=2, dtype=np.uint16)
    tiles = rows.reshape(-1, TILES, TILES, TILES).sum(axis=3, dtype=np.uint16)
    change = np.zeros(len(greys), np.float32)
    change[1:] = _difference(greys[1:], greys[:-1])
    if before is not None:
        change[:1] = _difference(greys[:1], before.grey[None])
    change_before = np.concatenate(([before.change or 0.0 if before else 0.0], change[:-1]))
    cut_score = np.minimum(change, np.abs(change - change_before)).astype(np.float32)
    # A change without one before it to compare with says nothing about a cut.
    unknown = 2 if before is None else int(before.change is None)
    cut_score[:unknown] = 0
    is_first = before is None and len(greys) == 1
    last = Before(greys[-1].copy(), None if is_first else float(change[-1]))
    luma = tiles.sum(axis=(1, 2), dtype=np.uint32) / GREY_BYTES
    return {"luma": luma, "tiles": tiles, "change": change, "cut_score": cut_score}, last


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float32]:
    apart = np.maximum(one, other) - np.minimum(one, other)
    sums = apart.reshape(-1, GREY_BYTES).sum(axis=1, dtype=np.uint32)
    means: NDArray[np.float32] = (sums / np.float32(GREY_BYTES)).astype(np.float32)
    return means


def open_curves(folder: Path, count: int = 0) -> dict[str, GrowingArray]:
    """The arrays of every curve in this folder, with the ``count`` rows they had."""
    return {
        curve.name: GrowingArray(folder / f"{curve.name}.npy", curve.dtype, curve.shape, count)
        for curve in CURVES
    }
