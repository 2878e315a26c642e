"""Which presences may answer: where a statement reads them from, and what holds of each."""

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL

from catalog.models.item import ItemQuerySet
from catalog.models.presence import ends_us
from catalog.search import narrow
from catalog.search.boxes import Front, source_of
from catalog.search.fragments import Part
from catalog.search.query import Query


def candidates(query: Query, among: ItemQuerySet, front: Front) -> tuple[Part, list[Part]]:
    """What to read, and what to test of it: by boxes where the question has any."""
    if query.place or query.time or front.most is not None:
        source, tests = source_of(query, front)
        return source, [*tests, *conditions(query, among)]
    if query.bases:
        # The kind of fact and the case are an index of their own.
        return Part("catalog_presence AS p"), conditions(query, among)
    items = _ids(narrow.candidates(query, among))
    source = Part(f"({items.sql}) AS chosen CROSS JOIN catalog_presence AS p", items.values)
    return source, [Part("p.item_id = chosen.id")]


def conditions(query: Query, among: ItemQuerySet) -> list[Part]:
    """What holds of every row that answers, by its own columns and by its item's."""
    chosen = [pk for code, pk in among.case_ids.items() if code in (query.cases or [code])]
    tests = [Part(f"p.case_id IN ({_marks(chosen)})", tuple(chosen))]
    if not among.are_whole_cases or _asks_items(query):
        tests.append(_of_items(query, among))
    tests += _of_bases(query)
    if query.time:
        low, high = ends_us(query.time.outer)
        tests.append(Part("p.earliest_us <= %s AND p.latest_us >= %s", (high, low)))
    return tests


def _asks_items(query: Query) -> bool:
    bare = replace(query, place=None, time=None, bases=(), certainty=None, sort=None, page=None)
    return replace(bare, like="", cases=()) != Query()


def _of_items(query: Query, among: ItemQuerySet) -> Part:
    """The filters on items. Words are asked of their index once, the others of each item."""
    found = narrow.candidates(query, among)
    if query.text:
        items = _ids(found)
        return Part(f"p.item_id IN ({items.sql})", items.values)
    items = _ids(found.filter(pk=RawSQL("p.item_id", ())))
    return Part(f"EXISTS ({items.sql})", items.values)


def _ids(items: ItemQuerySet) -> Part:
    try:
        sql, values = items.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return Part("SELECT id FROM catalog_item WHERE id IS NULL")
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
