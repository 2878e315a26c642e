"""Holding on to a run while it is worked on."""

import threading
import time
from datetime import timedelta
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from catalog.models import Run
from media_tools.errors import Stopped, Unreadable

LEASE = timedelta(seconds=30)
RENEW_S = 5.0
TELL_S = 1.0


class Keeper:
    """Renews a run's lease and writes its progress from a thread of its own.

    The thread keeps the lease alive through work that reports nothing for a while.
    When it finds that the run was stopped or went to another worker, the next call
    of ``progress`` raises ``Stopped``.
    """

    def __init__(self, run: Run, time_limit_s: int) -> None:
        self._run = run
        self._deadline = time.monotonic() + time_limit_s
        self._time_limit_s = time_limit_s
        self._said: tuple[float | None, str] = (None, "")
        self._end = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease of run {run.pk}")

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()

    def progress(self, fraction: float | None, note: str) -> None:
        """Take a report of progress. Raises when the work is to end."""
        self._said = (fraction, note[:200])
        if self._lost.is_set():
            raise Stopped
        if time.monotonic() > self._deadline:
            raise Unreadable(f"It took longer than its limit of {self._time_limit_s} s.")

    def _keep(self) -> None:
        told, renewed = self._said, time.monotonic()
        try:
            while not self._end.wait(TELL_S):
                due = time.monotonic() - renewed > RENEW_S
                if (self._said != told or due) and not self._renew():
                    self._lost.set()
                    return
                told = self._said
                renewed = time.monotonic() if due else renewed
        finally:
            connection.close()

    def _renew(self) -> bool:
        """Whether the run is still ours; a database that is away for a moment is not a loss."""
        fraction, note = self._said
        held = Run.objects.held_by(self._run.owner).filter(pk=self._run.pk, stop_asked_by=None)
        try:
            kept = held.update(lease_until=timezone.now() + LEASE, fraction=fraction, note=note)
        except DatabaseError:
            return True
        return kept == 1
