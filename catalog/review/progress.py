"""How far the steps have come, and what went wrong in them, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog import formats
from catalog.models import FINAL_STATES, Run, State
from media_tools.step import all_steps

_GIVE_FRAMES = ("first_look", "scan")


@dataclass(frozen=True, slots=True)
class Line:
    """One step: its newest run, and in words what it does or waits for."""

    run: Run
    words: str

    @property
    def percent(self) -> int | None:
        """How much is done, ``None`` if nobody can say."""
        if self.run.state in FINAL_STATES:
            return 100
        if self.run.state == State.WAITING:
            return 0
        return None if self.run.fraction is None else int(self.run.fraction * 100)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A run that ended badly by itself, and how many later steps could not be tried."""

    run: Run
    followers: int


def progress_lines(runs: Iterable[Run]) -> list[Line]:
    """A line for the newest run of each step, in the order of the work."""
    newest = _newest(runs)
    open_steps = {step for step, run in newest.items() if run.state not in FINAL_STATES}
    return [Line(run, _words(run, open_steps)) for run in newest.values()]


def progress_sentence(lines: list[Line]) -> str:
    """All lines in one short sentence, for those who hear the page."""
    ended = sum(line.run.state in FINAL_STATES for line in lines)
    running = [line for line in lines if line.run.state == State.RUNNING]
    now = "".join(f"; {line.run.step} {line.words}" for line in running)
    return gettext("%(ended)s of %(many)s steps have ended%(now)s.") % {
        "ended": ended,
        "many": len(lines),
        "now": now,
    }


def troubles(runs: Iterable[Run]) -> list[Trouble]:
    """What went wrong, causes only: a step not tried for want of another is counted there."""
    newest = _newest(runs)
    failed = {
        step: run for step, run in newest.items() if run.state in (State.UNREADABLE, State.BROKEN)
    }
    needed = {step: _needs(step) & failed.keys() for step in failed}
    causes = [run for step, run in failed.items() if not needed[step]]
    return [Trouble(run, sum(run.step in needs for needs in needed.values())) for run in causes]


def may_show_more(lines: Iterable[Line]) -> bool:
    """Whether a step that gives the first frames, or all, has not ended."""
    return any(
        line.run.step in _GIVE_FRAMES and line.run.state not in FINAL_STATES for line in lines
    )


def _newest(runs: Iterable[Run]) -> dict[str, Run]:
    newest: dict[str, Run] = {}
    for run in runs:
        if run.step not in newest or run.version > newest[run.step].version:
            newest[run.step] = run
    return newest


def _needs(step: str) -> frozenset[str]:
    declared = all_steps().get(step)
    return frozenset(declared.needs) if declared else frozenset()


def _words(run: Run, open_steps: set[str]) -> str:
    if run.state == State.RUNNING:
        share = "" if run.fraction is None else f"{int(run.fraction * 100)} %"
        asked = gettext("stop asked") if run.stop_asked_by_id else ""
        return ", ".join(part for part in (share, run.note, asked) if part) or gettext("started")
    if run.state == State.WAITING:
        if run.error and not run.failures:
            return run.error
        if run.error:
            again = formats.utc(run.not_before)
            return gettext("broke in try %(attempts)s, next try at %(again)s: %(error)s") % {
                "attempts": run.attempts,
                "again": again,
                "error": run.error,
            }
        declared = all_steps().get(run.step)
        before = [*declared.needs, *declared.after] if declared else []
        waits_for = [step for step in before if step in open_steps]
        return (
            gettext("waits for %(waits_for)s") % {"waits_for": formats.in_words(waits_for)}
            if waits_for
            else gettext("waits for a worker")
        )
    return run.error.partition("\n")[0] or gettext("done")
