"""Putting right what killed workers and lost messages leave behind."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from catalog.models import Run, State
from catalog.pipeline.ending import land, release
from catalog.storage.unfinished import remove_stale
from catalog.storage.work import remove_leftovers

# Generous: files are parsed in children with limits, so that a worker's death is mostly
# the machine's doing and says nothing about the file.
MAX_DEATHS = 12
UNSENT_AFTER = timedelta(seconds=10)
BATCH = 500


def take_back() -> None:
    """Put back the runs of dead workers; one that keeps killing its worker is broken."""
    now = timezone.now()
    for run in Run.objects.expired(now).select_related("item"):
        deaths = run.attempts - run.failures
        if deaths >= MAX_DEATHS:
            error = f"The worker died {deaths} times while it ran {run.step}."
            land(run, State.BROKEN, error=error)
        else:
            release(run)
    remove_leftovers(set(Run.objects.filter(state=State.RUNNING).values_list("owner", flat=True)))
    remove_stale()


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
