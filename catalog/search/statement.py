"""The statements that find by place and time: candidates by their boxes, each row scored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import repeat
from typing import Any, Self

import numpy as np
from django.db import connection

from catalog.models.item import ItemQuerySet
from catalog.models.presence import END_US, SAMPLE
from catalog.search.boxes import Front, area_deg2, meets
from catalog.search.conditions import candidates, conditions, marks, of_rows
from catalog.search.fragments import ALL, Part, all_of
from catalog.search.page import Numbers
from catalog.search.query import Query, Sort
from catalog.search.scored import Scored, columns_of_scored, fetched
from catalog.search.scoring import IS_WIDENED, chord2_of, columns_of, key_of, score_of
from catalog.search.together import these
from media_tools.places import Box

_CHUNK = 2000
SAMPLED = Part(f"p.item_id %% {SAMPLE} = 0")
_ENDS = {"earliest_us": np.int64, "latest_us": np.int64}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that may answer, as columns; their scores are of the place alone."""

    items: Numbers
    scores: Numbers
    earliest_us: Numbers
    latest_us: Numbers

    def __len__(self) -> int:
        return len(self.items)

    def where(self, chosen: Numbers) -> Self:
        """Those of the rows."""
        columns = (getattr(self, column.name) for column in fields(self))
        return type(self)(*(column[chosen] for column in columns))

    def joined(self, others: "Rows") -> "Rows":
        """These and the others."""
        return Rows(
            *(
                np.concatenate([getattr(self, column.name), getattr(others, column.name)])
                for column in fields(Rows)
            )
        )


@dataclass(frozen=True, slots=True)
class PlacedRows(Rows):
    """The same with their places."""

    latitudes: Numbers
    longitudes: Numbers
    reaches_m: Numbers


def first_rows(query: Query, among: ItemQuerySet, limit: int) -> Scored:
    """So many of the rows that the boxes leave, in no order."""
    return fetched(query, *_scored(query, _rows(query, among, Front(), limit)))


def rows_of_items(query: Query, among: ItemQuerySet, front: Front, limit: int) -> Scored:
    """All rows of the items of the first ``limit`` rows within the front."""
    near = _rows(query, among, front, limit)
    source = Part(
        f"(SELECT DISTINCT item_id FROM ({near.sql}) AS near) AS front "
        "CROSS JOIN catalog_presence AS p",
        near.values,
    )
    same = Part("p.item_id = front.item_id")
    tests = [same, *meets(query), *of_rows(query)]
    return fetched(query, *_scored(query, _select(query, source, tests, ALL)))


def rows_by_item(query: Query, among: ItemQuerySet) -> Iterator[tuple[int, int, float]]:
    """All rows that the boxes leave, those of an item together, in bounded memory."""
    sql, values = _scored(query, _rows(query, among, Front(), ALL))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY item_id", values)
        while chunk := cursor.fetchmany(_CHUNK):
            yield from chunk


def timed_rows(query: Query, among: ItemQuerySet, limit: int, only: Part | None = None) -> Rows:
    """The first rows that may answer and have a time, or ``only`` those of some items."""
    sql, values = _seen(query, among, limit, only, query, [has_time(query)])
    return Rows(*columns_of_scored(sql, values, _ENDS))


def placed_rows(
    query: Query,
    among: ItemQuerySet,
    limit: int,
    only: Part | None = None,
    *,
    view: Box | None = None,
    tests: Sequence[Part] = (),
) -> PlacedRows:
    """The first rows that may answer and pass these tests, or ``only`` those of some items; with
    a view those whose box meets it."""
    in_view = replace(query, place=view) if view else query
    sql, values = _seen(query, among, limit, only, in_view, tests)
    names = "item_id, score, earliest_us, latest_us, latitude, longitude, reach_m"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ({sql}) AS scored", values)
        found = cursor.fetchall()
    columns = zip(*found, strict=True) if found else repeat(())
    kinds = [np.int64] * 4 + [np.float64] * 3
    return PlacedRows(*(np.array(of, kind) for of, kind in zip(columns, kinds, strict=False)))


def of_items(ids: Sequence[int]) -> Part:
    """Only the rows of these items."""
    keys = these(ids)
    return Part(f"p.item_id IN ({keys.sql})", tuple(keys.params))


def has_time(query: Query) -> Part:
    """Whether a row has a time, of a kind of fact that may answer."""
    basis = f" AND p.time_basis IN ({marks(query.bases)})" if query.bases else ""
    return Part(f"p.earliest_us <= %s{basis}", (END_US, *query.bases))


def _seen(
    query: Query,
    among: ItemQuerySet,
    limit: int,
    only: Part | None,
    in_view: Query,
    tests: Sequence[Part],
) -> tuple[str, tuple[Any, ...]]:
    """Rows that pass these tests as well, scored by the place alone."""
    score = score_of(replace(query, time=None))
    chord2 = chord2_of(query)
    if only is None:
        source, others = candidates(_smaller(query, in_view), among, Front())
    else:
        # Some items are found sooner by their keys than by where they are.
        source = Part("catalog_presence AS p")
        others = [only, *conditions(in_view, among)]
    test = all_of([*others, *meets(in_view), *tests])
    selected = f"SELECT p.*, {chord2.sql} AS chord2 FROM {source.sql} WHERE {test.sql} LIMIT %s"
    sql = f"SELECT *, {score.sql} AS score FROM ({selected}) AS selected"
    return sql, (*score.values, *chord2.values, *source.values, *test.values, limit)


def _smaller(query: Query, in_view: Query) -> Query:
    """What asks for less of the world: what answers lies in both."""
    if query.place is None or in_view.place is None:
        return in_view
    return min(query, in_view, key=lambda asked: area_deg2(asked.place) if asked.place else 0.0)


def _scored(query: Query, selected: Part) -> tuple[str, tuple[Any, ...]]:
    score = score_of(query)
    sql = f"SELECT item_id, {score.sql} AS score, sort_key FROM ({selected.sql}) AS selected"
    return sql, (*score.values, *selected.values)


def _rows(query: Query, among: ItemQuerySet, front: Front, limit: int) -> Part:
    """The rows that may answer, by the boxes and within the front."""
    source, tests = candidates(query, among, front)
    key = key_of(query)
    for bound, sign in ((front.least, ">="), (front.most, "<=")):
        if bound is not None and query.order is Sort.ADDED:
            # Turned round, for the index by age.
            tests.append(Part(f"%s {sign} p.added_us", (-bound,)))
        elif bound is not None:
            nearer = f"({key.sql} {sign} %s OR p.{IS_WIDENED})"
            tests.append(Part(nearer, (*key.values, bound)))
    return _select(query, source, tests, limit)


def _select(query: Query, source: Part, tests: Sequence[Part], limit: int) -> Part:
    """What scoring needs of the rows. SQLite computes it once for each, because of the limit."""
    key, chord2, test = key_of(query), chord2_of(query), all_of(tests)
    columns = ["item_id", *columns_of(query)]
    return Part(
        f"SELECT {', '.join(f'p.{column}' for column in columns)}, "
        f"{key.sql} AS sort_key, {chord2.sql} AS chord2 "
        f"FROM {source.sql} WHERE {test.sql} LIMIT %s",
        (*key.values, *chord2.values, *source.values, *test.values, limit),
    )
