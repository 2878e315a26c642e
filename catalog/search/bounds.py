"""Where a page begins to look, and where it ends, among more than can be gone through for it.

SQLite asks the indexes in an order of its own and makes whole lists of what it finds;
PostgreSQL estimates which of them leaves less, and is left to that.
"""

from dataclasses import replace

from django.db import connection

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.page import COUNTED_TO
from catalog.search.query import Query
from catalog.search.together import count_each, newest_at

# More items with the asked words, or that each filter leaves, are not held against the rest.
MOST_LOOKED_AT = 100_000
# Going through so many items of a filter is quicker than through a large place.
MOST_LED = 50_000
_LEADING = {*narrow.FIELDS} - {"case", "contradiction", "has"}


def bounded(query: Query, among: ItemQuerySet) -> Query:
    """The query as a page asks it: beginning with the filters that leave few, and of words or
    filters that leave very many with the newest of these.

    A page says so where that leaves something out; whoever asks for all hits asks without.
    """
    query = replace(query, since=since(query, among))
    are_several = not (query.text or query.like) and _filters(query) > 1
    if not are_several and connection.vendor != "sqlite":
        return query
    most = MOST_LOOKED_AT if are_several else MOST_LED
    counts = _counts(query, among, most + 1)
    if are_several and counts and counts[0][0] > most:
        return _among_the_newest(query, among, counts[0][1])
    return _led(query, *(name for count, name in counts if count <= MOST_LED))


def since(query: Query, among: ItemQuerySet) -> int | None:
    """The first of the items to look at, if the words stand in very many."""
    if not query.text or query.like:
        return None  # what is alike is few
    # Of very many cases the index of words is asked without them: not of this person's alone.
    newest = narrow.worded(Query(text=query.text, cases=query.cases), among).order_by("-item_id")
    last = newest.values_list("item_id", flat=True)[MOST_LOOKED_AT - 1 : MOST_LOOKED_AT + 1]
    first_and_older = list(last)
    return first_and_older[0] if len(first_and_older) == 2 else None


def _filters(query: Query) -> int:
    """How many things are asked of an item beside its case."""
    fields = [field for name, field in narrow.FIELDS.items() if name not in ("case", "has")]
    return sum(bool(getattr(query, field)) for field in fields) + len(query.has)


def _counts(query: Query, among: ItemQuerySet, most: int) -> list[tuple[int, str]]:
    """How many items each filter leaves, the fewest first."""
    asked = narrow.chosen(replace(query, leads=()), among)
    names = [name for name in asked if name in _LEADING]
    counts = count_each((among.filter(asked[name]) for name in names), most)
    return sorted(zip(counts, names, strict=True))


def _among_the_newest(query: Query, among: ItemQuerySet, name: str) -> Query:
    """The query among the newest that this filter leaves, if the others leave few of them."""
    parts = (narrow.led(query, part, name) for part in narrow.apart(query, among))
    first = newest_at(parts, MOST_LOOKED_AT)
    newest = _led(replace(query, since=first), name)
    left = narrow.candidates(newest, among).order_by().values("pk")[: COUNTED_TO + 1].count()
    return newest if left <= COUNTED_TO else query


def _led(query: Query, *leads: str) -> Query:
    return replace(query, leads=leads) if connection.vendor == "sqlite" else query
