"""Which values of the filters a few thousand items have."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from catalog.models import CONTRADICTING, Appearance, Item, Sensitivity, State, Workflow
from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.narrow import COLUMNS, FIELDS
from catalog.search.query import HAS, Contradiction, Query
from catalog.search.together import these
from media_tools.media import Kind

# What a filter offers whether or not any item has it; of the others what items have.
_OFFERED = {
    "kind": [kind.value for kind in Kind],
    "state": State.values,
    "workflow": Workflow.values,
    "sensitivity": Sensitivity.values,
    "contradiction": [one.value for one in Contradiction],
    "has": HAS,
}
_FLAGS = ("has_sound", "has_gps", "worst_check", "is_open")


def count_values(
    query: Query, among: ItemQuerySet, ids: Collection[int]
) -> dict[str, Counter[str]]:
    """For each filter how many of these items have each value.

    An item that fails one of the chosen filters counts for that alone.
    """
    offered = _OFFERED | {"case": among.case_ids}
    seen = {
        name: Counter(dict.fromkeys((*offered.get(name, ()), *getattr(query, field)), 0))
        for name, field in FIELDS.items()
    }
    if not ids:
        return seen
    these_items = Item.objects.filter(pk__in=these(ids)).order_by()
    told = [*COLUMNS.values(), *_FLAGS]
    items = these_items.annotate(is_open=Q(open_contradictions__gt=0))
    if query.sources:
        said = narrow.said_by(query, among).filter(item=OuterRef("pk"))
        items, told = items.annotate(is_said=Exists(said)), [*told, "is_said"]
    for row in items.values(*told).annotate(n=Count("pk")):
        values = _values(row)
        failed = _failed(query, values) | ({"source"} if row.get("is_said") is False else set())
        for name, found in values.items():
            if failed <= {name}:
                seen[name].update(dict.fromkeys(found, row["n"]))
    but_sources = replace(query, sources=())
    told_by = Appearance.objects.filter(
        item__in=narrow.candidates(but_sources, these_items), source__isnull=False
    )
    sources = told_by.order_by().values_list("source__name")
    seen["source"].update(dict(sources.annotate(Count("item", distinct=True))))
    return seen


def _values(row: Mapping[str, Any]) -> dict[str, list[str]]:
    worst = row["worst_check"]
    verdict = worst if worst in CONTRADICTING else Contradiction.NONE.value
    return {
        **{name: [value] if (value := row[column]) else [] for name, column in COLUMNS.items()},
        "has": [thing for thing in HAS if row[f"has_{thing}"]],
        "contradiction": [verdict, *([Contradiction.UNRESOLVED.value] if row["is_open"] else [])],
    }


def _failed(query: Query, values: Mapping[str, list[str]]) -> set[str]:
    """The chosen filters of which the values have none of the choices."""
    return {
        name
        for name, found in values.items()
        if name != "has" and (asked := getattr(query, FIELDS[name])) and not {*asked} & {*found}
    }
