"""Saying, and saying anew, what an incident was: every change is kept in the chain."""

from django.db import transaction

from catalog import due, index
from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Incident
from catalog.rights import require

DESCRIBED = (
    *("title", "summary", "earliest", "latest"),
    *("latitude", "longitude", "radius_m", "reasons"),
)


def describe(incident: Incident, actor: Actor, words: dict[str, str] | None = None) -> None:
    """Save an incident as it now is, and note what was said of it before and what now.

    ``words`` are the phrases of which its time and place were read. Raises ``NotAllowed``.
    """
    require(actor, Act.CLAIM, incident.case)
    with transaction.atomic():
        before = Incident.objects.select_for_update().filter(pk=incident.pk).first()
        changed = {
            name: [_said(before, name), _said(incident, name)]
            for name in DESCRIBED
            if _said(before, name) != _said(incident, name)
        }
        if not changed:
            return
        if before:
            incident.save(update_fields=DESCRIBED)
        else:
            incident.save(force_insert=True)
        details: dict[str, object] = {"incident": incident.pk, "changed": changed}
        if words:
            details["words"] = words
        append(CustodyAct.CHANGED, actor, case=incident.case, details=details)
        for link in incident.links.select_related("item"):
            index.refresh(link.item)
        due.mark_incident(incident)


def _said(incident: Incident | None, name: str) -> str | float | None:
    value = getattr(incident, name) if incident else None
    return value if isinstance(value, str | float | None) else str(value)
