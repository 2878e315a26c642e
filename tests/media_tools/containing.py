"""Children started in the sandbox, and what is left of them."""

import sys
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from media_tools.sandbox import HIDING, MIB, Limits, run, why_not
from tests.waiting import PATIENCE_S

# The layers that hide files and the network on this machine.
WORKING = tuple(layer for layer in HIDING if not why_not(layer))


def python(
    code: str,
    folder: Path,
    limits: Limits = Limits(PATIENCE_S, cpu_s=10, memory_bytes=512 * MIB),  # noqa: B008 - frozen
    *,
    arguments: Sequence[str] = (),
    reads: Sequence[Path] = (),
    on_line: Callable[[str], None] | None = None,
    on_output: Callable[[bytes], None] | None = None,
    on_error: Callable[[bytes], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> str:
    """What some Python code prints, run as a child that must end well."""
    argv = [sys.executable, "-I", "-c", code, *arguments]
    watch = {"on_line": on_line, "on_output": on_output, "on_error": on_error, "on_tick": on_tick}
    done = run(argv, folder=folder, limits=limits, reads=reads, **watch)  # type: ignore[arg-type]
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def years() -> str:
    """Seconds to sleep, by which no other process of this machine, nor of another run, sleeps."""
    return f"1000000000.{uuid.uuid4().int}"


def running(word: str) -> dict[int, str]:
    """Process ids and command lines of what runs with this word in its command line."""
    found = {}
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in line:
            found[int(process.parent.name)] = line
    return found
