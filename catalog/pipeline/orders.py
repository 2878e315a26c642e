"""What people order: work to be planned, tried again, stopped, done once more for them."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from catalog.custody.chain import Actor, append
from catalog.models import FINAL_STATES, CustodyAct, Item, Run, State
from catalog.models.custody import canonical
from catalog.pipeline.ending import end, open_up, settle_item, stopped_sentence
from media_tools.findings import JSON
from media_tools.media import Kind
from media_tools.step import Step, all_steps, steps_for

OPEN_AGAIN = (
    "blocked",
    "state",
    "attempts",
    "failures",
    "not_before",
    "stop_asked_by",
    "sent_at",
    "error",
    "trace",
)


def plan(item: Item) -> list[Run]:
    """Make the runs this item still lacks, one for each step at its present version.

    Call inside a transaction. Returns those that may start now.
    """
    made = Run.objects.bulk_create(
        Run(item=item, step=s.name, version=s.version, blocked=bool(s.needs or s.after))
        for s in lacking(item)
    )
    if not made:
        return []
    return [run for run in made if not run.blocked] + open_up(item)


def lacking(item: Item) -> list[Step]:
    """The steps that have no run on this item at their present version."""
    there = set(item.runs.values_list("step", "version"))
    steps = steps_for(Kind(item.original.kind))
    return [step for step in steps if (step.name, step.version) not in there]


def catch_up(item: Item) -> list[Run]:
    """Plan what an item lacks since steps were added or changed. Returns what may start now."""
    with transaction.atomic():
        ready = plan(item)
        settle_item(item)
    return ready


def retry(item: Item, actor: Actor) -> list[Run]:
    """Give the broken runs of an item another chance. Returns those that are ready."""
    broken = item.runs.planned().filter(state=State.BROKEN).values_list("step", flat=True)
    return do_again(item, set(broken), actor)


def do_again(item: Item, steps: Collection[str], actor: Actor) -> list[Run]:
    """Do the newest runs of these steps anew. Returns those that are ready.

    What they find replaces what they found; what follows from it is for the caller to name.
    """
    with transaction.atomic():
        newest = {run.step: run for run in item.runs.planned().order_by("version")}
        again = [run for run in newest.values() if run.step in steps and run.state in FINAL_STATES]
        for run in again:
            step = all_steps()[run.step]
            _open_again(run)
            run.blocked = bool({*step.needs, *step.after} & set(steps))
        Run.objects.bulk_update(again, OPEN_AGAIN)
        append(CustodyAct.RETRIED, actor, item=item, details={"steps": sorted(steps)})
        settle_item(item)
    return [run for run in again if not run.blocked]


def order(
    item: Item,
    step: str,
    ordered: Mapping[str, JSON],
    actor: Actor,
    *,
    tries_anew: bool = True,
) -> Run:
    """Order a step for this item; the same order again is the same run, tried anew if it broke.

    Whoever only looks how far it has come does not want it tried anew. The steps that it needs
    must have succeeded. The run may have ended already.
    """
    declared = all_steps()[step]
    with transaction.atomic():
        run, is_new = Run.objects.get_or_create(
            item=item,
            step=step,
            version=declared.version,
            ordered=canonical(dict(ordered)).decode(),
        )
        if run.state == State.BROKEN and tries_anew:
            _open_again(run)
            run.save(update_fields=OPEN_AGAIN)
        if is_new:
            details: dict[str, object] = {"step": step, "ordered": dict(ordered)}
            append(CustodyAct.ORDERED, actor, item=item, details=details)
    return run


def _open_again(run: Run) -> None:
    run.state, run.not_before, run.blocked = State.WAITING, timezone.now(), False
    run.attempts, run.failures = 0, 0
    run.stop_asked_by, run.sent_at, run.error, run.trace = None, None, "", ""


def ask_to_stop(item: Item, actor: Actor) -> int:
    """Ask the runs of an item that have not ended to stop. Returns how many there are."""
    with transaction.atomic():
        asked = item.runs.exclude(state__in=FINAL_STATES).update(stop_asked_by=actor.person)
        append(CustodyAct.STOPPED, actor, item=item, details={"runs": asked})
        for run in item.runs.filter(state=State.WAITING):
            end(run, State.BROKEN, error=stopped_sentence(run))
        settle_item(item)
    return asked
