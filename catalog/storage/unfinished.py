"""Folders that outlive a killed worker, so that the next attempt can go on from there."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from media_tools.errors import Unreadable

# Whoever stopped a run and wants it done after all comes back within days.
KEPT_FOR_S = 7 * 24 * 3600
_LOCK = "lock"


@contextmanager
def unfinished_folder(name: str) -> Iterator[Path | None]:
    """The folder of that name, ours alone; ``None`` while another process has it.

    It is gone once the work has come to its end, also to the finding that the file cannot
    be read; after anything else it stays for another attempt.
    """
    with _locked(_all() / name) as folder:
        try:
            yield folder
        except Unreadable:
            _remove(folder)
            raise
        _remove(folder)


def remove_stale() -> None:
    """Remove the folders that nobody came back to for a week."""
    long_ago = time.time() - KEPT_FOR_S
    for folder in _all().iterdir() if _all().is_dir() else ():
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < long_ago:
                with _locked(folder) as ours:
                    _remove(ours)


def _all() -> Path:
    folder: Path = settings.DATA_DIR / "unfinished"
    return folder


@contextmanager
def _locked(folder: Path) -> Iterator[Path | None]:
    """The system itself lets go of the lock when the process that holds it dies."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR)
    except FileNotFoundError:  # removed by its holder between the two lines
        yield None
        return
    try:
        yield folder if _is_ours(handle, folder / _LOCK) else None
    finally:
        os.close(handle)


def _is_ours(handle: int, path: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Else its holder has just removed it, and this lock is on nothing.
        return os.path.samestat(os.fstat(handle), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _remove(folder: Path | None) -> None:
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
