"""Which presences may answer: where a statement reads them from, and what holds of each."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import RawSQL

from catalog.models.item import ItemQuerySet
from catalog.models.presence import ends_us
from catalog.search import narrow
from catalog.search.boxes import Front, meets, source_of
from catalog.search.fragments import Part
from catalog.search.query import Query

_IS_CHOSEN = Part("p.item_id = chosen.pk")


def candidates(query: Query, among: ItemQuerySet, front: Front) -> tuple[Part, list[Part]]:
    """What to read, and what to test of it: by boxes where the question has any."""
    asks_boxes = query.place or query.time or front.most is not None
    if asks_boxes and (lead := narrow.lead(query)):
        few = narrow.led(query, among, lead)
        return _of_each(few.order_by()), [_IS_CHOSEN, *meets(query), *conditions(query, among)]
    if asks_boxes:
        source, tests = source_of(query, front)
        return source, [*tests, *conditions(query, among)]
    if query.bases:
        # The kind of fact and the case are an index of their own.
        return Part("catalog_presence AS p"), conditions(query, among)
    found = narrow.worded(query, among) if query.text else narrow.candidates(query, among)
    return _of_each(found.order_by()), [_IS_CHOSEN]


def _of_each(found: models.QuerySet[Any]) -> Part:
    """The presences of each of these items."""
    items = _ids(found)
    return Part(f"({items.sql}) AS chosen CROSS JOIN catalog_presence AS p", items.values)


def conditions(query: Query, among: ItemQuerySet) -> list[Part]:
    """What holds of every row that answers, by its item's columns and by its own."""
    return [*_of_items(query, among), *of_rows(query)]


def of_rows(query: Query) -> list[Part]:
    """What holds of every row that answers, of an item that does."""
    tests = _of_bases(query)
    if query.time:
        low, high = ends_us(query.time.outer)
        tests.append(Part("p.earliest_us <= %s AND p.latest_us >= %s", (high, low)))
    return tests


def _of_items(query: Query, among: ItemQuerySet) -> list[Part]:
    chosen = [pk for code, pk in among.case_ids.items() if code in (query.cases or [code])]
    tests = [_in_cases(sorted(chosen))]
    if query.text:
        # Asked of their index once; the other filters of each item.
        words = _ids(narrow.with_words(query, among))
        tests.append(Part(f"p.item_id IN ({words.sql})", words.values))
    if not among.are_whole_cases or narrow.asks_items(query):
        items = _ids(narrow.candidates(query, among).filter(pk=RawSQL("p.item_id", ())).order_by())
        tests.append(Part(f"EXISTS ({items.sql})", items.values))
    return tests


def _in_cases(keys: Sequence[int]) -> Part:
    if len(keys) > 1 and keys[-1] - keys[0] == len(keys) - 1:
        # Of a run of keys two comparisons tell, which are quicker than a list.
        return Part("p.case_id BETWEEN %s AND %s", (keys[0], keys[-1]))
    return Part(f"p.case_id IN ({marks(keys)})", tuple(keys))


def _ids(rows: models.QuerySet[Any]) -> Part:
    try:
        sql, values = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Part("SELECT id AS pk FROM catalog_item WHERE id IS NULL")
    return Part(sql, tuple(values))


def marks(values: Collection[object]) -> str:
    """The places of so many values in a list of a statement."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def _of_bases(query: Query) -> list[Part]:
    listed = marks(query.bases)
    place = Part(f"p.place_basis IN ({listed})", query.bases)
    time = Part(f"p.time_basis IN ({listed})", query.bases)
    if not query.bases:
        return []
    if query.place or query.time:
        return [part for part, asked in ((place, query.place), (time, query.time)) if asked]
    return [Part(f"({place.sql} OR {time.sql})", (*query.bases, *query.bases))]
