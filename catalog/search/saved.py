"""Saving a search under a name, and what is new in it since its person last looked."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qs

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.models import Act, Case, Item, SavedSearch
from catalog.search.find import count_among
from catalog.search.page import in_words
from catalog.search.query import Query
from catalog.search.reader import QueryError

MOST = 30


class CannotSave(ValueError):
    """The search was not saved. The message is a plain sentence."""


@dataclass(frozen=True, slots=True)
class News:
    """A saved search and how many hits were entered since it was last opened.

    ``new`` is empty if it cannot be asked any more, for example for an item no longer seen.
    """

    search: SavedSearch
    new: str


def save(person: User, name: str, query: Query) -> SavedSearch:
    """Keep the query under this name, in place of what had the name. Raises ``CannotSave``."""
    name = " ".join(name.split())[:100]
    if not name:
        raise CannotSave(gettext("Give the search a name."))
    with transaction.atomic():
        # One person saves from two windows at a time at most: the row makes them take turns.
        User.objects.select_for_update().get(pk=person.pk)
        others = SavedSearch.objects.filter(person=person).exclude(name=name)
        if others.count() >= MOST:
            raise CannotSave(
                gettext("You have %(most)s saved searches: delete one that has served.")
                % {"most": MOST}
            )
        saved, _ = SavedSearch.objects.update_or_create(
            person=person,
            name=name,
            defaults={
                "asked": replace(query, page=None).query_string,
                "case": _case(person, query),
                "looked_at": timezone.now(),
            },
        )
    return saved


def query_of(search: SavedSearch) -> Query:
    """What it asks. Raises ``QueryError`` for what an older version understood."""
    return Query.from_params(parse_qs(search.asked))


def news(person: User) -> list[News]:
    """All that the person saved, with what is new in each."""
    among = Item.objects.visible_to(person)
    found = []
    for search in SavedSearch.objects.of(person).select_related("case"):
        try:
            new = replace(query_of(search), added_after=search.looked_at)
            found.append(News(search, in_words(count_among(new, among).total)))
        except QueryError:
            found.append(News(search, ""))
    return found


def look(search: SavedSearch) -> datetime:
    """Note that its person looks now. Answers when they last did."""
    before = search.looked_at
    search.looked_at = timezone.now()
    search.save(update_fields=["looked_at"])
    return before


def _case(person: User, query: Query) -> Case | None:
    if len(query.cases) != 1:
        return None
    return Case.objects.allowing(person, Act.SEE).filter(code=query.cases[0]).first()
