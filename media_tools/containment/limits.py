"""What one child may use, and the arguments that hold it to that."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MIB = 1024 * 1024
_LIMITER = str(Path(__file__).parents[1] / "limiter.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. Sizes are in bytes, times in seconds."""

    wall_s: float
    cpu_s: int
    memory_bytes: int = 4096 * MIB
    file_bytes: int = 4096 * MIB
    folder_bytes: int = 8192 * MIB
    stdout_bytes: int = 64 * MIB
    open_files: int = 256

    @property
    def cpu_hard_s(self) -> int:
        """Beyond the soft limit, so that its signal is met first.

        A child that is merely killed was killed by the system, which is no finding
        about the file.
        """
        return self.cpu_s + 5


@cache
def util_linux() -> tuple[str, str] | None:
    """``setpriv`` and ``prlimit``, which start ten times faster than our own limiter."""
    setpriv, prlimit = shutil.which("setpriv"), shutil.which("prlimit")
    return (setpriv, prlimit) if sys.platform == "linux" and setpriv and prlimit else None


def limited(argv: Sequence[str], limits: Limits) -> list[str]:
    """The command that puts the limits on itself and then becomes ``argv``."""
    programs = util_linux()
    if programs is None:
        return limited_by_us(argv, limits)
    setpriv, prlimit = programs
    return [
        *(setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--", prlimit),
        *(f"--as={limits.memory_bytes}", f"--cpu={limits.cpu_s}:{limits.cpu_hard_s}"),
        *(f"--fsize={limits.file_bytes}", f"--nofile={limits.open_files}", "--core=0", "--"),
        *argv,
    ]


def limited_by_us(argv: Sequence[str], limits: Limits, walls: Sequence[str] = ()) -> list[str]:
    """The same by our own limiter, which can also put up ``walls`` (see ``landlock``)."""
    numbers = (
        *(os.getpid(), limits.memory_bytes, limits.cpu_s, limits.cpu_hard_s),
        *(limits.file_bytes, limits.open_files),
    )
    return [sys.executable, "-I", "-S", _LIMITER, *map(str, numbers), *walls, "--", *argv]
