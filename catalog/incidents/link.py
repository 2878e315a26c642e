"""A word on whether, and in which role, an item shows an incident."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog import due, index
from catalog.custody.chain import Actor, append
from catalog.models import (
    Act,
    CustodyAct,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkDecision,
    LinkStatus,
)
from catalog.rights import require


class CannotLink(ValueError):
    """The two do not belong together; the message says why."""


def link(
    incident: Incident,
    item: Item,
    role: IncidentRole,
    status: LinkStatus,
    actor: Actor,
    reason: str = "",
) -> IncidentItem:
    """Suggest, confirm or reject that the item plays this role; every such word is kept.

    Raises ``CannotLink`` for an item of another case, ``NotAllowed`` for whoever may not.
    """
    require(actor, Act.CLAIM, incident.case)
    if item.case_id != incident.case_id:
        raise CannotLink(
            gettext("%(ref)s lies in another case than the incident.") % {"ref": item.ref}
        )
    now = timezone.now()
    said = {"role": role, "status": status}
    is_decided = status != LinkStatus.SUGGESTED
    with transaction.atomic():
        made, _ = IncidentItem.objects.update_or_create(
            incident=incident,
            item=item,
            defaults={
                **said,
                "decided_by": actor.person if is_decided else None,
                "decided_at": now if is_decided else None,
            },
        )
        LinkDecision.objects.create(link=made, **said, reason=reason, by=actor.person, at=now)
        details: dict[str, object] = {
            "incident": incident.pk,
            "title": incident.title,
            "role": str(role),
            "status": str(status),
            "reason": reason,
        }
        append(CustodyAct.LINKED, actor, item=item, details=details)
        index.refresh(item)
        due.mark_and_make(item)
    return made
