"""Forwards: which posting is another's, also where the forward came in first."""

import re

from django.db import transaction
from django.utils.translation import gettext

from catalog import due
from catalog.custody.chain import Actor, append
from catalog.models import Act, Appearance, Case, CustodyAct, Item
from catalog.rights import require

A_REF = re.compile(r"[A-Z][A-Z0-9]{1,7}-\d+", re.IGNORECASE)
A_LINK = ("http://", "https://")


class CannotForward(ValueError):
    """The posting cannot forward that one; the message says why."""


def named(case: Case, words: str) -> Appearance | None:
    """The appearance in this case that a link or an item's reference names, the earliest."""
    if A_REF.fullmatch(words):
        item = Item.objects.filter(case=case, ref=words.upper()).first()
        return Appearance.objects.earliest_known(item) if item else None
    posted = Appearance.objects.filter(item__case=case, url=words)
    return posted.order_by("collected_at", "id").first() if words else None


def link_forwards(appearance: Appearance) -> None:
    """Tie a new appearance to what it forwards, and to it what waited for it.

    Call in the transaction that makes the appearance.
    """
    case = appearance.item.case
    if appearance.forwarded_words and appearance.forwarded_from is None:
        origin = named(case, appearance.forwarded_words)
        if origin and origin != appearance:
            _tie(appearance, origin)
    if not appearance.url:
        return
    waiting = Appearance.objects.filter(
        item__case=case, forwarded_words=appearance.url, forwarded_from=None
    )
    for forward in waiting.exclude(pk=appearance.pk):
        if forward not in appearance.chain():
            _tie(forward, appearance)


def say_forwarded(appearance: Appearance, origin: Appearance | None, actor: Actor) -> None:
    """Say of which posting this one is a forward, or of none; custody keeps what was said before.

    Raises ``CannotForward`` for a posting of another case and for one that forwards this one,
    ``NotAllowed`` for a person who may not.
    """
    require(actor, Act.CLAIM, appearance.item.case)
    check_forward(appearance, origin)
    with transaction.atomic():
        before = appearance.forwarded_from
        told = [str(one) if one else None for one in (before, origin)]
        details: dict[str, object] = {
            "appearance": appearance.pk,
            "forwarded_from": [one.pk if one else None for one in (before, origin)],
            "changed": {"forwarded_from": told},
        }
        _tie(appearance, origin)
        append(CustodyAct.CHANGED, actor, item=appearance.item, details=details)


def check_forward(appearance: Appearance, origin: Appearance | None) -> None:
    """Raise ``CannotForward`` if the one posting cannot be a forward of the other."""
    if origin and origin.item.case_id != appearance.item.case_id:
        raise CannotForward(gettext("The posting that it forwards lies in another case."))
    if origin and appearance in origin.chain():
        raise CannotForward(gettext("That posting is this one, or itself a forward of it."))


def _tie(appearance: Appearance, origin: Appearance | None) -> None:
    appearance.forwarded_from = origin
    appearance.save(update_fields=["forwarded_from"])
    due.mark_and_make(appearance.item)
