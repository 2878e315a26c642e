"""Checks as ``manage.py show`` and ``manage.py claim`` give them."""

from typing import Any

from catalog.models import Check
from catalog.models.check import CheckQuerySet


def checks_told(checks: CheckQuerySet) -> list[dict[str, Any]]:
    """Each check as plain data, worst first."""
    rows = checks.order_by("rank", "kind", "id").prefetch_related("claims")
    return [_told(check) for check in rows]


def _told(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "verdict": check.verdict,
        "sentence": check.sentence,
        "numbers": check.numbers,
        "claims": sorted(claim.pk for claim in check.claims.all()),
        "incident": check.incident_id,
        "made_at": check.made_at.isoformat(),
        "rules": check.version,
    }
