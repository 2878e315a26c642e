"""The layer in which other files, processes and networks do not exist at all.

Everything lies at its own path, so that a command reads the same with and without it.
There is no ``/proc`` and no place to write but the one folder. No session of its own is
asked for: the child has one already, and its group is to be killed as one.
"""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from media_tools.containment.programs import visible_for

_ALONE = ("--unshare-all", "--die-with-parent", "--cap-drop", "ALL")
_DEVICES = ("/dev/null", "/dev/urandom")
_SIGNAL_BASE = 128
_LAST_SIGNAL = 64


def program() -> str | None:
    """Where bubblewrap is, if it is installed."""
    return shutil.which("bwrap")


def contained(argv: Sequence[str], folder: Path, reads: Sequence[Path]) -> list[str]:
    """The command that becomes ``argv`` where only programs, ``folder`` and ``reads`` are."""
    asked = [program() or "bwrap", *_ALONE, *_shown(argv[0])]
    asked += ["--bind", str(folder), str(folder)]
    for path in dict.fromkeys(reads):
        if folder not in path.parents or path.is_symlink():
            asked += ("--ro-bind", str(path), str(path))
    return [*asked, "--remount-ro", "/", "--chdir", str(folder), "--", *argv]


@cache
def _shown(program_path: str) -> list[str]:
    asked: list[str] = []
    shown = visible_for(program_path)
    for path in shown:
        if path.is_symlink() and path.resolve() in shown:
            asked += ("--symlink", str(path.readlink()), str(path))
        else:
            asked += ("--ro-bind", str(path), str(path))
    for device in _DEVICES:
        asked += ("--dev-bind", device, device)
    return asked


def returncode_of(code: int) -> int:
    """What the child itself ended with: bubblewrap tells a signal as 128 and its number."""
    is_signal = _SIGNAL_BASE < code <= _SIGNAL_BASE + _LAST_SIGNAL
    return _SIGNAL_BASE - code if is_signal else code
