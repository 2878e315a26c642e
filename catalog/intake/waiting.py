"""Waiting for items to be processed, with the queue up or down."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext

from catalog import stack
from catalog.models import FINAL_STATES, Item, Run, State

LOOK_EVERY_S = 0.3


def as_they_end(items: Iterable[Item], say: Callable[[str], None]) -> Iterator[Item]:
    """Yield each item once its processing has ended, in the order given.

    Where no installation is running, its workers are started for as long as this
    takes and stopped again. ``say`` gets a short line of progress now and then.
    """
    waiting = list(items)
    unfinished = any(item.state not in FINAL_STATES for item in waiting)
    with stack.started() if unfinished else nullcontext(_nothing) as keep_going:
        for done, item in enumerate(waiting):
            while item.state not in FINAL_STATES:
                keep_going()
                say(f"{done:,} of {len(waiting):,} ended; {item.ref} {progress_of(item)}")
                time.sleep(LOOK_EVERY_S)
                item.refresh_from_db(fields=["state"])
            yield item


def _nothing() -> None:
    """Nothing is unfinished, so no workers are needed."""


def progress_of(item: Item) -> str:
    """What is being done to the item at this moment, for people: ``scan 43 %, 1,200 frames``."""
    running = Run.objects.filter(item=item, state=State.RUNNING).order_by("-id").first()
    if running is None:
        return "waits"
    share = "" if running.fraction is None else f" {running.fraction:.0%}"
    return f"{running.step}{share}" + (f", {running.note}" if running.note else "")
