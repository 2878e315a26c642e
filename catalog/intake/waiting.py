"""Waiting for items to be processed, with the queue up or down."""

import time
from collections.abc import Callable, Iterable, Iterator

from django.core.management.base import OutputWrapper

from catalog.models import FINAL_STATES, Contained, Item, Run, State

LOOK_EVERY_S = 0.3


def as_they_end(
    items: Iterable[Item], keep_going: Callable[[], None], say: Callable[[str], None]
) -> Iterator[Item]:
    """Yield each item once its processing has ended, in the order given.

    It has not ended before that of all media has that were found in the item.

    ``keep_going`` is called now and then and sees to it that workers are there (what
    ``stack.started()`` yields); ``say`` gets a short line of progress.
    """
    waiting = list(items)
    for done, item in enumerate(waiting):
        while not _has_ended(item):
            keep_going()
            say(f"{done:,} of {len(waiting):,} ended; {item.ref} {progress_of(item)}")
            time.sleep(LOOK_EVERY_S)
            item.refresh_from_db(fields=["state"])
        yield item


def _has_ended(item: Item) -> bool:
    if item.state not in FINAL_STATES:
        return False
    found = Contained.objects.filter(run__item=item)
    inner = Item.objects.filter(found_as__in=found).distinct()
    return not found.untaken().exists() and all(map(_has_ended, inner))


def on_one_line(terminal: OutputWrapper) -> Callable[[str], None]:
    """A ``say`` that writes each line over the last, and says nothing into a file or pipe."""

    def say(line: str) -> None:
        if terminal.isatty():
            terminal.write(f"\r\033[K{line}", ending="")
            terminal.flush()

    return say


def progress_of(item: Item) -> str:
    """What is being done to the item at this moment, for people: ``scan 43 %, 1,200 frames``."""
    running = Run.objects.filter(item=item, state=State.RUNNING).order_by("-id").first()
    if running is None:
        return "waits"
    share = "" if running.fraction is None else f" {running.fraction:.0%}"
    return f"{running.step}{share}" + (f", {running.note}" if running.note else "")
