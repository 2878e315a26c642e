"""The only door to a child process that touches untrusted bytes.

Every child gets an argument list (never a shell), an empty environment, its own
session, hard limits on memory, processor time, file size and open files, and a
wall clock. When it ends badly, or we do, the whole process group is killed:
ffmpeg blocked in a read ignores a polite signal.
"""

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from media_tools.errors import Unreadable

MIB = 1024 * 1024
_STDERR_KEPT = 256 * 1024
_TICK_S = 0.5
_LIMITER = str(Path(__file__).with_name("limiter.py"))
# A child that writes a line a frame would wake us, and wait for us, at every one.
_GATHER_S = 0.02


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


@dataclass(frozen=True, slots=True)
class Completed:
    """How a child ended. ``argv`` is its own arguments, without the limiting prefix."""

    argv: tuple[str, ...]
    returncode: int
    stdout: bytes
    stderr: str


class LimitExceeded(Unreadable):
    """The file needs more than its limit of time, memory or space."""


class ChildKilled(RuntimeError):
    """A child was killed from outside. Not the file's fault: to be tried again."""


@cache
def _util_linux() -> tuple[str, str] | None:
    """``setpriv`` and ``prlimit``, which start ten times faster than our own limiter."""
    setpriv, prlimit = shutil.which("setpriv"), shutil.which("prlimit")
    return (setpriv, prlimit) if sys.platform == "linux" and setpriv and prlimit else None


def _limited(argv: Sequence[str], limits: Limits) -> list[str]:
    # The hard limit lies beyond the soft one: a child that is merely killed was killed by
    # the system, which is no finding about the file.
    soft, hard = limits.cpu_s, limits.cpu_s + 5
    if programs := _util_linux():
        setpriv, prlimit = programs
        return [
            *(setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--"),
            *(prlimit, f"--as={limits.memory_bytes}", f"--cpu={soft}:{hard}"),
            *(f"--fsize={limits.file_bytes}", f"--nofile={limits.open_files}", "--core=0", "--"),
            *argv,
        ]
    numbers = (os.getpid(), limits.memory_bytes, soft, hard, limits.file_bytes, limits.open_files)
    return [sys.executable, "-I", "-S", _LIMITER, *map(str, numbers), *argv]


def _environment(folder: Path) -> dict[str, str]:
    # GCONV_PATH: the static ffmpeg 6.0 of the wheel crashes on every transport stream
    # with a service name when it tries to load this system's character set modules.
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "GCONV_PATH": "/nonexistent",
    }


def layers() -> dict[str, bool]:
    """Which containing layers this machine offers, for the health page."""
    return {
        "limits of memory, time and size": True,
        "no new rights, dies with its parent": sys.platform == "linux",
    }


def run(
    argv: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    reads: Sequence[Path] = (),
    on_line: Callable[[str], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Completed:
    """Run a child in ``folder`` and wait for it.

    ``reads`` are the files that it may read besides programs and libraries; it may write
    in ``folder`` only. Where the machine offers a layer that hides the rest, it does.
    ``on_line`` gets each line of its output as it comes, which is then not kept;
    ``on_tick`` is called about twice a second and may raise to end the child.
    Raises ``LimitExceeded`` when a limit is met. A non-zero exit code is returned,
    not raised: what it means is for the caller to say.
    """
    del reads  # no layer here hides anything yet
    child = subprocess.Popen(
        _limited(argv, limits),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        out, err = _follow(child, folder, limits, on_line, on_tick)
        returncode = child.wait(timeout=10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdout, child.stderr):
            if pipe:
                pipe.close()
    stderr = err.decode("utf-8", "replace")
    # ffmpeg catches the signal, says so and leaves in an orderly way.
    if returncode == -signal.SIGXCPU or "received signal 24" in stderr[-200:]:
        raise LimitExceeded(f"Reading it needs more than {limits.cpu_s} s of processor time.")
    if returncode == -signal.SIGKILL:
        raise ChildKilled(
            f"{Path(argv[0]).name} was killed by the system, short of memory perhaps."
        )
    if returncode == -signal.SIGXFSZ:
        raise LimitExceeded("Reading it makes a file larger than its limit.")
    return Completed(tuple(argv), returncode, bytes(out), stderr)


def _follow(
    child: "subprocess.Popen[bytes]",
    folder: Path,
    limits: Limits,
    on_line: Callable[[str], None] | None,
    on_tick: Callable[[], None] | None,
) -> tuple[bytearray, bytearray]:
    """Read both pipes until they close, keeping watch over time and space."""
    out, err, line = bytearray(), bytearray(), bytearray()
    deadline = time.monotonic() + limits.wall_s
    next_tick = time.monotonic() + _TICK_S
    with selectors.DefaultSelector() as selector:
        for pipe in (child.stdout, child.stderr):
            assert pipe is not None
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(timeout=_TICK_S):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is child.stderr:
                    err += chunk[: max(0, _STDERR_KEPT - len(err))]
                elif on_line:
                    *lines, rest = (bytes(line) + chunk).split(b"\n")
                    line = bytearray(rest[-65536:])
                    for complete in lines:
                        on_line(complete.decode("utf-8", "replace"))
                else:
                    out += chunk
                    if len(out) > limits.stdout_bytes:
                        raise LimitExceeded("Reading it gives more output than its limit.")
            now = time.monotonic()
            if now > deadline:
                raise LimitExceeded(f"Reading it took longer than {limits.wall_s:.0f} s.")
            if now > next_tick:
                next_tick = now + _TICK_S
                if _size_of(folder) > limits.folder_bytes:
                    raise LimitExceeded("Reading it fills more space than its limit.")
                if on_tick:
                    on_tick()
            if on_line:
                time.sleep(_GATHER_S)
    return out, err


def _size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat(follow_symlinks=False).st_size
    return total
