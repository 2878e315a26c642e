"""Where a page begins to look, and where it ends, among more than can be gone through for it.

SQLite asks the indexes in an order of its own and makes whole lists of what it finds;
PostgreSQL estimates what is less, and is left to it.
"""

from dataclasses import replace

from django.db import connection

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.query import Query
from catalog.search.together import count_each

# More items with the asked words than these are not held against the rest of a question.
MOST_WITH_WORDS = 100_000
# Going through so many items of a filter is quicker than through a large place.
MOST_LED = 50_000
_LEADING = {*narrow.FIELDS} - {"case", "contradiction", "has"}


def bounded(query: Query, among: ItemQuerySet) -> Query:
    """The query as a page asks it: beginning with the filters that leave few, and of words that
    stand in very many items with the newest of these.

    A page says so where that leaves something out; whoever asks for all hits asks without.
    """
    if connection.vendor != "sqlite":
        return query
    return replace(query, since=since(query, among), leads=_leads(query, among))


def since(query: Query, among: ItemQuerySet) -> int | None:
    """The first of the items to look at, if the words stand in very many."""
    if not query.text or query.like or connection.vendor != "sqlite":
        return None  # what is alike is few
    newest = narrow.with_words(replace(query, since=None), among).order_by("-item_id")
    last = newest.values_list("item_id", flat=True)[MOST_WITH_WORDS - 1 : MOST_WITH_WORDS + 1]
    first_and_older = list(last)
    return first_and_older[0] if len(first_and_older) == 2 else None


def _leads(query: Query, among: ItemQuerySet) -> tuple[str, ...]:
    asked = narrow.chosen(replace(query, leads=()), among)
    names = [name for name in asked if name in _LEADING]
    counts = count_each((among.filter(asked[name]) for name in names), MOST_LED + 1)
    by_count = sorted(zip(counts, names, strict=True))
    return tuple(name for count, name in by_count if count <= MOST_LED)
