"""What the incident page shows, beyond the incident's own fields."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.db.models.functions import Coalesce

from catalog.models import (
    Check,
    Claim,
    ClaimKind,
    Incident,
    IncidentItem,
    IncidentRelation,
    IncidentRole,
    LinkStatus,
)

MOST_LISTED = 200
MOST_SAID = 40
MOST_TIES = 40
MOST_LINKED = 100
# What is still to be decided first, then what shows it.
_RANK = 10 * Case(
    *(When(status=status, then=place) for place, status in enumerate(LinkStatus.values))
) + Case(*(When(role=role, then=place) for place, role in enumerate(IncidentRole.values)))


def said_of(incident: Incident, after: str = "") -> tuple[list[tuple[str, list[Claim]]], str]:
    """A page of the standing claims by kind, and after which the next one begins.

    They stand in the order in which they were said, or written down where nobody knows when
    they were said. Each has its ``contradictions``, the worst first.
    """
    checks = Prefetch("checks", Check.objects.contradicting(), to_attr="contradictions")
    rows = incident.claims.standing().annotate(known_at=Coalesce("asserted_at", "recorded_at"))
    when, _, number = after.partition("~")
    with suppress(ValueError):
        at, pk = datetime.fromisoformat(when), int(number)
        rows = rows.filter(Q(known_at__gt=at) | Q(known_at=at, pk__gt=pk))
    rows = rows.select_related("asserted_by", "superseded_by")
    rows = rows.prefetch_related(checks, "asserted_by__grades").order_by("known_at", "pk")
    page: list[Any] = list(rows[: MOST_SAID + 1])
    claims, is_last = page[:MOST_SAID], len(page) <= MOST_SAID
    by_kind = [(str(kind.label), [c for c in claims if c.kind == kind]) for kind in ClaimKind]
    told = [(label, of_kind) for label, of_kind in by_kind if of_kind]
    return told, "" if is_last else f"{claims[-1].known_at.isoformat()}~{claims[-1].pk}"


def links_of(incident: Incident, after: str = "") -> tuple[list[IncidentItem], str]:
    """A page of the items linked, and after which the next one begins: nothing for the last.

    What is still to be decided stands first, then what shows it.
    """
    rows = incident.links.annotate(rank=_RANK).order_by("rank", "item__number")
    rank, _, number = after.partition("-")
    if re.fullmatch(r"\d{1,2}-\d{1,9}", after):
        later = Q(rank=int(rank), item__number__gt=int(number))
        rows = rows.filter(Q(rank__gt=int(rank)) | later)
    rows = rows.select_related("item__original", "item__case").prefetch_related("decisions__by")
    page: list[Any] = list(rows[: MOST_LINKED + 1])
    if len(page) <= MOST_LINKED:
        return page, ""
    last = page[MOST_LINKED - 1]
    return page[:MOST_LINKED], f"{last.rank}-{last.item.number}"


def ties_of(incident: Incident) -> QuerySet[IncidentRelation]:
    """What it is to other incidents, seen from both ends."""
    ties = IncidentRelation.objects.filter(Q(first=incident) | Q(second=incident))
    return ties.select_related("first", "second", "decided_by")
