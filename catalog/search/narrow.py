"""What the database settles of a search by the columns of items: filters and words."""

from django.db import models
from django.db.models import Q

from catalog.models import CONTRADICTING, Appearance, Words
from catalog.models.appearance import AppearanceQuerySet
from catalog.models.item import ItemQuerySet
from catalog.search.query import Contradiction, Query
from catalog.words.asked import Asked, read_asked

# Of more cases than these it is quicker to look at all.
MOST_CASES = 50
# Of each filter its field of the query.
FIELDS = {
    "case": "cases",
    "kind": "kinds",
    "device": "devices",
    "codec": "codecs",
    "state": "states",
    "workflow": "workflows",
    "sensitivity": "sensitivities",
    "source": "sources",
    "contradiction": "contradictions",
    "has": "has",
}
# The column of an item that tells the value by which a filter goes.
COLUMNS = {
    "case": "case__code",
    **{name: name for name in ("kind", "device", "codec", "state", "workflow", "sensitivity")},
}


def candidates(query: Query, among: ItemQuerySet) -> ItemQuerySet:
    """The items that answer all of the query but its place, its time and its kinds of fact."""
    items = among.filter(*chosen(query, among).values())
    for thing in query.has:
        items = items.filter(**{f"has_{thing}": True})
    if query.added_after:
        items = items.filter(added_at__gt=query.added_after)
    if query.text:
        asked = _asked(query, among)
        items = items.filter(words__document__matches=asked) if asked else items.none()
    return items


def chosen(query: Query, among: ItemQuerySet) -> dict[str, Q]:
    """What each filter asks of which any of the choices will do, by its name."""
    asked = {
        name: Q(**{f"{column}__in": values})
        for name, column in COLUMNS.items()
        if (values := getattr(query, FIELDS[name]))
    }
    if query.sources:
        asked["source"] = Q(pk__in=said_by(query, among).values("item_id"))
    if query.contradictions:
        asked["contradiction"] = _contradicted(query)
    return asked


def all_but_one(query: Query, among: ItemQuerySet) -> ItemQuerySet:
    """The items that fail no more than one of those filters."""
    asked = chosen(query, among)
    if len(asked) < 2:
        return among
    any_of = Q()
    for name in asked:
        any_of |= Q(*(condition for other, condition in asked.items() if other != name))
    return among.filter(any_of)


def said_by(query: Query, among: ItemQuerySet) -> AppearanceQuerySet:
    """The appearances of the chosen sources."""
    # With the case, which is first in the index of sources.
    return Appearance.objects.filter(
        source__name__in=query.sources, source__case__in=list(among.case_ids.values())
    )


def with_words(query: Query, among: ItemQuerySet) -> models.QuerySet[Words]:
    """The index of words alone: what in these cases has the words, whatever else is asked."""
    asked = _asked(query, among)
    return Words.objects.filter(document__matches=asked) if asked else Words.objects.none()


def _asked(query: Query, among: ItemQuerySet) -> Asked:
    """The words as their index is asked.

    The cases are asked of the index of words itself, so that the words of a large case cost
    nothing in a small one.
    """
    asked = read_asked(query.text)
    case_ids = [pk for code, pk in among.case_ids.items() if not query.cases or code in query.cases]
    return asked.within(case_ids) if asked and len(case_ids) <= MOST_CASES else asked


def _contradicted(query: Query) -> Q:
    """Any of the chosen; what the checks came to stands on the item itself."""
    asked = Q()
    for chosen in query.contradictions:
        if chosen == Contradiction.UNRESOLVED:
            asked |= Q(open_contradictions__gt=0)
        elif chosen == Contradiction.NONE:
            asked |= ~Q(worst_check__in=CONTRADICTING)
        else:
            asked |= Q(worst_check=chosen)
    return asked
