"""Asks a Python child, in the sandbox, what untrusted bytes hold."""

import compileall
import errno
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from media_tools.errors import Unreadable
from media_tools.findings import JSON
from media_tools.sandbox import Limits, run

# Found by its own path: the folder it lies in cannot be listed, for it may hold evidence.
_START = """
import sys, importlib.util
ours = importlib.util.spec_from_file_location("media_tools", sys.argv.pop(1))
sys.modules["media_tools"] = importlib.util.module_from_spec(ours)
from media_tools.children.start import main
main(*sys.argv[1:])
"""
_PACKAGE = str(Path(__file__).with_name("__init__.py"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child found, and how it was asked. ``failed`` names the error that ended it."""

    facts: dict[str, Any]
    made_with: JSON

    @property
    def failed(self) -> str:
        """The name of the exception that ended the reading, empty if it went well."""
        return str(self.facts.get("failed", ""))

    @property
    def words(self) -> str:
        """The words of that exception, in one line."""
        return str(self.facts.get("words", ""))

    @property
    def complaints(self) -> list[str]:
        """Sentences on what is wrong with the file though it could be read."""
        return list(self.facts["complaints"])


def ask(
    module: str,
    action: str,
    *,
    folder: Path,
    limits: Limits,
    reads: Sequence[Path] = (),
    shown_as: str = "",
    **order: JSON,
) -> Answer:
    """Let ``media_tools.children.<module>`` do one of its actions.

    The child may read the files in ``reads`` and write into ``folder``, nothing else.
    In the record of how it was asked, the first of them is named ``shown_as``.
    Raises ``Unreadable`` where the child gave up without an answer, ``OSError`` where
    the disk is full.
    """
    _compile_once()
    asked = [module, action, json.dumps(order)]
    argv = [sys.executable, "-I", "-B", "-c", _START, _PACKAGE, *asked]
    ended = run(argv, folder=folder, limits=limits, reads=reads)
    if ended.returncode < 0:
        raise Unreadable(
            f"Its parser was ended by signal {-ended.returncode}; "
            "the file is damaged or made to break it."
        )
    if ended.returncode:
        raise RuntimeError(f"The child {module} could not start: {ended.stderr[-500:]}")
    facts = json.loads(ended.stdout)
    # Not by its words, which a file may put there, and wait for ever for a disk that has room.
    if facts.get("errno") == errno.ENOSPC:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), module)
    shown: list[JSON] = ["python", *asked]
    if reads and shown_as:
        shown[-1] = asked[-1].replace(str(reads[0]), shown_as)
    return Answer(facts, {"argv": shown})


@cache
def _compile_once() -> None:
    """Compile what children run: they may not write, and took a quarter of their start for it."""
    if not sys.dont_write_bytecode:
        compileall.compile_dir(Path(_PACKAGE).parent, quiet=2)
