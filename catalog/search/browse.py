"""Searching without facts, newest first: what the database finds is the answer, all certain."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.page import COUNTED_TO, Counts, Entry, tie
from catalog.search.query import Certainty, Query
from catalog.search.together import newest_of_all


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count the hits as far as that is worth it and take ``size`` after the query's page."""
    if query.text:
        # Going through an index of words again for the page would cost as much as the count.
        found = newest(replace(query, page=None), among, COUNTED_TO + 1)
        counted, ids = len(found), found[:size]
    else:
        items = narrow.candidates(query, among)
        counted, ids = items.order_by().values("pk")[: COUNTED_TO + 1].count(), None
    counts = Counts(counted, 0, counted > COUNTED_TO)
    if query.certainty is Certainty.POSSIBLE or not size:
        return counts, []
    if ids is None or query.page:
        ids = newest(query, among, size)
    return counts, [Entry(0, 0, tie(query, pk)) for pk in ids]


def newest(query: Query, among: ItemQuerySet, size: int) -> list[int]:
    """The items in the order in which they were entered, the last first.

    That is the order of their keys, in which an index of words gives its hits as well, so the
    first page of a word that is everywhere is read without looking at the rest; and asked in
    that order SQLite begins with the words, and does not look each item up among them.
    """
    if not query.text:
        return newest_of_any([query], among, size)
    items = _after_page(query, narrow.candidates(query, among), "words__item_id")
    return list(items.order_by(F("words__item_id").desc()).values_list("pk", flat=True)[:size])


def newest_of_any(queries: Sequence[Query], among: ItemQuerySet, size: int) -> list[int]:
    """The same of what answers any of these queries, which ask for no words.

    Each case is read off the end of its own index; asked for all cases at once, the databases
    sort every item.
    """
    parts = among.in_each_case() if len(among.case_ids) <= narrow.MOST_CASES else [among]
    each = ((query, narrow.candidates(query, part)) for query in queries for part in parts)
    return newest_of_all((_after_page(query, items, "pk") for query, items in each), size)


def _after_page(query: Query, items: ItemQuerySet, key: str) -> ItemQuerySet:
    return items.filter(**{f"{key}__lt": query.page.item_id}) if query.page else items
