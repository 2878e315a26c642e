"""What the incident page shows, beyond the incident's own fields."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, When

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
# What is still to be decided first, then what shows it.
_RANK = 10 * Case(
    *(When(status=status, then=place) for place, status in enumerate(LinkStatus.values))
) + Case(*(When(role=role, then=place) for place, role in enumerate(IncidentRole.values)))


def said_of(incident: Incident) -> Iterator[tuple[str, list[Claim]]]:
    """The standing claims by kind, in the order in which they were said.

    Each has its ``contradictions``, the worst first.
    """
    rows = incident.claims.standing().select_related("asserted_by", "superseded_by")
    checks = Prefetch("checks", Check.objects.contradicting(), to_attr="contradictions")
    claims = list(
        rows.prefetch_related(checks, "asserted_by__grades").order_by("asserted_at", "pk")[
            :MOST_LISTED
        ]
    )
    for kind in ClaimKind:
        if of_kind := [claim for claim in claims if claim.kind == kind]:
            yield str(kind.label), of_kind


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
    page: list[Any] = list(rows[: MOST_LISTED + 1])
    if len(page) <= MOST_LISTED:
        return page, ""
    last = page[MOST_LISTED - 1]
    return page[:MOST_LISTED], f"{last.rank}-{last.item.number}"


def ties_of(incident: Incident) -> QuerySet[IncidentRelation]:
    """What it is to other incidents, seen from both ends."""
    ties = IncidentRelation.objects.filter(Q(first=incident) | Q(second=incident))
    return ties.select_related("first", "second", "decided_by")
