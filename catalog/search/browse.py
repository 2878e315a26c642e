"""Searching without facts, newest first: what the database finds is the answer, all certain."""

from collections.abc import Sequence
from dataclasses import replace

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
    first page of a word that is everywhere is read without looking at the rest.
    """
    if not query.text:
        return newest_of_any([query], among, size)
    found = narrow.worded(query, among)
    if query.page:
        found = found.filter(item_id__lt=query.page.item_id)
    return list(found.order_by("-item_id").values_list("item_id", flat=True)[:size])


def newest_of_any(queries: Sequence[Query], among: ItemQuerySet, size: int) -> list[int]:
    """The same of what answers any of these queries, which ask for no words."""
    parts = ((query, part) for query in queries for part in narrow.apart(query, among))
    return newest_of_all((_after_page(query, part) for query, part in parts), size)


def _after_page(query: Query, among: ItemQuerySet) -> ItemQuerySet:
    items = narrow.candidates(query, among)
    return items.filter(pk__lt=query.page.item_id) if query.page else items
