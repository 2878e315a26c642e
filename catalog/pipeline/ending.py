"""How a run ends: in one transaction, with all that follows from it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from catalog import due, index, relations
from catalog.custody.chain import WORKER, append, hold
from catalog.likeness import store as likeness
from catalog.models import FINAL_STATES, CustodyAct, Item, Run, State
from catalog.pipeline.saving import Stored, save_rows
from media_tools.findings import Findings
from media_tools.step import all_steps
from media_tools.text import storable


def land(
    run: Run,
    state: State,
    *,
    found: tuple[Findings, Stored] | None = None,
    error: str = "",
    trace: str = "",
) -> list[Run]:
    """Save the outcome in one transaction, if the run is still ours to end."""
    with transaction.atomic():
        # Two runs of one item that end together must see each other's end.
        hold(run.item)
        held = Run.objects.held_by(run.owner).filter(pk=run.pk).select_for_update().exists()
        if not held:
            return []
        if found:
            save_rows(run, *found)
        ready = end(run, state, error=error, trace=trace)
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
        # Behind the link of the chain: until the commit nobody else can add one, so that of
        # two halves of a pair that land together one sees the other.
        if found:
            relations.suggest_from(run)
            likeness.enter(run)
        settle_item(run.item)
    return ready


def end(run: Run, state: State, *, error: str, trace: str = "") -> list[Run]:
    """End a run, and with it what cannot go on without it. Returns what may start now."""
    Run.objects.filter(pk=run.pk).update(
        state=state,
        error=storable(error),
        trace=storable(trace),
        ended_at=timezone.now(),
        lease_until=None,
        owner="",
        blocked=False,
    )
    return open_up(run.item)


def open_up(item: Item) -> list[Run]:
    """Let go of the runs that wait for nothing any more. Returns those that may start now.

    One that needs a step which ended otherwise than well ends in the same way.
    """
    runs = list(item.runs.planned().order_by("version"))
    newest = {run.step: run for run in runs}
    opened: list[Run] = []
    for run in runs:
        if not run.blocked or run.state != State.WAITING:
            continue
        step = all_steps()[run.step]
        before = [newest[name] for name in (*step.needs, *step.after) if name in newest]
        ended = [other for other in before if other.state in FINAL_STATES]
        for other in ended:
            if other.step in step.needs and other.state != State.DONE:
                how = State(other.state)
                why = f"Not tried: it needs {other.step}, which ended {how.label.lower()}."
                return opened + end(run, how, error=why)
        if len(ended) == len(before):
            Run.objects.filter(pk=run.pk).update(blocked=False)
            opened.append(run)
    return opened


def release(run: Run, *, error: str = "", after: timedelta = timedelta(0)) -> None:
    """Give a run back, to be done again now or after a while."""
    now: datetime = timezone.now()
    Run.objects.held_by(run.owner).filter(pk=run.pk).update(
        state=State.WAITING,
        owner="",
        lease_until=None,
        not_before=now + after,
        sent_at=None,
        error=error,
    )


def settle_item(item: Item) -> None:
    """Bring the item's own state and the search index in step with its runs."""
    planned = item.runs.planned()
    states = set(planned.values_list("state", flat=True))
    essential = [step.name for step in all_steps().values() if step.essential]
    unreadable = planned.filter(step__in=essential, state=State.UNREADABLE).exists()
    if states & {State.WAITING, State.RUNNING}:
        started = states - {State.WAITING}
        item.state = State.RUNNING if started else State.WAITING
    elif State.BROKEN in states:
        item.state = State.BROKEN
    else:
        item.state = State.UNREADABLE if unreadable else State.DONE
    item.save(update_fields=["state"])
    index.refresh(item)
    # Each step that lands may change a check; they are made once, when all have.
    if item.state in FINAL_STATES:
        due.mark_and_make(item)


def stopped_sentence(run: Run) -> str:
    """Who stopped it, and what to do."""
    by = run.stop_asked_by.get_username() if run.stop_asked_by else "somebody"
    return f"Stopped by {by}. Run it again to go on."
