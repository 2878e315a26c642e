"""What the database settles of a search by the columns of items: filters and words."""

from dataclasses import replace

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

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
    """The items that answer all of the query but its words, place, time and kinds of fact."""
    items = among.filter(*chosen(query, among).values())
    for thing in query.has:
        # Django writes a bare "has_sound" where the value is True, which SQLite asks no index of.
        has = f"has_{thing}"
        items = items.filter(**{has: True} if lead(query) else {f"{has}__in": [True]})
    if query.added_after:
        items = items.filter(added_at__gt=query.added_after)
    return _looked_at(query, items)


def led(query: Query, among: ItemQuerySet, name: str) -> ItemQuerySet:
    """The items that one filter leaves, of those that are looked at."""
    return _looked_at(query, among.filter(chosen(query, among)[name]))


def apart(query: Query, among: ItemQuerySet) -> list[ItemQuerySet]:
    """The items of the asked cases, in the parts of which the newest are read off soonest.

    SQLite reads each case off the end of an index, and of all at once would sort every item;
    PostgreSQL goes back over the keys, for each part anew.
    """
    chosen = {code: pk for code, pk in among.case_ids.items() if code in (query.cases or [code])}
    if connection.vendor == "sqlite" and len(chosen) <= MOST_CASES:
        return [one for one in among.in_each_case() if one.case_ids.keys() <= chosen.keys()]
    return [among.filter(case__in=chosen.values())]


def _looked_at(query: Query, items: ItemQuerySet) -> ItemQuerySet:
    return items.filter(pk__gte=query.since) if query.since else items


def worded(query: Query, among: ItemQuerySet) -> models.QuerySet[Words]:
    """The same, of those that have the words as well: of each of these the item is asked.

    The other way round FTS5 would make the list of all hits anew for every item.
    """
    if among.are_whole_cases and len(among.case_ids) <= MOST_CASES and not asks_items(query):
        # The index of words knows the cases, and a word may stand in a million items.
        return with_words(query, among)
    items = candidates(query, among).filter(pk=OuterRef("item_id")).order_by()
    return with_words(query, among).filter(Exists(items))


def asks_items(query: Query) -> bool:
    """Whether something is asked of each item but its case, words, place and time."""
    bare = replace(query, place=None, time=None, bases=(), certainty=None, sort=None, page=None)
    return replace(bare, text="", like="", cases=(), since=None, leads=()) != Query()


def lead(query: Query) -> str | None:
    """The chosen filter to begin with, if one leaves few."""
    return next((name for name in query.leads if getattr(query, FIELDS[name])), None)


def chosen(query: Query, among: ItemQuerySet) -> dict[str, Q]:
    """What each filter asks of which any of the choices will do, by its name.

    Where one filter leads, the others are kept from their indexes: SQLite takes any.
    """
    first = lead(query)
    asked = {
        name: Q(**{f"{column}__in": values})
        if first in (None, name) or name == "case"
        else Q(In(Coalesce(F(column), Value("")), values))
        for name, column in COLUMNS.items()
        if (values := getattr(query, FIELDS[name]))
    }
    if query.sources:
        said = said_by(query, among)
        asked["source"] = Q(pk__in=said.values("item_id"))
        if first not in (None, "source"):
            asked["source"] = Q(Exists(said.filter(item=OuterRef("pk"))))
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
    words = Words.objects.filter(document__matches=asked) if asked else Words.objects.none()
    return words.filter(item_id__gte=query.since) if query.since else words


def _asked(query: Query, among: ItemQuerySet) -> Asked:
    """The words as their index is asked.

    The cases are asked of the index of words itself, so that the words of a large case cost
    nothing in a small one. Of no case nothing is asked: that would be of all.
    """
    case_ids = [pk for code, pk in among.case_ids.items() if not query.cases or code in query.cases]
    asked = read_asked(query.text) if case_ids else Asked()
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
