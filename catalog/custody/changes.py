"""What was changed in a row, and by whom, as the chain of custody tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from catalog.models import Case, CustodyAct, CustodyEvent, Item

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row, as it was before and after; empty where there was nothing, as is the
    reason where none was given."""

    at: datetime
    by: str
    field: str
    before: str
    after: str
    reason: str


def changes_of(case: Case, noun: str, key: int) -> Iterator[Change]:
    """The newest changes of the row's fields; ``noun`` is its name in the chain."""
    return _told(CustodyEvent.objects.filter(case=case, **{f"details__{noun}": key}))


def changes_of_item(item: Item) -> Iterator[Change]:
    """The newest changes of the item itself."""
    of_posting = Q(details__has_key="appearance")
    return _told(CustodyEvent.objects.filter(~of_posting, item=item))


def _told(events: QuerySet[CustodyEvent]) -> Iterator[Change]:
    changing = events.filter(act__in=(CustodyAct.CHANGED, CustodyAct.WORK_MOVED))
    for event in changing.order_by("-seq")[:MOST_TOLD]:
        reason = _said(event.details.get("reason"))
        for name, before, after in _fields(event):
            yield Change(event.at, event.actor, name, _said(before), _said(after), reason)


def _fields(event: CustodyEvent) -> Iterator[tuple[str, object, object]]:
    """What an event changed: several fields, or the one that it names."""
    for name, (before, after) in event.details.get("changed", {}).items():
        yield name, before, after
    if "to" in event.details:
        name = event.details.get("field", "workflow")
        yield name, event.details["from"], event.details["to"]


def _said(value: object) -> str:
    return "" if value is None else str(value)
