"""The JPEGs that a decode writes, from ffmpeg's folder to the stills that are kept."""

import os
import shutil
from collections import deque
from fractions import Fraction
from pathlib import Path
from stat import S_ISREG

from PIL import Image

from media_tools.decoding.gathering import Gathering
from media_tools.decoding.graph import STILL_NAME
from media_tools.decoding.unfinished import lie_in
from media_tools.findings import Still

_END_OF_IMAGE = b"\xff\xd9"


class StillFiles:
    """Which chosen still lies in which file.

    ffmpeg numbers what it writes, not what it chooses: a chosen frame can be lost on the
    way when it builds its graph anew. ``kept`` is where the stills of earlier attempts lie,
    by their numbers, and where those go that a later one may need.
    """

    def __init__(self, folder: Path, kept: Path | None, written: int) -> None:
        self._folder, self._kept, self._written = folder, kept, written
        self._awaited: deque[tuple[int, int | None]] = deque()
        self._files: dict[int, Path] = {}

    def chosen(self, number: int, pts: int | None) -> None:
        """A frame was chosen as a still."""
        self._awaited.append((number, pts))

    def written(self, pts: int | None) -> None:
        """A still went to the encoder; its file will be whole soon."""
        self._written += 1
        while self._awaited:
            number, wanted = self._awaited.popleft()
            if wanted == pts:
                self._files[number] = self._folder / (STILL_NAME % self._written)
                return

    def path(self, number: int) -> Path | None:
        """Where the still lies, ``None`` if it was never written."""
        path = self._files.get(number)
        if path is None and self._kept:
            path = self._kept / (STILL_NAME % number)
        return path if path and _is_file(path) else None

    def sweep(self, wanted: set[int]) -> None:
        """Delete what is whole and not wanted, so that a long clip does not fill the disk."""
        for number in [number for number in self._files if number not in wanted]:
            if _is_whole(self._files[number]):
                self._files.pop(number).unlink()

    def keep(self, wanted: set[int]) -> bool:
        """Copy the wanted ones to where another attempt finds them, if all are whole."""
        if self._kept is None or not all(
            (path := self.path(number)) and _is_whole(path) for number in wanted
        ):
            return False
        for number in wanted & self._files.keys():
            safe = self._kept / (STILL_NAME % number)
            if not safe.exists():
                new = safe.with_suffix(".new")
                shutil.copyfile(self._files[number], new)
                with new.open("rb") as file:
                    os.fsync(file.fileno())
                new.replace(safe)
        return True

    def forget(self, wanted: set[int]) -> None:
        """Delete the kept ones that no attempt will need any more."""
        names = {STILL_NAME % number for number in wanted}
        for path in self._kept.glob("*.jpg") if self._kept else ():
            if path.name not in names:
                path.unlink()


def kept_stills(
    gathered: Gathering, files: StillFiles, first_pts: int, folder: Path
) -> list[Still]:
    """The chosen stills in order of time, all in one folder. The others are deleted."""
    kept, stills = gathered.choice.kept(), []
    files.sweep({still.number for still, _ in kept})
    for still, reason in kept:
        if path := files.path(still.number):
            lies = lie_in(folder, STILL_NAME % still.number, path)
            stills.append(still_at(lies, still.pts, first_pts, gathered.time_base, reason))
    return stills


def still_at(path: Path, pts: int, first_pts: int, time_base: Fraction, reason: str) -> Still:
    """The picture as a still; its seconds count from ``first_pts``."""
    with Image.open(path, formats=["JPEG", "PNG"]) as image:
        width, height = image.size
    return Still(pts, time_base, (pts - first_pts) * time_base, path, width, height, reason)


def _is_file(path: Path) -> bool:
    try:
        return S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _is_whole(path: Path) -> bool:
    if not _is_file(path):
        return False
    with path.open("rb") as file:
        file.seek(-min(len(_END_OF_IMAGE), path.stat().st_size), os.SEEK_END)
        return file.read() == _END_OF_IMAGE
