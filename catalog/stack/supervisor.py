"""Keeps the programs of one installation alive, in the foreground, as one process group."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from django.conf import settings

from catalog.stack.child import Child
from catalog.stack.errors import StackFailed
from catalog.stack.prctl import adopt_orphans
from catalog.stack.programs import Program

_TICK_S = 0.2
# Long: ten programs that start together on a busy machine take minutes.
_READY_WITHIN_S = 300.0
_STOP_WITHIN_S = 8.0
_LOGS_EVERY_S = 30.0
_TRIES_AT_START = 4


class Supervisor:
    """Starts the programs in order, restarts what dies, and leaves no process behind.

    It owns the process it runs in: at the end it kills whatever children that has.

    The programs come in groups: each waits until the one before is ready, and the
    first is stopped last. ``say`` gets short lines for the terminal; ``enough`` is asked
    on every tick, and the supervisor ends when it says so or a signal asks for it.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Program]],
        *,
        say: Callable[[str], None],
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self.groups = [[Child(program) for program in group] for group in groups]
        self.children = [child for group in self.groups for child in group]
        self.errand: Child | None = None
        self._say = say
        self._enough = enough
        self._asked_to_stop = 0
        self._logs_bounded = 0.0

    def run(self, when_ready: Callable[[], Program | None] = lambda: None) -> None:
        """Start everything, then stay until asked to stop.

        ``when_ready`` is called once everything is ready, and may return a program to
        run once beside the others. Raises ``StackFailed`` if something cannot start.
        """
        adopt_orphans()
        ready_file = settings.RUN_DIR / "stack.ready"
        ready_file.unlink(missing_ok=True)
        with self._signals():
            try:
                self._start()
                if not self._asked_to_stop:
                    ready_file.touch()
                    self._run_errand(when_ready())
                while not self._asked_to_stop and not self._enough():
                    self._tend()
                    time.sleep(_TICK_S)
            finally:
                ready_file.unlink(missing_ok=True)
                self._stop()

    def _start(self) -> None:
        for group in self.groups:
            for child in group:
                child.start()
            deadline = time.monotonic() + _READY_WITHIN_S
            while waiting := [child for child in group if not child.is_ready()]:
                if self._asked_to_stop:
                    return
                for child in waiting:
                    self._look_after(child)
                    if child.deaths_in_a_row >= _TRIES_AT_START or time.monotonic() > deadline:
                        raise StackFailed(
                            f"{child.name} does not start: {child.last_words()} "
                            f"(all of it is in {child.log})."
                        )
                time.sleep(_TICK_S / 4)

    def _tend(self) -> None:
        for child in self.children:
            self._look_after(child)
            child.kill_if_unsound()
        if self.errand and (code := self.errand.died()) is not None:
            failed = f"{self.errand.name} failed: {self.errand.last_words()}"
            self._say(failed if code else f"{self.errand.name} is done.")
            self.errand = None
        _reap(self._everybody())
        if time.monotonic() - self._logs_bounded > _LOGS_EVERY_S:
            self._logs_bounded = time.monotonic()
            for child in self.children:
                child.bound_log()

    def _look_after(self, child: Child) -> None:
        code = child.died()
        if code is not None:
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended ({code})"
            self._say(f"{child.name} {how}; it is started again.")
        child.start_if_due()

    def _everybody(self) -> list[Child]:
        return [*self.children, *([self.errand] if self.errand else [])]

    def _run_errand(self, program: Program | None) -> None:
        if program:
            self.errand = Child(program)
            self.errand.start()

    def _stop(self) -> None:
        """Everybody but the first group at once, then that, then whoever is left over."""
        first = self.groups[0]
        for group in ([child for child in self._everybody() if child not in first], first):
            for child in group:
                child.ask_to_stop()
            until = time.monotonic() + _STOP_WITHIN_S
            while any(child.is_alive() for child in group) and self._asked_to_stop < 2:
                if time.monotonic() > until:
                    break
                time.sleep(_TICK_S / 4)
            for child in group:
                child.end()
        _kill_left_over()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        def ask(number: int, frame: FrameType | None) -> None:
            del number, frame
            self._asked_to_stop += 1

        asked = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # started by nohup
            asked.remove(signal.SIGHUP)
        before = {number: signal.signal(number, ask) for number in asked}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _our_children() -> list[int]:
    """The processes whose parent we are: those we started and those we adopted."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in parentheses and may itself contain some.
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            if int(after_name.split()[1]) == os.getpid():
                found.append(int(path.parent.name))
    return found


def _reap(children: Sequence[Child]) -> None:
    """Take note of the ends of adopted processes, so that no zombies gather."""
    known = {child.process.pid for child in children if child.process}
    with contextlib.suppress(ChildProcessError):
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended and ended.si_pid not in known:
            os.waitpid(ended.si_pid, 0)


def _kill_left_over() -> None:
    """End what a child of ours started and did not end, and what those started."""
    while left := _our_children():
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
