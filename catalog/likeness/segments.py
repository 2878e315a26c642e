"""Pieces of the index on disk: folders of arrays, written under another name and renamed.

A segment is derived from the blocks in it and never changes. Web and worker processes map
the same files; a folder that is removed stays readable for whoever has it mapped.
"""

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from catalog.models import HashBlock
from catalog.storage.derived import derived_path
from catalog.storage.disk import sync_folder
from media_tools.likeness.index import Found, HashIndex
from media_tools.likeness.pdq import RADIUS, Hashes, distances
from media_tools.likeness.rows import ROW

# What goes with each hash: whose it is, when, which part of the frame, how much is in it.
COLUMNS = np.dtype([("block", "<i8"), ("pts", "<i8"), ("view", "u1"), ("structure", "u1")])
_LEFT_AFTER_S = 15 * 60


class Part(Protocol):
    """Some of the hashes, in a segment or not yet."""

    @property
    def columns(self) -> NDArray[Any]:
        """What goes with each hash."""

    def within(self, one: Hashes) -> Found:
        """The rows within PDQ's radius and how far each is."""


class Segment:
    """A segment, opened and not loaded."""

    def __init__(self, folder: Path) -> None:
        """Map it. Raises ``OSError`` or ``ValueError`` where it is not there or not whole."""
        self._index = HashIndex(folder)
        self.columns: NDArray[Any] = np.load(
            folder / "columns.npy", mmap_mode="r", allow_pickle=False
        )
        if len(self.columns) != len(self._index):
            raise ValueError(f"The segment {folder.name} is not whole.")

    def within(self, one: Hashes) -> Found:
        """The rows within PDQ's radius and how far each is."""
        return self._index.within(one)

    @property
    def hashes(self) -> Hashes:
        """All hashes, mapped."""
        return self._index.hashes


class Tail:
    """Blocks that are in no segment yet, read as they are. They are few: see ``fold``."""

    def __init__(self, blocks: Iterable[HashBlock]) -> None:
        """Read the hashes of these blocks; one whose file is gone has none."""
        read = [(block.pk, rows_of(block)) for block in blocks]
        self.columns, self.hashes = _together(read)

    def within(self, one: Hashes) -> Found:
        """The rows within PDQ's radius and how far each is."""
        apart = distances(one, self.hashes)
        rows = np.flatnonzero(apart <= RADIUS)
        return rows, apart[rows]


@lru_cache(maxsize=64)
def opened(name: str) -> Segment:
    """The segment of that name, mapped once in the life of a process."""
    return Segment(root() / name)


def root() -> Path:
    """The folder of all segments."""
    folder: Path = settings.DATA_DIR / "likeness"
    return folder


def rows_of(block: HashBlock) -> NDArray[Any]:
    """The rows of a block as the step or the import left them; none where the file is gone."""
    try:
        rows: NDArray[Any] = np.load(derived_path(block.sha256), mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        return np.empty(0, ROW)
    return rows


def write(tail: Sequence[HashBlock], segments: Sequence[Segment], live: NDArray[np.int64]) -> str:
    """Write one segment out of some blocks and of what is live in other segments; its name."""
    fresh = Tail(tail)
    parts = [(fresh.columns, fresh.hashes)]
    for segment in segments:
        stays = np.isin(segment.columns["block"], live)
        parts.append((segment.columns[stays], segment.hashes[stays]))
    name = str(uuid.uuid4())
    folder = root() / f"{name}.new"
    folder.mkdir(parents=True)
    np.save(folder / "columns.npy", np.concatenate([columns for columns, _ in parts]))
    HashIndex.build(folder, np.concatenate([hashes for _, hashes in parts]))
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
    folder.rename(root() / name)
    sync_folder(root())
    return name


def remove(names: Iterable[str]) -> None:
    """Remove segments that the database does not name any more."""
    for name in names:
        shutil.rmtree(root() / name, ignore_errors=True)


def remove_leftovers(named: set[str]) -> None:
    """Remove what a killed process left: folders that nobody names and nobody writes to."""
    long_ago = time.time() - _LEFT_AFTER_S
    for folder in root().iterdir():
        if folder.is_dir() and folder.name not in named and folder.stat().st_mtime < long_ago:
            shutil.rmtree(folder, ignore_errors=True)


def _together(read: Sequence[tuple[int, NDArray[Any]]]) -> tuple[NDArray[Any], Hashes]:
    count = sum(len(rows) for _, rows in read)
    columns, hashes = np.empty(count, COLUMNS), np.empty((count, 32), np.uint8)
    start = 0
    for block, rows in read:
        part = slice(start, start + len(rows))
        columns["block"][part] = block
        for name in ("pts", "view", "structure"):
            columns[name][part] = rows[name]
        hashes[part] = rows["hash"]
        start += len(rows)
    return columns, hashes
