"""What a decode has finished so far, kept so that another attempt can go on from there."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from media_tools.decoding.graph import Chooser
from media_tools.findings import JSON

_NAME = "point.json"

Told = tuple[int, int, float]  # number, pts, scene score


@dataclass(frozen=True, slots=True)
class Point:
    """A moment up to which everything is safely on disk.

    ``frames`` have been decoded, all with rising times from ``first_pts`` to ``last_pts``;
    ``chosen`` of them as stills, of which ``even`` and ``changes`` are still wanted;
    ``greys`` are kept in files of that ``generation``; the last frame changed by ``change``.
    ``seam``: pts and digest of the grey picture of the last frames. ``said``: what the
    decoder had complained of. ``of``: the command that all this came of.
    """

    frames: int
    first_pts: int
    last_pts: int
    chooser: Chooser
    chosen: int
    even: list[Told]
    changes: list[Told]
    greys: int
    generation: int
    change: float | None
    seam: list[tuple[int, str]] = field(default_factory=list)
    said: str = ""
    of: JSON = None

    @property
    def stills(self) -> set[int]:
        """The numbers of the stills that are still wanted."""
        return {number for number, _, _ in (*self.even, *self.changes)}


def save_point(folder: Path, point: Point) -> None:
    """Write the point so that a crash leaves this one or the one before."""
    new = folder / f"{_NAME}.new"
    with new.open("w") as file:
        json.dump(asdict(point), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / _NAME)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_point(folder: Path, of: JSON) -> Point | None:
    """The last point in this folder, ``None`` if there is none that came of this command."""
    try:
        kept = json.loads((folder / _NAME).read_text())
        point = Point(
            **{
                **kept,
                "chooser": Chooser(**kept["chooser"]),
                "even": [tuple(one) for one in kept["even"]],
                "changes": [tuple(one) for one in kept["changes"]],
                "seam": [tuple(one) for one in kept["seam"]],
            }
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return point if point.of == of else None


def drop_point(folder: Path) -> None:
    """Forget the point: the files beside it are about to be written anew."""
    (folder / _NAME).unlink(missing_ok=True)


def lie_in(folder: Path, name: str, path: Path) -> Path:
    """The same file under a name in this folder, without copying it where that can be."""
    there = folder / name
    if path.parent == folder:
        return path.rename(there)
    try:
        os.link(path, there)
    except OSError:
        shutil.copyfile(path, there)
    return there
