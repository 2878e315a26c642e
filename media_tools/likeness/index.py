"""Exact search for all hashes within PDQ's radius, in arrays that are mapped and never loaded.

Multi-index hashing (Norouzi, Punjani and Fleet, 2012): 256 bits are sixteen chunks of
sixteen. Hashes at most 31 bits apart agree in one chunk but for one bit at most, else
they would differ in 32. So the rows to look at are those that lie, by any chunk, under one
of 17 keys: one in 240 of them where hashes are spread evenly.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.likeness.pdq import HASH_BYTES, RADIUS, Hashes

CHUNKS = 16
_KEYS = 1 << 16
_WORDS = HASH_BYTES // 8
# The key itself and each with one bit turned.
_NEAR = np.array([0, *(1 << bit for bit in range(16))], np.int64)
_BLOCK = 1 << 18
# Where so much of it would be looked at by way of the chunks, reading all in order is quicker.
_MOST_SHARE = 0.25

Found = tuple[NDArray[np.int64], NDArray[np.int64]]


class HashIndex:
    """Hashes in a folder, written once by ``build`` and opened in no time."""

    def __init__(self, folder: Path) -> None:
        """Map the files. Raises ``OSError`` or ``ValueError`` where they are not whole."""
        self.hashes: Hashes = np.load(folder / "hashes.npy", mmap_mode="r", allow_pickle=False)
        self._words = self.hashes.view(np.uint64)
        self._order = _mapped(folder / "order.npy")
        self._starts = _mapped(folder / "starts.npy")
        if self._order.shape != (CHUNKS, len(self)) or self._starts.shape != (CHUNKS, _KEYS + 1):
            raise ValueError(f"The index in {folder.name} is not whole.")
        # Mapped arrays are slow to take from one by one; the same memory as plain arrays is not.
        self._flat_order = np.asarray(self._order).reshape(-1)
        self._rows = np.asarray(self._words)

    def __len__(self) -> int:
        return len(self.hashes)

    @staticmethod
    def build(folder: Path, hashes: Hashes) -> None:
        """Write the hashes and the index over them into the folder."""
        np.save(folder / "hashes.npy", hashes)
        keys = np.ascontiguousarray(hashes).view(">u2")
        shape = (CHUNKS, len(hashes))
        starts = np.zeros((CHUNKS, _KEYS + 1), np.uint32)
        order = np.lib.format.open_memmap(folder / "order.npy", "w+", np.uint32, shape)
        for chunk in range(CHUNKS):
            own = keys[:, chunk].astype(np.uint16)
            order[chunk] = np.argsort(own, kind="stable")
            np.cumsum(np.bincount(own, minlength=_KEYS), out=starts[chunk, 1:])
        order.flush()
        np.save(folder / "starts.npy", starts)

    def within(self, one: Hashes, radius: int = RADIUS) -> Found:
        """The rows at most ``radius`` bits away, in order, and how far each is.

        Raises ``ValueError`` for a radius beyond 31, where the chunks could miss some.
        """
        if radius > RADIUS:
            raise ValueError(f"A search goes up to {RADIUS} bits.")
        words = np.ascontiguousarray(one).view(np.uint64)
        parts = [_close(self._rows, some, words, radius) for some in self._candidates(one)]
        rows = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.int64)
        apart = np.concatenate([part[1] for part in parts]) if parts else rows
        rows, first = np.unique(rows, return_index=True)
        return rows, apart[first]

    def _candidates(self, one: Hashes) -> Iterator[NDArray[np.integer]]:
        keys = np.ascontiguousarray(one).view(">u2").astype(np.int64)
        near = keys[:, None] ^ _NEAR
        chunk = np.arange(CHUNKS)[:, None]
        starts = self._starts[chunk, near].astype(np.int64)
        lengths = self._starts[chunk, near + 1] - starts
        total = int(lengths.sum())
        if total > _MOST_SHARE * len(self) and len(self) > _BLOCK // 64:
            for start in range(0, len(self), _BLOCK):
                yield np.arange(start, min(start + _BLOCK, len(self)))
            return
        places = (starts + chunk * len(self)).ravel()
        counts = lengths.ravel()
        before = np.cumsum(counts) - counts
        yield self._flat_order[np.repeat(places - before, counts) + np.arange(total)]


def _close(
    rows: NDArray[np.uint64], some: NDArray[np.integer], words: NDArray[np.uint64], radius: int
) -> Found:
    apart = np.bitwise_count(rows.take(some, axis=0) ^ words)
    total = apart[:, 0].astype(np.int64)
    for word in range(1, _WORDS):
        total += apart[:, word]
    close = total <= radius
    return some[close].astype(np.int64), total[close]


def _mapped(path: Path) -> NDArray[np.generic]:
    mapped: NDArray[np.generic] = np.load(path, mmap_mode="r", allow_pickle=False)
    return mapped
