"""What was changed in a row, and by whom, as the chain of custody tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from catalog.models import Case, CustodyAct, CustodyEvent


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row, as it was before and after; empty where there was nothing."""

    at: datetime
    by: str
    field: str
    before: str
    after: str


def changes_of(case: Case, noun: str, key: int) -> Iterator[Change]:
    """Each change of the row's fields, the newest first; ``noun`` is its name in the chain."""
    events = CustodyEvent.objects.filter(
        case=case, act=CustodyAct.CHANGED, **{f"details__{noun}": key}
    )
    for event in events.order_by("-seq"):
        for name, (before, after) in event.details.get("changed", {}).items():
            yield Change(event.at, event.actor, name, _said(before), _said(after))


def _said(value: object) -> str:
    return "" if value is None else str(value)
