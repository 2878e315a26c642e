"""One program kept alive: started, watched, started again, stopped."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from django.conf import settings

from catalog.stack.prctl import die_with_parent
from catalog.stack.programs import Program

LOG_BYTES = 8 * 1024**2
_LONGEST_PAUSE_S = 30.0
# Whoever dies sooner than this after a start has not really started.
_STEADY_S = 10.0
_REPAIR_AFTER = 3


def _as_one_of_ours() -> None:
    # The terminal speaks to the whole group: only the supervisor listens, and stops the
    # others in an order that loses nothing.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    die_with_parent()


class Child:
    """A program and the process that runs it at present, if any."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.name = program.name
        self.log = Path(settings.RUN_DIR) / f"{program.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths_in_a_row = 0
        self._started = 0.0
        self._start_after = 0.0

    def start(self) -> None:
        """Start the process; its output goes to ``DATA_DIR/run/NAME.log``."""
        self.program.prepare()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.program.argv,
                cwd=settings.BASE_DIR,
                env={**os.environ, **self.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Safe: the supervisor has one thread.
                preexec_fn=_as_one_of_ours,
            )
        self._started = time.monotonic()

    def start_if_due(self) -> None:
        """Start again after a pause that grows while it keeps dying."""
        if self.process is None and time.monotonic() >= self._start_after:
            if self.deaths_in_a_row >= _REPAIR_AFTER:
                self.program.repair()
            self.start()

    def died(self) -> int | None:
        """The exit code, once, if the process has ended since it was last looked at."""
        if self.process is None or self.process.poll() is None:
            return None
        code, self.process = self.process.returncode, None
        lived = time.monotonic() - self._started
        self.deaths_in_a_row = self.deaths_in_a_row + 1 if lived < _STEADY_S else 1
        pause = min(0.25 * 2**self.deaths_in_a_row, _LONGEST_PAUSE_S)
        self._start_after = time.monotonic() + (pause if lived < _STEADY_S else 0)
        return code

    def kill_if_unsound(self) -> None:
        """End a process that lives but can no longer do its work."""
        steady = time.monotonic() - self._started > _STEADY_S
        if self.process and steady and not self.program.sound():
            self.process.kill()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        return self.is_alive() and self.program.ready()

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def end(self) -> None:
        """End the process now, however it feels about that."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def last_words(self) -> str:
        """The last line of its log that says something."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")

    def bound_log(self) -> None:
        """Keep the log and one earlier part; the process goes on writing at the new end."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
