"""Making the checks of an item or incident anew, and keeping what came out as it was before."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from catalog.checks.gather import claimed, claims_on, facts_of, interval_of, place_of
from catalog.models import CONTRADICTING, RANKS, Check, Incident, Item
from catalog.models.check import settled
from media_tools.compare.dispatch import check_all, check_incident
from media_tools.compare.verdicts import RULES_VERSION, Checked
from media_tools.text import storable, storable_json

logger = logging.getLogger(__name__)

# What the chore of the minute does at most, so that it ends before it begins again.
BATCH, TIME_LIMIT = 200, timedelta(seconds=40)
_COMPARED = ("verdict", "rank", "sentence", "numbers", "version")


def make(about: Item | Incident) -> None:
    """Make the checks anew, unless they are in step with the facts already.

    The facts are read and held without a lock. If one changes meanwhile, nothing is kept: the
    transaction that changed it has marked the checks again.
    """
    now = _fresh(about)
    if now is None or now.checks_version == RULES_VERSION:
        return
    if isinstance(now, Item):
        facts = facts_of(now)
        found = check_all(claims_on(now, facts), facts)
    else:
        claims = claimed(now.claims.standing())
        found = check_incident(claims, interval_of(now), place_of(now))
    with transaction.atomic():
        same = type(now)._default_manager.filter(pk=now.pk, checks_asked=now.checks_asked)
        if same.update(checks_version=RULES_VERSION):
            _keep(now, found)
            if isinstance(now, Item):
                _tell_lists(now)


def make_what_is_due() -> None:
    """Make what a killed process left, what nobody waited for, and what older rules made."""
    until = time.monotonic() + TIME_LIMIT.total_seconds()
    for model in (Item, Incident):
        due = model._default_manager.filter(checks_version__lt=RULES_VERSION)
        failed: set[int] = set()
        while batch := due.exclude(pk__in=failed).order_by("checks_version", "pk")[:BATCH]:
            for about in batch:
                if time.monotonic() > until:
                    return
                try:
                    make(about)
                except Exception:
                    # One that cannot be made must not keep the others from it.
                    logger.exception("The checks of %s could not be made", about)
                    failed.add(about.pk)


def _fresh(about: Item | Incident) -> Item | Incident | None:
    if isinstance(about, Item):
        return Item.objects.select_related("original").filter(pk=about.pk).first()
    return Incident.objects.filter(pk=about.pk).first()


def _keep(about: Item | Incident, found: Sequence[Checked]) -> None:
    """Write the rows. One that came out as before stays, with the time when it first did."""
    rows = _rows_of(about).prefetch_related("claims")
    before: dict[tuple[Any, ...], list[Check]] = {}
    for row in rows:
        claims = tuple(sorted(claim.pk for claim in row.claims.all()))
        before.setdefault((row.kind, row.incident_id, claims), []).append(row)
    for checked in found:
        made, claims = _row(about, checked)
        known = before.get((made.kind, made.incident_id, claims))
        if not known:
            made.save(force_insert=True)
            made.claims.add(*claims)
            continue
        old = known.pop(0)
        if any(getattr(old, name) != getattr(made, name) for name in _COMPARED):
            made.pk = old.pk
            made.save(force_update=True)
    Check.objects.filter(pk__in=[row.pk for left in before.values() for row in left]).delete()
    is_settled = settled(_rows_of(about)).values("pk")
    _rows_of(about).exclude(pk__in=is_settled).update(is_settled=False)
    _rows_of(about).filter(pk__in=is_settled).update(is_settled=True)


def _rows_of(about: Item | Incident) -> Any:
    if isinstance(about, Item):
        return Check.objects.filter(item=about)
    return Check.objects.filter(item=None, incident=about)


def _row(about: Item | Incident, checked: Checked) -> tuple[Check, tuple[int, ...]]:
    numbers: dict[str, Any] = dict(checked.numbers)
    claims = tuple(sorted(int(key) for key in numbers.pop("claims")))
    incident = numbers.pop("incident", None)
    is_item = isinstance(about, Item)
    row = Check(
        case_id=about.case_id,
        item_id=about.pk if is_item else None,
        incident_id=int(incident) if incident else None if is_item else about.pk,
        subject=about.pk if is_item else -about.pk,
        kind=checked.kind,
        verdict=checked.verdict.value,
        rank=RANKS[checked.verdict.value],
        sentence=storable(checked.sentence),
        numbers=storable_json(numbers),
        version=RULES_VERSION,
        made_at=timezone.now(),
    )
    return row, claims


def _tell_lists(item: Item) -> None:
    """Write on the item what lists and filters ask for."""
    counts = dict(
        item.checks.order_by()
        .values_list("verdict")
        .annotate(Count("pk"))
        .values_list("verdict", "pk__count")
    )
    worst = next((verdict for verdict in RANKS if verdict in counts), "")
    open_ones = item.checks.filter(verdict__in=CONTRADICTING, is_settled=False).count()
    Item.objects.filter(pk=item.pk).update(
        worst_check=worst,
        worst_checks=counts.get(worst, 0),
        open_contradictions=open_ones,
    )
