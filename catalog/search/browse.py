"""Searching without place and time: what the database finds is the answer, all of it certain."""

from django.db.models import F, Q

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.grammar import PageKey
from catalog.search.page import COUNTED_TO, Counts, Entry, instant, microseconds, tie
from catalog.search.query import Certainty, Query, Sort


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count the hits as far as that is worth it and take ``size`` after the query's page."""
    items = narrow.candidates(query, among)
    counts = Counts(items.order_by().values("pk")[: COUNTED_TO + 1].count(), 0)
    if query.certainty is Certainty.POSSIBLE or not size:
        return counts, []
    if query.order is Sort.ADDED:
        return counts, _newest(query, items, size)
    rows = items.annotate(item_date=narrow.beginning(query)).order_by("item_date", "pk")
    if query.page:
        rows = rows.filter(_after(query.page))
    page = rows.values_list("pk", "item_date")[:size]
    return counts, [Entry(0, microseconds(item_date), pk) for pk, item_date in page]


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


def _after(page: PageKey) -> Q:
    moment = instant(page.key)
    return Q(item_date__gt=moment) | Q(item_date=moment, pk__gt=page.item_id)
