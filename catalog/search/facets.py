"""How many hits each choice of a filter has: exact to ten thousand, "more than" beyond.

Beside a choice stands what the search would find with it in place of the filter's other choices.
Up to ten thousand hits are gone through once for all filters. Where everything in some cases is
asked for, each choice is counted by itself beyond, off an index and no further than is worth it.
Among more hits than that of any other search the newest ten thousand tell "at least" so many.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from catalog.models import CONTRADICTING, Appearance, Item
from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.find import ids_among
from catalog.search.page import COUNTED_TO, in_words
from catalog.search.query import HAS, Contradiction, Query
from catalog.search.together import count_each, these

MOST_CHOICES = 12
# Of each filter its field of the query, and the column that tells an item's value.
COLUMNS = {
    "case": ("cases", "case__code"),
    "kind": ("kinds", "kind"),
    "device": ("devices", "device"),
    "codec": ("codecs", "codec"),
    "state": ("states", "state"),
    "workflow": ("workflows", "workflow"),
    "sensitivity": ("sensitivities", "sensitivity"),
}
FIELDS = {name: field for name, (field, _) in COLUMNS.items()} | {
    "source": "sources",
    "contradiction": "contradictions",
    "has": "has",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of hits, or the least that it is."""

    count: int
    is_least: bool = False

    def __str__(self) -> str:
        words = in_words(self.count)
        return f"at least {words}" if self.is_least and self.count <= COUNTED_TO else words


Tallies = dict[str, dict[str, Tally]]


def facets(query: Query, among: ItemQuerySet) -> Tallies:
    """For each filter the values that hits have, the most frequent first."""
    query = replace(query, page=None)
    chosen = [name for name, field in FIELDS.items() if name != "has" and getattr(query, field)]
    found = _tallies(query, among, [name for name in FIELDS if name not in chosen])
    for name in chosen:
        found |= _tallies(_choosing(query, name), among, [name])
    return found


def _tallies(query: Query, among: ItemQuerySet, names: Sequence[str]) -> Tallies:
    ids = ids_among(query, among, COUNTED_TO + 1)
    seen = _seen(ids, names)
    is_all = len(ids) <= COUNTED_TO
    if is_all or not _is_open(query):
        return {
            name: {value: Tally(n, not is_all) for value, n in counter.most_common()}
            for name, counter in seen.items()
        }
    asked = [
        (name, value)
        for name, counter in seen.items()
        for value, _ in counter.most_common(MOST_CHOICES)
    ]
    choices = (narrow.candidates(_choosing(query, name, value), among) for name, value in asked)
    counts = count_each(choices, COUNTED_TO + 1)
    tallies: Tallies = {name: {} for name in names}
    for (name, value), count in zip(asked, counts, strict=True):
        tallies[name][value] = Tally(count)
    return tallies


def _is_open(query: Query) -> bool:
    """Whether nothing is asked but which cases, so that each choice stands in an index."""
    return query == Query(cases=query.cases, sort=query.sort, certainty=query.certainty)


def _choosing(query: Query, name: str, *values: str) -> Query:
    """The query with these choices of a filter in place of its others; things had add up."""
    chosen: Any = (*query.has, *values) if name == "has" else values
    return replace(query, **{FIELDS[name]: chosen})


def _seen(ids: Sequence[int], names: Sequence[str]) -> dict[str, Counter[str]]:
    """How many of these items have each value."""
    seen: dict[str, Counter[str]] = {name: Counter() for name in names}
    if not ids:
        return seen
    columns = {name: column for name, (_, column) in COLUMNS.items() if name in names}
    told = [*columns.values(), "has_sound", "has_gps", "worst_check"]
    hits = Item.objects.filter(pk__in=these(ids)).order_by()
    unresolved = Count("pk", filter=Q(open_contradictions__gt=0))
    for row in hits.values(*told).annotate(n=Count("pk"), unresolved=unresolved):
        for name, column in columns.items():
            if row[column]:
                seen[name][row[column]] += row["n"]
        if "has" in names:
            seen["has"].update({thing: row["n"] for thing in HAS if row[f"has_{thing}"]})
        if "contradiction" in names:
            seen["contradiction"][_verdict(row)] += row["n"]
            seen["contradiction"][Contradiction.UNRESOLVED.value] += row["unresolved"]
    if "source" in names:
        told_by = Appearance.objects.filter(item__in=these(ids), source__isnull=False).order_by()
        sources = told_by.values_list("source__name").annotate(Count("item", distinct=True))
        seen["source"].update(dict(sources))
    return seen


def _verdict(row: Mapping[str, str]) -> str:
    worst = row["worst_check"]
    return worst if worst in CONTRADICTING else Contradiction.NONE.value
