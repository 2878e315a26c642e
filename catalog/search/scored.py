"""Scored rows as arrays: a large answer is thousands of them, taken together at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from catalog.search.page import Numbers
from catalog.search.query import Query, Sort
from catalog.search.scoring import CERTAIN, OUTSIDE, POSSIBLE, SCORES


@dataclass(frozen=True, slots=True)
class Scored:
    """Of each row its item, its score and its key. The key is of the order asked for:
    microseconds, or for distances the square in metres of the straight line."""

    items: Numbers
    scores: Numbers
    keys: Numbers

    def __len__(self) -> int:
        return len(self.items)

    def where(self, chosen: Numbers) -> "Scored":
        """Those of the rows."""
        return Scored(self.items[chosen], self.scores[chosen], self.keys[chosen])

    def by_item(self) -> "Scored":
        """For each item its greatest score and its least key, of the rows that may answer."""
        rows = self.where(self.scores != OUTSIDE)
        rows = rows.where(np.argsort(rows.items))
        begins = np.flatnonzero(np.diff(rows.items, prepend=-1))
        return Scored(
            rows.items[begins],
            np.maximum.reduceat(rows.scores, begins),
            np.minimum.reduceat(rows.keys, begins),
        )

    def hits(self) -> list[int]:
        """The items of those rows that answer for sure, however else their items do."""
        found: list[int] = self.items[(self.scores == CERTAIN) | (self.scores == POSSIBLE)].tolist()
        return found

    def tuples(self) -> list[tuple[int, int, float]]:
        """The rows one by one, as numbers of Python."""
        columns = (self.items.tolist(), self.scores.tolist(), self.keys.tolist())
        return list(zip(*columns, strict=True))


def fetched(query: Query, sql: str, values: Sequence[Any]) -> Scored:
    """What a statement answers that selects ``item_id``, ``score`` and ``sort_key``."""
    return Scored(*columns_of_scored(sql, values, {"sort_key": _kind_of_key(query)}))


def columns_of_scored(
    sql: str, values: Sequence[Any], kinds: Mapping[str, type[np.generic]]
) -> list[Numbers]:
    """The items and scores that a statement answers, and these columns of it.

    Each column comes as one text, the first two as one number: a row of its own costs both the
    database's driver and Python more than the search for it. Only whole numbers come exactly.
    """
    written = "group_concat({})" if connection.vendor == "sqlite" else "string_agg(({})::text, ',')"
    names = (f"item_id * {SCORES} + score", *kinds)
    columns = ", ".join(written.format(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM ({sql}) AS scored", values)
        scored, *others = (text or "" for text in cursor.fetchone())
    items, scores = np.divmod(np.fromstring(scored, np.int64, sep=","), SCORES)
    of_kinds = zip(others, kinds.values(), strict=True)
    return [items, scores, *(np.fromstring(text, kind, sep=",") for text, kind in of_kinds)]


def of_rows(query: Query, rows: Sequence[tuple[int, int, float]]) -> Scored:
    """Rows that came one by one."""
    items, scores, keys = zip(*rows, strict=True)
    return Scored(np.array(items), np.array(scores), np.array(keys, _kind_of_key(query)))


def _kind_of_key(query: Query) -> type[np.generic]:
    # Microseconds to the end of the calendar are more than a float can tell apart.
    return np.float64 if query.order is Sort.DISTANCE else np.int64
