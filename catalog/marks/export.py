"""The marks of an item as a file to hand to others."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from catalog.models import Mark

# A spreadsheet takes what begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS = (
    *("item", "original_sha256", "mark", "when", "page", "starts_pts", "ends_pts", "time_base"),
    *("shape", "x1", "y1", "x2", "y2", "colour", "first_frame_pts", "label", "note"),
    *("made_by", "made_at", "in_place_of"),
)
_PLAIN = (
    *("page", "starts_pts", "ends_pts", "time_base", "shape", "x1", "y1", "x2", "y2", "colour"),
)


def rows_of(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Each mark with its item, in exact ticks and as a clock writes it."""
    return [
        {
            "item": mark.item.ref,
            "original_sha256": mark.item.original_id,
            "mark": mark.pk,
            "when": mark.when,
            **{name: getattr(mark, name) for name in _PLAIN},
            "first_frame_pts": mark.start_pts if mark.time_base else None,
            "label": mark.label,
            "note": mark.note,
            "made_by": mark.made_by.username if mark.made_by else "",
            "made_at": mark.made_at.isoformat(),
            "in_place_of": mark.supersedes_id,
        }
        for mark in marks
    ]


def as_csv(rows: list[dict[str, Any]]) -> str:
    """The same as a table, with its header also where there is no mark.

    Words that a spreadsheet would run are led by an apostrophe.
    """
    body = StringIO()
    writer = csv.DictWriter(body, _COLUMNS)
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return body.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
