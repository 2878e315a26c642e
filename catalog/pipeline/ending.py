"""How a run ends: in one transaction, with all that follows from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from catalog import index, relations
from catalog.custody.chain import WORKER, append
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
        Item.objects.select_for_update().get(pk=run.item_id)
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
    ready: list[Run] = []
    for next_run in run.item.runs.filter(blocked=True, state=State.WAITING):
        step = all_steps()[next_run.step]
        if run.step not in (*step.needs, *step.after):
            continue
        if state != State.DONE and run.step in step.needs:
            why = f"Not tried: it needs {run.step}, which ended {state.label.lower()}."
            ready += end(next_run, state, error=why)
        elif _all_ended(run.item, (*step.needs, *step.after)):
            Run.objects.filter(pk=next_run.pk).update(blocked=False)
            ready.append(next_run)
    return ready


def _all_ended(item: Item, steps: Sequence[str]) -> bool:
    return not item.runs.filter(step__in=steps).exclude(state__in=FINAL_STATES).exists()


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


def stopped_sentence(run: Run) -> str:
    """Who stopped it, and what to do."""
    by = run.stop_asked_by.get_username() if run.stop_asked_by else "somebody"
    return f"Stopped by {by}. Run it again to go on."
