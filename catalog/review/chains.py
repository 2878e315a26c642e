"""The postings of an item and those that they forward, as chains with the first one first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from catalog.models import Appearance, Item

MOST_ROWS = 200
# A chain of forwards is walked so far from the item's own postings.
MOST_HOPS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """One posting in a chain. ``depth`` counts the forwards before it that are known."""

    appearance: Appearance
    depth: int
    is_own: bool
    is_earliest: bool


def chains_of(item: Item) -> Iterator[Link]:
    """Every posting of the item and of the chains it lies in, each before what forwards it.

    Chains begin in the order in which their first postings are known.
    """
    known = _connected(item)
    earliest = Appearance.objects.earliest_known(item)
    forwards: dict[int | None, list[Appearance]] = defaultdict(list)
    by_time = sorted(known.values(), key=lambda one: (one.known_at, one.pk))
    for one in by_time:
        forwards[one.forwarded_from_id if one.forwarded_from_id in known else None].append(one)
    told: set[int] = set()
    # A circle, which nothing here lets be made, would have no first one: then any begins.
    waiting = [(one, 0) for one in reversed([*forwards[None], *by_time])]
    while waiting:
        one, depth = waiting.pop()
        if one.pk in told:
            continue
        told.add(one.pk)
        yield Link(one, depth, one.item_id == item.pk, one == earliest)
        waiting += [(later, depth + 1) for later in reversed(forwards[one.pk])]


def _connected(item: Item) -> dict[int, Appearance]:
    rows = Appearance.objects.select_related("item", "source", "collected_by")
    rows = rows.prefetch_related("source__grades")
    known = {one.pk: one for one in rows.filter(item=item)[:MOST_ROWS]}
    for _ in range(MOST_HOPS):
        before = {one.forwarded_from_id for one in known.values()} - {None, *known}
        near = Q(pk__in=before) | Q(forwarded_from__in=list(known))
        more = rows.filter(near).exclude(pk__in=list(known))[: MOST_ROWS - len(known)]
        found = {one.pk: one for one in more}
        if not found:
            break
        known |= found
    return known
