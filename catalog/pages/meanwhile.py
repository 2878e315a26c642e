"""Two people at the same thing: whoever keeps second is told, and shown both texts.

A form carries in ``seen`` what it began from. If that is no longer so when it comes back, nothing
is kept: the page shows what is kept now beside what was typed, and its form goes on from there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from catalog.models.custody import canonical


@dataclass(frozen=True, slots=True)
class Clash:
    """A field of which two texts exist."""

    label: str
    kept: str
    typed: str


def stamp(fields: Mapping[str, object]) -> str:
    """A short word for the values of a form, the same only for the same values."""
    said = canonical({name: str(value) for name, value in fields.items()})
    return hashlib.sha256(said).hexdigest()[:32]


def clashes(kept: Mapping[str, str], typed: Mapping[str, str]) -> list[Clash]:
    """The fields in which what is kept now is not what was typed."""
    return [
        Clash(name.replace("_", " "), text, typed.get(name, ""))
        for name, text in kept.items()
        if text.strip() != typed.get(name, "").replace("\r\n", "\n").strip()
    ]


def is_stale(request: HttpRequest, now: str) -> bool:
    """Whether the form began from something else than ``now``."""
    return request.POST.get("seen", now) != now


def stale_words(what: str, now: str, reason: str) -> str:
    """The sentence for a decision that was not taken; its reason is not lost."""
    typed = gettext(" You wrote: “%(reason)s”.") % {"reason": reason} if reason else ""
    return gettext(
        "Nothing was changed: meanwhile %(what)s became %(now)s. Look again and decide.%(typed)s"
    ) % {"what": what, "now": now, "typed": typed}
