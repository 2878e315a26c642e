"""Celery's door: run ids only. The database is the truth, a message only a hint."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import current_app, shared_task
from django.db import transaction
from kombu import Queue
from kombu.exceptions import KombuError, OperationalError

from catalog import pipeline
from catalog.models import Run
from media_tools.step import all_steps

logger = logging.getLogger(__name__)

LIGHT, HEAVY = "light", "heavy"
# Intake knows this module, not the other way round: it hands over its own chores.
chores: list[Callable[[], object]] = []
# In the same way, what it does with what a run found, once that has landed.
takers: list[Callable[[int], object]] = []


class _Outage:
    """Says once that the queue is away, and not again for each of a thousand files."""

    def __init__(self) -> None:
        self._lasts = False

    def begins(self, error: Exception) -> None:
        if not self._lasts:
            logger.warning("The queue is away; the sweep will send what is ready: %s", error)
        self._lasts = True

    def ends(self) -> None:
        self._lasts = False


_outage = _Outage()


def send(runs: Iterable[Run]) -> None:
    """Tell the workers about runs that are ready. If the queue is away, sweep tells them later."""
    told = []
    try:
        for run in runs:
            queue = HEAVY if all_steps()[run.step].heavy else LIGHT
            execute.apply_async((run.pk,), queue=queue, retry=False)
            told.append(run.pk)
    except (KombuError, OperationalError, OSError) as error:
        _outage.begins(error)
    else:
        _outage.ends()
    pipeline.note_sent(told)


def send_on_commit(runs: list[Run]) -> None:
    """Send once the transaction that made the runs has been committed."""
    transaction.on_commit(lambda: send(run for run in runs if not run.blocked))


@shared_task(name="catalog.tasks.execute")
def execute(run_id: int) -> None:
    """Do one run, then send what has become ready through it, and take in what it found."""
    send(pipeline.execute(run_id))
    for take in takers:
        take(run_id)


@shared_task(name="catalog.tasks.sweep")
def sweep() -> None:
    """Put back what dead workers held, and send what no message speaks for."""
    pipeline.take_back()
    for queue in (LIGHT, HEAVY):
        steps = [step.name for step in all_steps().values() if step.heavy == (queue == HEAVY)]
        send(pipeline.unsent(steps, queue_is_empty=_is_empty(queue)))


@shared_task(name="catalog.tasks.tidy")
def tidy() -> None:
    """Do the chores that may take a while, such as taking in what a crash left untaken."""
    for chore in chores:
        chore()


def _is_empty(queue: str) -> bool:
    with current_app.connection_for_read() as connection:
        waiting: Any = Queue(queue)(connection.default_channel).queue_declare()
    return bool(waiting.message_count == 0)
