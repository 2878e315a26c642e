"""What the incident page shows, beyond the incident's own fields."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet

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


def links_of(incident: Incident) -> list[IncidentItem]:
    """The items linked: what is still to be decided first, then those that show it."""
    links = incident.links.select_related("item__original", "item__case")
    rows = links.prefetch_related("decisions__by").order_by("item__number")[:MOST_LISTED]
    statuses, roles = LinkStatus.values, IncidentRole.values
    return sorted(rows, key=lambda row: (statuses.index(row.status), roles.index(row.role)))


def ties_of(incident: Incident) -> QuerySet[IncidentRelation]:
    """What it is to other incidents, seen from both ends."""
    ties = IncidentRelation.objects.filter(Q(first=incident) | Q(second=incident))
    return ties.select_related("first", "second", "decided_by")
