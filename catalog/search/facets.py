"""How many hits each choice of a filter has: exact to ten thousand, "more than" beyond.

Beside a choice stands what the search would find with it in place of the filter's other choices.
Up to ten thousand hits, and what fails one filter only, are gone through once for all filters.
Where everything in some cases is asked for, each choice is counted by itself beyond, off an index
and no further than is worth it. Of any other search so many tell "at least" so many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.utils.translation import gettext

from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.bounds import since
from catalog.search.browse import newest_of_any
from catalog.search.find import ids_among
from catalog.search.narrow import FIELDS
from catalog.search.page import COUNTED_TO, in_words
from catalog.search.query import Certainty, Query
from catalog.search.together import count_each
from catalog.search.values import count_values

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of hits, or the least that it is."""

    count: int
    is_least: bool = False

    def __str__(self) -> str:
        if self.is_least and not self.count:
            return ""  # which says nothing
        words = in_words(self.count)
        return (
            gettext("at least %(words)s") % {"words": words}
            if self.is_least and self.count <= COUNTED_TO
            else words
        )


Tallies = dict[str, dict[str, Tally]]


def facets(query: Query, among: ItemQuerySet) -> Tallies:
    """For each filter the values that hits have, the most frequent first."""
    query = replace(query, page=None)
    chosen = [name for name, field in FIELDS.items() if name != "has" and getattr(query, field)]
    near, is_near_cut = _near(query, among, chosen)
    hits = near
    if chosen and is_near_cut:
        hits = ids_among(query, among, COUNTED_TO + 1)
    seen = count_values(query, among, {*hits, *near})
    are_hits_cut = len(hits) > COUNTED_TO or query.since is not None
    is_cut = {name: is_near_cut if name in chosen else are_hits_cut for name in FIELDS}
    tallies = {
        name: {value: Tally(n, is_cut[name]) for value, n in counter.most_common()}
        for name, counter in seen.items()
    }
    return tallies | (_counted(query, among, tallies, is_cut) if _is_open(query) else {})


def _near(query: Query, among: ItemQuerySet, chosen: Sequence[str]) -> tuple[list[int], bool]:
    """The hits, and what would be one with one filter less; and whether there are more."""
    if query.text or query.asks_facts or query.certainty is Certainty.POSSIBLE:
        bare = reduce(_choosing, chosen, query)
        if query.text and query.cases:  # the words may stand in more items of all cases
            bare = replace(bare, since=since(bare, among))
        near = ids_among(bare, narrow.all_but_one(query, among), COUNTED_TO + 1)
        return near, len(near) > COUNTED_TO or bare.since is not None
    # Without words each is read off an index of its own.
    without = [_choosing(query, name) for name in chosen]
    near = newest_of_any(without or [query], among, COUNTED_TO + 1)
    return near, len(near) > COUNTED_TO or query.since is not None


def _counted(
    query: Query, among: ItemQuerySet, tallies: Tallies, is_cut: Mapping[str, bool]
) -> Tallies:
    """The choices of those filters of which not all was gone through, counted by themselves."""
    names = [name for name in tallies if is_cut[name]]
    asked = [(name, value) for name in names for value in list(tallies[name])[:MOST_CHOICES]]
    choices = (narrow.candidates(_choosing(query, name, value), among) for name, value in asked)
    counted = {name: dict(tallies[name]) for name in names}
    for (name, value), count in zip(asked, count_each(choices, COUNTED_TO + 1), strict=True):
        counted[name][value] = Tally(count)
    return counted


def _is_open(query: Query) -> bool:
    """Whether nothing is asked but which cases, so that each choice stands in an index."""
    asked = replace(query, cases=(), sort=None, certainty=None, leads=())
    return asked == Query()


def _choosing(query: Query, name: str, *values: str) -> Query:
    """The query with these choices of a filter in place of its others; things had add up."""
    chosen: Any = (*query.has, *values) if name == "has" else values
    return replace(query, **{FIELDS[name]: chosen})
