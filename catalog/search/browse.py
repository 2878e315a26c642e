"""Searching without place and time: what the database finds is the answer, all of it certain."""

from django.db.models import F, Q

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.page import COUNTED_TO, Counts, Entry, instant, microseconds, tie
from catalog.search.query import Certainty, Query, Sort


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count the hits as far as that is worth it and take ``size`` after the query's page."""
    items = narrow.candidates(query, among)
    counts = Counts(items.order_by()[: COUNTED_TO + 1].count(), 0)
    if query.certainty is Certainty.POSSIBLE or not size:
        return counts, []
    sign = -1 if query.order is Sort.ADDED else 1
    if query.order is Sort.ADDED:
        rows = items.annotate(item_date=F("added_at")).order_by("-added_at", "-pk")
    else:
        rows = items.annotate(item_date=narrow.beginning(query)).order_by("item_date", "pk")
    if query.page:
        rows = rows.filter(_after(query, sign))
    page = rows.values_list("pk", "item_date")[:size]
    return counts, [
        Entry(0, sign * microseconds(item_date), tie(query, pk)) for pk, item_date in page
    ]


def _after(query: Query, sign: int) -> Q:
    assert query.page
    moment, item_id = instant(sign * query.page.key), query.page.item_id
    if sign < 0:
        return Q(item_date__lt=moment) | Q(item_date=moment, pk__lt=item_id)
    return Q(item_date__gt=moment) | Q(item_date=moment, pk__gt=item_id)
