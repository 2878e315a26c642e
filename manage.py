#!/usr/bin/env python3
"""Sightline's commands; runs in the project's own ``.venv`` whichever Python starts it."""

import importlib.util
import os
import select
import signal
import sys
from pathlib import Path
from typing import TextIO

VENV = Path(__file__).resolve().parent / ".venv"


def _use_own_python() -> None:
    """Start again with ``.venv``'s Python, unless a virtual environment was chosen on purpose."""
    ready = importlib.util.find_spec("django") is not None
    if ready and sys.prefix != sys.base_prefix:
        return
    python = VENV / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != VENV:
        os.execv(python, [str(python), *sys.argv])  # noqa: S606
    if not ready:
        sys.exit("Sightline is not set up yet: run `make setup` first.")


def _is_unread(stream: TextIO) -> bool:
    """Whether the other end of a pipe is closed; a broken connection to a server is a fault."""
    asked = select.poll()
    asked.register(stream, 0)
    return any(event & select.POLLERR for _, event in asked.poll(0))


def main() -> None:
    _use_own_python()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from catalog.stack.errors import StackFailed
    from config.env import Misconfigured

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread(sys.stdout):
            raise
        # Whoever reads us has read enough, as `head` does; Python would complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except (Misconfigured, StackFailed) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, Misconfigured) else 1)


if __name__ == "__main__":
    main()
