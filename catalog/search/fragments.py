"""Pieces of SQL with their values, put together without ever writing a value into the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A limit that is none.
ALL = 2**62


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


def all_of(parts: Sequence[Part]) -> Part:
    """That all of these hold."""
    sql = " AND ".join(part.sql for part in parts) or "1 = 1"
    return Part(sql, tuple(value for part in parts for value in part.values))
