"""What is looked for: a few frames, each hashed at several sizes, as one line of text.

Such a line stands in the address of a search. It holds all that a search needs, so the
picture itself is kept nowhere, and an address can be passed on or saved. One hash as any
PDQ tool writes it is such a line too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from media_tools.likeness.pdq import HASH_BYTES, RADIUS, Hashes, Turn, from_hex, hashes_of, turned
from media_tools.likeness.picture import (
    Greys,
    believed_radius,
    inside_bars,
    structures_of,
    zoomed,
)
from media_tools.likeness.rows import KEPT_APART

# How much of each edge; two frames whose sizes differ by 2 % are still within PDQ's radius.
SIZES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)
# So that the line fits into an address.
MOST_HASHES = 48
_UPRIGHT = (Turn.NONE, Turn.MIRRORED)
_FRAME = re.compile(
    r"(?P<hashes>[0-9a-f]{64}(\.[0-9a-f]{64})*)(~(?P<radius>\d{1,2}))?(@(?P<seconds>\d{1,9}(\.\d{1,6})?))?"
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """One hash to search for, within how many bits.

    ``turn`` is how the found one then lies to what is looked for; ``size`` how much of each
    edge of what is looked for was hashed.
    """

    hash: Hashes
    turn: Turn
    size: float
    radius: int


@dataclass(frozen=True, slots=True)
class AskedFrame:
    """One frame that is looked for. ``hashes``: six sizes, then the same without bars.

    ``seconds`` is where it lies in the clip it is from, ``None`` for a picture.
    """

    hashes: tuple[bytes, ...]
    radius: int = RADIUS
    seconds: Fraction | None = None

    def __str__(self) -> str:
        hashes = ".".join(one.hex() for one in self.hashes)
        radius = "" if self.radius == RADIUS else f"~{self.radius}"
        return hashes + radius + ("" if self.seconds is None else f"@{float(self.seconds):.3f}")

    def lookups(self) -> Iterator[Lookup]:
        """Every hash to search for; turned on its side it is looked for at full size only."""
        for number, one in enumerate(self.hashes):
            size = SIZES[number % len(SIZES)]
            for turn, way in turned(np.frombuffer(one, np.uint8)).items():
                if size == 1 or turn in _UPRIGHT:
                    yield Lookup(way, turn, size, self.radius)


def asked_frames(greys: Greys, seconds: Sequence[Fraction] | None = None) -> tuple[AskedFrame, ...]:
    """The frames to look for out of these, [n, 64, 64]: different ones, spread over all.

    None are left where every one has too little structure to tell.
    """
    if not len(greys):
        return ()
    radii = believed_radius(structures_of(greys))
    box = inside_bars(greys)
    boxes = [None, box] if box else [None]
    fit = _different(greys, np.flatnonzero(radii >= 0))
    most = MOST_HASHES // (len(SIZES) * len(boxes))
    some = fit[np.linspace(0, len(fit) - 1, min(most, len(fit))).round().astype(int)]
    return tuple(
        AskedFrame(
            _hashes(greys[number], boxes), int(radii[number]), seconds[number] if seconds else None
        )
        for number in some
    )


def written(frames: Iterable[AskedFrame]) -> str:
    """The frames as one line."""
    return ",".join(map(str, frames))


def read(line: str) -> tuple[AskedFrame, ...]:
    """What ``written`` wrote, or plain PDQ hashes. Raises ``ValueError`` with a sentence."""
    frames = []
    for part in line.lower().split(","):
        found = _FRAME.fullmatch(part.strip())
        if not found or int(found["radius"] or 0) > RADIUS:
            raise ValueError(
                "This is no PDQ hash: it has 64 hexadecimal digits, several stand between commas."
            )
        hashes = tuple(from_hex(one).tobytes() for one in found["hashes"].split("."))
        radius = RADIUS if found["radius"] is None else int(found["radius"])
        frames.append(
            AskedFrame(hashes, radius, Fraction(found["seconds"]) if found["seconds"] else None)
        )
    if sum(len(frame.hashes) for frame in frames) > MOST_HASHES:
        raise ValueError(f"Ask for at most {MOST_HASHES} hashes at a time.")
    return tuple(frames)


def _different(greys: Greys, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    hashes, _ = hashes_of(greys[numbers])
    kept: list[int] = []
    for place in range(len(numbers)):
        apart = np.bitwise_count(hashes[kept[-1]] ^ hashes[place]).sum() if kept else HASH_BYTES
        if apart > KEPT_APART:
            kept.append(place)
    return numbers[kept]


def _hashes(grey: Greys, boxes: Sequence[tuple[int, int, int, int] | None]) -> tuple[bytes, ...]:
    views = np.stack([zoomed(grey, size, box) for box in boxes for size in SIZES])
    return tuple(one.tobytes() for one in hashes_of(views)[0])
