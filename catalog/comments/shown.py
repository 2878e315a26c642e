"""The comments on a thing, as a person sees them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from catalog.assessments.reasoning import render_reasoning
from catalog.comments.about import About, kind_of
from catalog.models import Comment, Wording
from catalog.models.case import Person

MOST_SHOWN = 50
MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One comment: its newest words as HTML, the earlier wordings, and whether one may correct."""

    comment: Comment
    wording: Wording
    words: SafeString
    earlier: list[Wording]
    names: list[str]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """At most so many comments, the oldest first; ``before`` leads to those that are older."""

    about: About
    kind: str
    said: list[Said]
    total: int
    before: int | None
    names: list[str]


def thread_on(about: About, person: Person, before: int | None = None) -> Thread:
    """The newest comments on it, or those older than comment number ``before``."""
    rows = Comment.objects.visible_to(person).on(about)
    total = rows.count()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("by").prefetch_related("wordings", "mentions__person")
    newest = list(rows.reverse()[: MOST_SHOWN + 1])
    shown = newest[:MOST_SHOWN][::-1]
    return Thread(
        about,
        kind_of(about),
        [_said(comment, person) for comment in shown],
        total,
        shown[0].pk if len(newest) > MOST_SHOWN else None,
        list(about.case.readers().values_list("username", flat=True)[:MOST_NAMES]),
    )


def _said(comment: Comment, person: Person) -> Said:
    *earlier, newest = comment.wordings.all()
    assert isinstance(person, User)
    return Said(
        comment,
        newest,
        render_reasoning(newest.text),
        earlier,
        [mention.person.username for mention in comment.mentions.all()],
        comment.by_id == person.pk,
    )
