"""Saying something about a thing of a case, correcting it, and naming members."""

import re

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog import formats
from catalog.comments.about import About
from catalog.custody.chain import Actor
from catalog.models import Act, Comment, Mention, Wording
from catalog.rights import require

LONGEST = 20_000
# As long as a user name may be; a name may hold dots, a sentence ends with one.
_NAMED = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")


class CannotSay(ValueError):
    """The comment was refused; the message says why."""


class WordedMeanwhile(CannotSay):
    """The comment was corrected meanwhile; nothing of either is lost."""


def say(about: About, text: str, actor: Actor) -> Comment:
    """Keep the comment and name whom it mentions. Raises ``CannotSay`` or ``NotAllowed``."""
    require(actor, Act.SEE, about.case)
    person, text, now = _speaker(actor), _checked(text), timezone.now()
    with transaction.atomic():
        made = Comment.objects.create(case=about.case, about=about, by=person, at=now)
        Wording.objects.create(comment=made, number=1, text=text, at=now)
        _mention(made, text)
    return made


def reword(comment: Comment, text: str, after: int, actor: Actor) -> Wording:
    """Correct one's own comment, whose wording number ``after`` one has read.

    Raises ``WordedMeanwhile`` if there is a newer one, ``CannotSay`` or ``NotAllowed``.
    """
    require(actor, Act.SEE, comment.case)
    if comment.by != _speaker(actor):
        raise CannotSay(
            gettext("Only its author corrects a comment. Answer it with one of your own.")
        )
    text = _checked(text)
    newest = comment.wordings.order_by("number").last()
    if newest is None or newest.number != after:
        raise WordedMeanwhile(gettext("You corrected this comment in another window meanwhile."))
    try:
        with transaction.atomic():
            made = comment.wordings.create(number=after + 1, text=text, at=timezone.now())
            _mention(comment, text)
    except IntegrityError as error:
        raise WordedMeanwhile(
            gettext("You corrected this comment in another window meanwhile.")
        ) from error
    return made


def _speaker(actor: Actor) -> User:
    if actor.person is None:
        raise CannotSay(gettext("A comment is made by a person with an account."))
    return actor.person


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise CannotSay(gettext("Write something; an empty comment was not kept."))
    if len(text) > LONGEST:
        raise CannotSay(
            gettext("Use at most %(longest)s characters; this has %(many)s.")
            % {"longest": formats.grouped(LONGEST), "many": formats.grouped(len(text))}
        )
    return text


def _mention(comment: Comment, text: str) -> None:
    """Names of others stay words: nobody learns whether such a person has an account here."""
    names: set[str] = set()
    for name in _NAMED.findall(text):
        names |= {name, name.rstrip(".@+-_")}
    named = comment.case.readers().filter(username__in=names).exclude(pk=comment.by_id)
    Mention.objects.bulk_create(
        [Mention(comment=comment, person=person) for person in named], ignore_conflicts=True
    )
