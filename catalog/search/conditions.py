"""Which presences may answer: where a statement reads them from, and what holds of each."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import RawSQL

from catalog.models.item import ItemQuerySet
from catalog.models.presence import ends_us
from catalog.search import narrow
from catalog.search.boxes import Front, source_of
from catalog.search.fragments import ALL, Part
from catalog.search.query import Query


def candidates(query: Query, among: ItemQuerySet, front: Front) -> tuple[Part, list[Part]]:
    """What to read, and what to test of it: by boxes where the question has any."""
    if query.place or query.time or front.most is not None:
        source, tests = source_of(query, front)
        return source, [*tests, *conditions(query, among)]
    if query.bases:
        # The kind of fact and the case are an index of their own.
        return Part("catalog_presence AS p"), conditions(query, among)
    found = narrow.candidates(query, among).order_by()
    if query.text and connection.vendor == "sqlite":
        # In the order of the index of words, or it is asked anew for every item of a filter; the
        # limit is none, but keeps the order from being passed over.
        found = found.order_by("-words__item_id")[:ALL]
    items = _ids(found)
    source = Part(f"({items.sql}) AS chosen CROSS JOIN catalog_presence AS p", items.values)
    return source, [Part("p.item_id = chosen.pk")]


def conditions(query: Query, among: ItemQuerySet) -> list[Part]:
    """What holds of every row that answers, by its own columns and by its item's."""
    chosen = [pk for code, pk in among.case_ids.items() if code in (query.cases or [code])]
    tests = [Part(f"p.case_id IN ({_marks(chosen)})", tuple(chosen))]
    if query.text:
        # Asked of their index once; the other filters of each item.
        words = _ids(narrow.with_words(query, among))
        tests.append(Part(f"p.item_id IN ({words.sql})", words.values))
    others = replace(query, text="")
    if not among.are_whole_cases or _asks_items(others):
        items = _ids(narrow.candidates(others, among).filter(pk=RawSQL("p.item_id", ())).order_by())
        tests.append(Part(f"EXISTS ({items.sql})", items.values))
    tests += _of_bases(query)
    if query.time:
        low, high = ends_us(query.time.outer)
        tests.append(Part("p.earliest_us <= %s AND p.latest_us >= %s", (high, low)))
    return tests


def _asks_items(query: Query) -> bool:
    bare = replace(query, place=None, time=None, bases=(), certainty=None, sort=None, page=None)
    return replace(bare, like="", cases=()) != Query()


def _ids(rows: models.QuerySet[Any]) -> Part:
    try:
        sql, values = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Part("SELECT id AS pk FROM catalog_item WHERE id IS NULL")
    return Part(sql, tuple(values))


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _of_bases(query: Query) -> list[Part]:
    marks = _marks(query.bases)
    place = Part(f"p.place_basis IN ({marks})", query.bases)
    time = Part(f"p.time_basis IN ({marks})", query.bases)
    if not query.bases:
        return []
    if query.place or query.time:
        return [part for part, asked in ((place, query.place), (time, query.time)) if asked]
    return [Part(f"({place.sql} OR {time.sql})", (*query.bases, *query.bases))]
