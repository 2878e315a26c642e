"""Searching without facts, newest first: what the database finds is the answer, all certain."""

from django.db.models import F

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.page import COUNTED_TO, Counts, Entry, tie
from catalog.search.query import Certainty, Query


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count the hits as far as that is worth it and take ``size`` after the query's page."""
    items = narrow.candidates(query, among)
    counted = items.order_by().values("pk")[: COUNTED_TO + 1].count()
    counts = Counts(counted, 0, counted > COUNTED_TO)
    if query.certainty is Certainty.POSSIBLE or not size:
        return counts, []
    return counts, _newest(query, items, size)


def _newest(query: Query, items: ItemQuerySet, size: int) -> list[Entry]:
    """The items in the order in which they were entered, the last first.

    That is the order of their keys, in which an index of words gives its hits as well, so the
    first page of a word that is everywhere is read without looking at the rest.
    """
    key = "words__item_id" if query.text else "pk"
    if query.page:
        items = items.filter(**{f"{key}__lt": query.page.item_id})
    newest = items.order_by(F(key).desc()).values_list("pk", flat=True)
    return [Entry(0, 0, tie(query, pk)) for pk in newest[:size]]
