"""Who has opened an item, as the chain of custody tells it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from catalog.models import CustodyAct, CustodyEvent, Item

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """A person, when they first opened the item, and when they did so first on the last day."""

    name: str
    first: datetime
    last: datetime


def seen_by(item: Item) -> list[Seen]:
    """At most so many people, the latest first. A view is noted once a day."""
    views = CustodyEvent.objects.filter(item=item, act=CustodyAct.VIEWED).order_by()
    rows = views.values("actor").annotate(first=Min("at"), last=Max("at")).order_by("-last")
    return [Seen(row["actor"], row["first"], row["last"]) for row in rows[:MOST_SHOWN]]
