"""Plan, claim, execute, save, put back. Knows no step by name.

A run is owned by one conditional UPDATE, holds a lease that its keeper renews,
works in a folder of its own and lands in one transaction. Kill any process at any
instant: the lease runs out, the sweep puts the run back, and a second execution
lands in the same place.
"""

import logging
import tempfile
import traceback
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalog import index
from catalog.custody.chain import WORKER, Actor, append
from catalog.findings import Stored, keep_files, load_upstream, save_rows
from catalog.lease import LEASE, Keeper
from catalog.models import FINAL_STATES, CustodyAct, Item, Run, State
from catalog.storage.originals import local_original
from media_tools.errors import Stopped, Unreadable
from media_tools.findings import Findings
from media_tools.media import Kind, Media
from media_tools.step import Job, all_steps, steps_for

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
BACK_OFF = timedelta(seconds=10)
UNSENT_AFTER = timedelta(seconds=10)
BATCH = 500
OPEN_AGAIN = (
    "blocked",
    "state",
    "attempts",
    "not_before",
    "stop_asked_by",
    "sent_at",
    "error",
    "trace",
)


def plan(item: Item) -> list[Run]:
    """Make the runs this item still lacks, one for each step at its present version.

    Call inside a transaction. Returns the new runs; those with ``blocked`` wait for
    an earlier step.
    """
    there = set(item.runs.values_list("step", "version"))
    return Run.objects.bulk_create(
        Run(item=item, step=s.name, version=s.version, blocked=bool(s.needs or s.after))
        for s in steps_for(Kind(item.original.kind))
        if (s.name, s.version) not in there
    )


def execute(run_id: int) -> list[Run]:
    """Do one run if it is still to be done. Returns the runs that have become ready.

    A message that comes late or twice finds nothing to claim and does nothing.
    """
    run = _claim(run_id)
    if run is None:
        return []
    try:
        with Keeper(run, all_steps()[run.step].time_limit_s) as keeper:
            with _work_folder() as folder:
                findings = _perform(run, Path(folder), keeper)
                stored = keep_files(findings)
            return _land(run, State.DONE, found=(findings, stored))
    except Unreadable as fault:
        return _land(run, State.UNREADABLE, error=str(fault))
    except Stopped:
        return _land_stopped(run)
    except Exception as error:
        logger.warning("%s broke: %s", run, error, exc_info=True)
        return _land_broken(run, error)
    except BaseException:
        # The process is being ended: give the run back at once instead of after its lease.
        _release(run)
        raise


def take_back() -> None:
    """Put back the runs of dead workers; one that keeps killing its worker is broken."""
    now = timezone.now()
    for run in Run.objects.expired(now).select_related("item"):
        if run.attempts >= MAX_ATTEMPTS:
            error = f"The worker died {run.attempts} times while it ran {run.step}."
            _land(run, State.BROKEN, error=error)
        else:
            _release(run)


def unsent(steps: Sequence[str], *, queue_is_empty: bool) -> list[Run]:
    """Ready runs of these steps that no message in the queue speaks for.

    With messages left in the queue only runs never sent are told again; once it is
    empty whatever still waits has lost its message.
    """
    now = timezone.now()
    waiting = Run.objects.waiting(now).filter(step__in=steps, blocked=False)
    if queue_is_empty:
        waiting = waiting.exclude(sent_at__gt=now - UNSENT_AFTER)
    else:
        waiting = waiting.filter(sent_at=None)
    return list(waiting.order_by("id")[:BATCH])


def note_sent(run_ids: Iterable[int]) -> None:
    """Remember that a message about these runs is on its way."""
    Run.objects.filter(pk__in=list(run_ids)).update(sent_at=timezone.now())


def retry(item: Item, actor: Actor) -> list[Run]:
    """Give the broken runs of an item another chance. Returns those that are ready."""
    with transaction.atomic():
        broken = list(item.runs.filter(state=State.BROKEN))
        open_again = {run.step for run in broken}
        for run in broken:
            step = all_steps()[run.step]
            run.blocked = bool(open_again & {*step.needs, *step.after})
            run.state, run.attempts, run.not_before = State.WAITING, 0, timezone.now()
            run.stop_asked_by, run.sent_at, run.error, run.trace = None, None, "", ""
        Run.objects.bulk_update(
            broken,
            OPEN_AGAIN,
        )
        append(CustodyAct.RETRIED, actor, item=item, details={"steps": sorted(open_again)})
        _settle_item(item)
    return [run for run in broken if not run.blocked]


def ask_to_stop(item: Item, actor: Actor) -> int:
    """Ask the runs of an item that have not ended to stop. Returns how many there are."""
    with transaction.atomic():
        asked = item.runs.exclude(state__in=FINAL_STATES).update(stop_asked_by=actor.person)
        append(CustodyAct.STOPPED, actor, item=item, details={"runs": asked})
        for run in item.runs.filter(state=State.WAITING):
            _end(run, State.BROKEN, error=_stopped_sentence(run))
        _settle_item(item)
    return asked


def _claim(run_id: int) -> Run | None:
    """Own the run by one conditional UPDATE, or find that it is not to be had."""
    now, owner = timezone.now(), str(uuid.uuid4())
    mine = (
        Run.objects.waiting(now)
        .filter(pk=run_id, blocked=False)
        .update(
            state=State.RUNNING,
            owner=owner,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            started_at=now,
            fraction=None,
            note="",
        )
    )
    if not mine:
        return None
    run = Run.objects.select_related("item__original", "item__case").get(pk=run_id)
    if run.item.state == State.WAITING:
        Item.objects.filter(pk=run.item_id, state=State.WAITING).update(state=State.RUNNING)
    return run


def _work_folder() -> "tempfile.TemporaryDirectory[str]":
    root = settings.DATA_DIR / "work"
    root.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=root, ignore_cleanup_errors=True)


def _perform(run: Run, folder: Path, keeper: Keeper) -> Findings:
    step = all_steps()[run.step]
    original = run.item.original
    upstream = load_upstream(run.item, (*step.needs, *step.after))
    with local_original(original.sha256) as path:
        media = Media(path, original.sha256, Kind(original.kind), original.mime)
        return step.run(Job(media, folder, upstream, keeper.progress))


def _land(
    run: Run,
    state: State,
    *,
    found: tuple[Findings, Stored] | None = None,
    error: str = "",
    trace: str = "",
) -> list[Run]:
    """Save the outcome in one transaction, if the run is still ours to end."""
    with transaction.atomic():
        held = Run.objects.held_by(run.owner).filter(pk=run.pk).select_for_update().exists()
        if not held:
            return []
        if found:
            save_rows(run, *found)
        ready = _end(run, state, error=error, trace=trace)
        append(
            CustodyAct.READ,
            WORKER,
            item=run.item,
            details={
                "step": run.step,
                "version": run.version,
                "state": state.value,
                "attempt": run.attempts,
            },
        )
        _settle_item(run.item)
    return ready


def _end(run: Run, state: State, *, error: str, trace: str = "") -> list[Run]:
    """End a run, and with it what cannot go on without it. Returns what may start now."""
    Run.objects.filter(pk=run.pk).update(
        state=state,
        error=error,
        trace=trace,
        ended_at=timezone.now(),
        lease_until=None,
        owner="",
        blocked=False,
    )
    ready: list[Run] = []
    for next_run in run.item.runs.filter(blocked=True, state=State.WAITING):
        step = all_steps()[next_run.step]
        if run.step not in (*step.needs, *step.after):
            continue
        if state != State.DONE and run.step in step.needs:
            why = f"Not tried: it needs {run.step}, which ended {state.label.lower()}."
            ready += _end(next_run, state, error=why)
        elif _all_ended(run.item, (*step.needs, *step.after)):
            Run.objects.filter(pk=next_run.pk).update(blocked=False)
            ready.append(next_run)
    return ready


def _all_ended(item: Item, steps: Sequence[str]) -> bool:
    return not item.runs.filter(step__in=steps).exclude(state__in=FINAL_STATES).exists()


def _land_stopped(run: Run) -> list[Run]:
    """A person asked for it, or the lease went to another worker, who now has the run."""
    run.refresh_from_db(fields=["stop_asked_by"])
    if run.stop_asked_by is None:
        return []
    return _land(run, State.BROKEN, error=_stopped_sentence(run))


def _stopped_sentence(run: Run) -> str:
    by = run.stop_asked_by.get_username() if run.stop_asked_by else "somebody"
    return f"Stopped by {by}. Run it again to go on."


def _land_broken(run: Run, error: Exception) -> list[Run]:
    """Our own fault: try again a little later, a few times, then say so in red."""
    sentence = f"{type(error).__name__}: {error}"
    if run.attempts >= MAX_ATTEMPTS:
        trace = traceback.format_exc()[-20_000:]
        return _land(run, State.BROKEN, error=sentence, trace=trace)
    _release(run, error=sentence, after=BACK_OFF * 3 ** (run.attempts - 1))
    return []


def _release(run: Run, *, error: str = "", after: timedelta = timedelta(0)) -> None:
    now: datetime = timezone.now()
    Run.objects.held_by(run.owner).filter(pk=run.pk).update(
        state=State.WAITING,
        owner="",
        lease_until=None,
        not_before=now + after,
        sent_at=None,
        error=error,
    )


def _settle_item(item: Item) -> None:
    """Bring the item's own state and the search index in step with its runs."""
    states = set(item.runs.values_list("state", flat=True))
    essential = [step.name for step in all_steps().values() if step.essential]
    unreadable = item.runs.filter(step__in=essential, state=State.UNREADABLE).exists()
    if states & {State.WAITING, State.RUNNING}:
        started = states - {State.WAITING}
        item.state = State.RUNNING if started else State.WAITING
    elif State.BROKEN in states:
        item.state = State.BROKEN
    else:
        item.state = State.UNREADABLE if unreadable else State.DONE
    item.save(update_fields=["state"])
    index.refresh(item)
