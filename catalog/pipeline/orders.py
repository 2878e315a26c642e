"""What people order: work to be planned, tried again, stopped."""

from django.db import transaction
from django.utils import timezone

from catalog.custody.chain import Actor, append
from catalog.models import FINAL_STATES, CustodyAct, Item, Run, State
from catalog.pipeline.ending import end, settle_item, stopped_sentence
from media_tools.media import Kind
from media_tools.step import all_steps, steps_for

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

    Call inside a transaction. Returns the new runs; those with ``blocked`` wait for
    an earlier step.
    """
    there = set(item.runs.values_list("step", "version"))
    return Run.objects.bulk_create(
        Run(item=item, step=s.name, version=s.version, blocked=bool(s.needs or s.after))
        for s in steps_for(Kind(item.original.kind))
        if (s.name, s.version) not in there
    )


def retry(item: Item, actor: Actor) -> list[Run]:
    """Give the broken runs of an item another chance. Returns those that are ready."""
    with transaction.atomic():
        broken = list(item.runs.filter(state=State.BROKEN))
        open_again = {run.step for run in broken}
        for run in broken:
            step = all_steps()[run.step]
            run.blocked = bool(open_again & {*step.needs, *step.after})
            run.state, run.not_before = State.WAITING, timezone.now()
            run.attempts, run.failures = 0, 0
            run.stop_asked_by, run.sent_at, run.error, run.trace = None, None, "", ""
        Run.objects.bulk_update(
            broken,
            OPEN_AGAIN,
        )
        append(CustodyAct.RETRIED, actor, item=item, details={"steps": sorted(open_again)})
        settle_item(item)
    return [run for run in broken if not run.blocked]


def ask_to_stop(item: Item, actor: Actor) -> int:
    """Ask the runs of an item that have not ended to stop. Returns how many there are."""
    with transaction.atomic():
        asked = item.runs.exclude(state__in=FINAL_STATES).update(stop_asked_by=actor.person)
        append(CustodyAct.STOPPED, actor, item=item, details={"runs": asked})
        for run in item.runs.filter(state=State.WAITING):
            end(run, State.BROKEN, error=stopped_sentence(run))
        settle_item(item)
    return asked
