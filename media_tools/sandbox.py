"""The only door to a child process that touches untrusted bytes.

Every child gets an argument list (never a shell), an environment without anything of
ours, its own session, hard limits on memory, processor time, file size and open files,
and a wall clock. Where this machine offers a layer that hides other files and the
network, the child runs behind it. When it ends badly, or we do, the whole process group
is killed: ffmpeg blocked in a read ignores a polite signal.
"""

import contextlib
import errno
import fcntl
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from media_tools.containment import bubblewrap, landlock, orphans, trial
from media_tools.containment.layers import HIDING, Layer, wanted
from media_tools.containment.limits import MIB, Limits, limited, limited_by_us
from media_tools.errors import Unreadable

__all__ = [
    "HIDING",
    "MIB",
    "ChildKilled",
    "Completed",
    "Layer",
    "LimitExceeded",
    "Limits",
    "NotStarted",
    "layer_in_use",
    "run",
    "why_not",
]

_STDERR_KEPT = 256 * 1024
_TICK_S = 0.5
# Between the close of its pipes and its end; a busy machine may let a child wait.
_END_WITHIN_S = 60
# A child that writes a little for each frame would wake us, and wait for us, at every one.
_GATHER_S = 0.02
_PIPE_BYTES = 1024 * 1024
_FULL = os.strerror(errno.ENOSPC)
_STARTERS = ("bwrap: ", "limiter: ", "prlimit: ", "setpriv: ")


@dataclass(frozen=True, slots=True)
class Completed:
    """How a child ended. ``argv`` is its own arguments, without what contains it."""

    argv: tuple[str, ...]
    returncode: int
    stdout: bytes
    stderr: str


class LimitExceeded(Unreadable):
    """The file needs more than its limit of time, memory or space."""


class ChildKilled(RuntimeError):
    """A child was killed from outside. Not the file's fault: to be tried again."""


class NotStarted(RuntimeError):
    """A child could not be started within its limits and walls. Not the file's fault."""


def layer_in_use() -> Layer:
    """What hides this machine from children: the first wanted layer that works, or none."""
    return next((layer for layer in wanted() if not why_not(layer)), Layer.NONE)


@cache
def why_not(layer: Layer) -> str:
    """Why a hiding layer cannot be used here, in a sentence; empty if it works.

    It is tried for real, once a process. Raises ``NotStarted`` where that comes to no end.
    """

    def behind_it(argv: list[str], folder: Path, limits: Limits, reads: list[Path]) -> Completed:
        return _run(argv, folder, limits, _command(layer, argv, folder, limits, reads))

    try:
        return trial.why_not(layer, behind_it)
    except LimitExceeded as slow:
        raise NotStarted(f"The layer {layer} could not be tried. {slow}") from slow


def run(
    argv: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    reads: Sequence[Path] = (),
    on_line: Callable[[str], None] | None = None,
    on_output: Callable[[bytes], None] | None = None,
    on_error: Callable[[bytes], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Completed:
    """Run a child in ``folder`` and wait for it. Its program is named by an absolute path.

    ``reads`` are the files that it may read besides programs and libraries; it may write
    in ``folder`` only. Where the machine offers a layer that hides the rest, it does.
    ``on_line`` gets each line of its output as it comes, ``on_output`` its raw pieces;
    the output is then not kept. ``on_error`` gets the pieces of its error output, which is
    kept as well. ``on_tick`` is called about twice a second. Each may raise to end the child.
    Raises ``LimitExceeded`` when a limit is met, ``ChildKilled`` and ``NotStarted`` for
    what is not the file's fault, ``FileNotFoundError`` where one of ``reads`` is missing,
    ``OSError`` with ``ENOSPC`` where the disk is full.
    A non-zero exit code is returned, not raised: what it means is for the caller to say.
    """
    folder, reads = folder.absolute(), [path.absolute() for path in reads]
    for path in reads:
        path.stat()
    command = _command(layer_in_use(), argv, folder, limits, reads)
    return _run(argv, folder, limits, command, on_line, on_output, on_error, on_tick)


def _command(
    layer: Layer, argv: Sequence[str], folder: Path, limits: Limits, reads: Sequence[Path]
) -> list[str]:
    if layer is Layer.BUBBLEWRAP:
        return limited(bubblewrap.contained(argv, folder, reads), limits)
    if layer is Layer.LANDLOCK:
        return limited_by_us(argv, limits, landlock.walls(argv[0], folder, reads))
    return limited(argv, limits)


def _environment(folder: Path) -> dict[str, str]:
    # GCONV_PATH: the static ffmpeg 6.0 of the wheel crashes on every transport stream
    # with a service name when it tries to load this system's character set modules.
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "GCONV_PATH": "/nonexistent",
    }


def _run(
    argv: Sequence[str],
    folder: Path,
    limits: Limits,
    command: Sequence[str],
    on_line: Callable[[str], None] | None = None,
    on_output: Callable[[bytes], None] | None = None,
    on_error: Callable[[bytes], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Completed:
    orphans.adopt()
    child = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        out, err = _follow(child, folder, limits, on_line, on_output, on_error, on_tick)
        returncode = child.wait(timeout=_END_WITHIN_S)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        orphans.end(child.pid)
        for pipe in (child.stdout, child.stderr):
            if pipe:
                pipe.close()
    stderr = err.decode("utf-8", "replace")
    returncode = bubblewrap.returncode_of(returncode)
    _raise_for(argv[0], returncode, stderr, limits)
    return Completed(tuple(argv), returncode, bytes(out), stderr)


def _raise_for(program: str, returncode: int, stderr: str, limits: Limits) -> None:
    """Tell the ends that are not the child's own from those that are."""
    # Before all else: what a full disk cut short looks like damage.
    if _FULL in stderr:
        raise OSError(errno.ENOSPC, _FULL, str(program))
    # ffmpeg catches the signal, says so and leaves in an orderly way.
    if returncode == -signal.SIGXCPU or "received signal 24" in stderr[-200:]:
        raise LimitExceeded(f"Reading it needs more than {limits.cpu_s} s of processor time.")
    if returncode == -signal.SIGKILL:
        raise ChildKilled(
            f"{Path(program).name} was killed by the system, short of memory perhaps."
        )
    if returncode == -signal.SIGXFSZ:
        raise LimitExceeded("Reading it makes a file larger than its limit.")
    if returncode > 0 and stderr.startswith(_STARTERS):
        raise NotStarted(f"{Path(program).name} could not be started: {stderr.strip()[-300:]}")


def _follow(
    child: "subprocess.Popen[bytes]",
    folder: Path,
    limits: Limits,
    on_line: Callable[[str], None] | None,
    on_output: Callable[[bytes], None] | None,
    on_error: Callable[[bytes], None] | None,
    on_tick: Callable[[], None] | None,
) -> tuple[bytearray, bytearray]:
    """Read both pipes until they close, keeping watch over time and space."""
    out, err, line = bytearray(), bytearray(), bytearray()
    deadline = time.monotonic() + limits.wall_s
    next_tick = time.monotonic() + _TICK_S
    with selectors.DefaultSelector() as selector:
        for pipe in (child.stdout, child.stderr):
            assert pipe is not None
            _widen(pipe.fileno())
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(timeout=_TICK_S):
                chunk = os.read(key.fd, _PIPE_BYTES)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is child.stderr:
                    err += chunk[: max(0, _STDERR_KEPT - len(err))]
                    if on_error:
                        on_error(chunk)
                elif on_output:
                    on_output(chunk)
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
            if on_line or on_output:
                time.sleep(_GATHER_S)
    return out, err


def _widen(pipe: int) -> None:
    """Let the child write on while we gather, where the system lets us."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat(follow_symlinks=False).st_size
    return total
