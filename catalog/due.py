"""Marking that checks are to be made again, in the transaction that changes what they rest on.

They are made right after the commit, outside its locks. What a killed process leaves marked, and
what nobody waits for, is made by the chore of the minute.
"""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import F

from catalog.models import Claim, Incident, Item

# What makes checks stands above all that marks them, so it hands itself over.
makers: list[Callable[[Item | Incident], object]] = []
# Of the items of an incident only so many are made at once.
AT_ONCE = 20


def mark(about: Item | Incident) -> None:
    """The checks of this item or incident are to be made anew. Call in the transaction that
    changes a fact.
    """
    rows = type(about)._default_manager.filter(pk=about.pk)
    rows.update(checks_asked=F("checks_asked") + 1, checks_version=0)


def mark_and_make(about: Item | Incident) -> None:
    """As ``mark``; they are made right after the commit, for somebody waits for them."""
    mark(about)
    _make_after_commit(about)


def mark_claim(claim: Claim) -> None:
    """What was concluded about a claim changes the checks of what it is about."""
    mark_and_make(claim.about)


def mark_incident(incident: Incident) -> None:
    """What was assessed of an incident changes its own checks and those of its items."""
    mark_and_make(incident)
    linked = Item.objects.filter(incident_links__incident=incident)
    linked.update(checks_asked=F("checks_asked") + 1, checks_version=0)
    for item in linked.order_by("pk")[:AT_ONCE]:
        _make_after_commit(item)


def _make_after_commit(about: Item | Incident) -> None:
    for make in makers:
        # What is committed is not undone by what follows from it: a fault is logged.
        transaction.on_commit(partial(make, about), robust=True)
