"""The processes of one installation: Redis, web, workers and beat.

``manage.py up`` runs them in the foreground. A command that needs the workers asks
for them with ``started()``, whether an installation runs already or not.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from catalog.stack import lock
from catalog.stack.errors import StackFailed

__all__ = ["StackFailed", "is_running", "started"]

_READY_WITHIN_S = 600.0
_LETS_GO_WITHIN_S = 2.0
_STOPPED_WITHIN_S = 120.0
_LOOK_EVERY_S = 0.1


def lock_file() -> Path:
    """Held alone by the one supervisor of this ``DATA_DIR``."""
    return Path(settings.RUN_DIR) / "stack.lock"


def users_file() -> Path:
    """Held together by the commands that need workers; a supervisor started for them
    ends when it can hold it alone."""
    return Path(settings.RUN_DIR) / "stack.users"


def ready_file() -> Path:
    """Exists while everything runs."""
    return Path(settings.RUN_DIR) / "stack.ready"


def is_running() -> bool:
    """Whether the workers of this ``DATA_DIR`` are kept alive by some process."""
    return lock.is_held(lock_file())


@contextlib.contextmanager
def started() -> Iterator[Callable[[], None]]:
    """Have Redis, workers and beat at work for as long as the block takes.

    Uses those of a running installation, else starts some and stops them again.
    Yields a function to call now and then, which starts them if meanwhile they were
    stopped. Raises ``StackFailed`` if they do not start.
    """
    workers = _Workers()
    with lock.shared(users_file()):
        workers.ensure()
        yield workers.ensure
    workers.wait_for_the_end()


class _Workers:
    """A supervisor that this process starts when no other runs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._log = Path(settings.RUN_DIR) / "stack.log"

    def ensure(self) -> None:
        """Return when workers are ready, started here if need be."""
        deadline = time.monotonic() + _READY_WITHIN_S
        while not (is_running() and ready_file().exists()):
            if not is_running():
                self._start_unless_starting()
            if time.monotonic() > deadline:
                raise StackFailed(
                    f"The workers are not ready after {_READY_WITHIN_S:.0f} s: see {self._log}."
                )
            time.sleep(_LOOK_EVERY_S)

    def _start_unless_starting(self) -> None:
        code = self._process.poll() if self._process else 0
        if code:
            raise StackFailed(f"The workers do not start: {self._log.read_text().strip()}")
        if self._process is None or code is not None:
            with self._log.open("wb") as output:
                self._process = subprocess.Popen(
                    [sys.executable, settings.BASE_DIR / "manage.py", "up", "--while-needed"],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    # A session of its own: it ends in order once we let go, also by Ctrl-C.
                    start_new_session=True,
                )

    def wait_for_the_end(self) -> None:
        """Return once what was started here has stopped; at once if it stays for others."""
        if self._process is None:
            return
        until = time.monotonic() + _LETS_GO_WITHIN_S
        while ready_file().exists() and time.monotonic() < until:
            time.sleep(_LOOK_EVERY_S)
        if not ready_file().exists():
            self._process.wait(timeout=_STOPPED_WITHIN_S)
