"""Several bounded queries in one statement. Django cannot put limits into the parts of a union."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from catalog.models.item import ItemQuerySet


def these(ids: Collection[int]) -> RawSQL:
    """Ten thousand keys as one parameter: as one each they take longer than the query."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, ids))}}}"])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([*ids])])


def count_each(querysets: Iterable[ItemQuerySet], most: int) -> list[int]:
    """How many rows each has, counted up to ``most``."""
    parts = [_part(queryset.order_by(), most) for queryset in querysets]
    numbered = [
        (f"SELECT {n}, (SELECT COUNT(*) FROM ({sql}) AS hits)", params)
        for n, (sql, params) in enumerate(parts)
    ]
    return [count for _, count in sorted(_all_of(numbered))]


def newest_of_all(querysets: Iterable[ItemQuerySet], size: int) -> list[int]:
    """The keys of the last ``size`` items of all of them, each once, the last one first.

    Each part is read off the end of its own index, however long it is.
    """
    parts = [_part(queryset.order_by("-pk"), size) for queryset in querysets]
    keyed = [(f"SELECT * FROM ({sql}) AS newest", params) for sql, params in parts]
    return sorted({key for (key,) in _all_of(keyed)}, reverse=True)[:size]


def newest_at(querysets: Iterable[ItemQuerySet], place: int) -> int | None:
    """The key of the item at this place, from 1, among the newest of all of them, which have no
    item in common; ``None`` if there are not so many."""
    parts = [_part(queryset.order_by("-pk"), place) for queryset in querysets]
    keyed = [(f"SELECT * FROM ({sql}) AS newest", params) for sql, params in parts]
    rows = _all_of(keyed, f" ORDER BY 1 DESC LIMIT 1 OFFSET {place - 1}")
    return rows[0][0] if rows else None


def _part(queryset: ItemQuerySet, most: int) -> tuple[str, tuple[Any, ...]]:
    query = queryset.values("pk")[:most].query
    # One that cannot have rows is a part like the others, and not an exception.
    sql, params = query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, params


def _all_of(parts: list[tuple[str, tuple[Any, ...]]], end: str = "") -> list[tuple[int, ...]]:
    if not parts:
        return []
    params = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts) + end, params)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows
