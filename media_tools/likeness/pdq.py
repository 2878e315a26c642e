"""PDQ hashes of small grey pictures, and what they become when the picture is turned.

PDQ is Facebook's perceptual hash of 256 bits ("PDQ & TMK + PDQF", 2019): each bit says
whether one of the 16 x 16 lowest frequencies of the picture is above their median.
"""

from enum import StrEnum

import numpy as np
import pdqhash
from numpy.typing import NDArray

HASH_BYTES = 32
# PDQ's own: within it two pictures are taken for the same.
RADIUS = 31
BITS = 256
_SIDE = 16

Hashes = NDArray[np.uint8]


class Turn(StrEnum):
    """How a copy lies to what it is a copy of."""

    NONE = "as it is"
    MIRRORED = "mirrored"
    UPSIDE_DOWN = "upside down"
    HALF = "turned by half"
    LEFT = "turned left"
    RIGHT = "turned right"
    LEFT_MIRRORED = "turned left and mirrored"
    RIGHT_MIRRORED = "turned right and mirrored"


def hashes_of(greys: NDArray[np.uint8]) -> tuple[Hashes, NDArray[np.uint8]]:
    """The hash of each picture of the shape [n, 64, 64], and PDQ's own quality, 0 to 100."""
    hashes = np.empty((len(greys), HASH_BYTES), np.uint8)
    qualities = np.empty(len(greys), np.uint8)
    for number, grey in enumerate(greys):
        # The library reads three colours only.
        bits, quality = pdqhash.compute(np.repeat(grey[:, :, None], 3, axis=2))
        hashes[number], qualities[number] = np.packbits(bits), quality
    return hashes, qualities


def turned(one: Hashes) -> dict[Turn, Hashes]:
    """The hashes that the picture would have in all eight ways to lie, from its own alone.

    A mirror turns the sign of every second frequency, so about every second bit. Some
    bits near the median come out wrong: 6 of 256 in the middle of 135 real pictures, where
    hashing the mirrored picture itself gives none. So hashes from elsewhere, of which there
    is no picture, are searched for in the same way, and one hash a frame is kept.
    """
    bits = np.unpackbits(one).reshape(_SIDE, _SIDE)
    every_second = (np.arange(_SIDE) % 2).astype(np.uint8)
    across, down = np.broadcast_to(every_second, bits.shape), every_second[:, None]
    ways = {
        Turn.NONE: bits,
        Turn.MIRRORED: bits ^ across,
        Turn.UPSIDE_DOWN: bits ^ down,
        Turn.HALF: bits ^ across ^ down,
        Turn.LEFT: (bits ^ across).T,
        Turn.RIGHT: (bits ^ down).T,
        Turn.LEFT_MIRRORED: bits.T,
        Turn.RIGHT_MIRRORED: (bits ^ across ^ down).T,
    }
    return {turn: np.packbits(way) for turn, way in ways.items()}


def distances(one: Hashes, others: Hashes) -> NDArray[np.int64]:
    """In how many of the 256 bits each of the others differs from the one."""
    counted: NDArray[np.int64] = np.bitwise_count(others ^ one).sum(axis=-1, dtype=np.int64)
    return counted


def from_hex(text: str) -> Hashes:
    """A hash as PDQ tools write it, 64 digits. Raises ``ValueError``."""
    if len(text) != HASH_BYTES * 2:
        raise ValueError("A PDQ hash has 64 hexadecimal digits.")
    return np.frombuffer(bytes.fromhex(text), np.uint8)
