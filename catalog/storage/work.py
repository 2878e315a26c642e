"""Folders to work in, and clearing away what killed processes left there."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

LEFT_AFTER_S = 15 * 60


@contextmanager
def work_folder(name: str) -> Iterator[Path]:
    """An empty folder that is gone afterwards."""
    folder = settings.DATA_DIR / "work" / name
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(live: set[str]) -> None:
    """Remove the work folders that nobody in ``live`` owns, and half-written files.

    Only what has not been touched for a quarter of an hour: somebody may be writing.
    """
    long_ago = time.time() - LEFT_AFTER_S
    for folder in _in(settings.DATA_DIR / "work"):
        if folder.name not in live and _touched(folder) < long_ago:
            shutil.rmtree(folder, ignore_errors=True)
    for kind in ("originals", "derived"):
        for half in _in(settings.DATA_DIR / kind / "incoming"):
            if _touched(half) < long_ago:
                half.unlink(missing_ok=True)


def _in(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _touched(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return time.time()
