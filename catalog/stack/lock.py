"""Locks between processes; the kernel lets go of them however a process ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path


class Held(Exception):
    """Another process holds this lock."""


@contextlib.contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold the lock together with others; waits while somebody holds it alone."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextlib.contextmanager
def alone(path: Path, *, patience_s: float = 0.5) -> Iterator[None]:
    """Hold the lock alone, or raise ``Held`` with what the holder wrote into the file.

    The patience is for somebody who only looks whether the lock is held.
    """
    with path.open("a+") as file:
        deadline = time.monotonic() + patience_s
        while not _try(file.fileno()):
            if time.monotonic() >= deadline:
                file.seek(0)
                raise Held(file.read().strip())
            time.sleep(0.02)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def is_held(path: Path) -> bool:
    """Whether some process holds the lock alone."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
