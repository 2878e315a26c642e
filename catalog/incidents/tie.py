"""Tying incidents together: part of, repeats, same as."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.custody.chain import Actor, append
from catalog.incidents.link import CannotLink
from catalog.models import Act, CustodyAct, Incident, IncidentRelation, IncidentTie, LinkStatus
from catalog.rights import require


def tie(
    kind: IncidentTie,
    first: Incident,
    second: Incident,
    actor: Actor,
    *,
    status: LinkStatus = LinkStatus.CONFIRMED,
    reason: str = "",
) -> IncidentRelation:
    """Say what the first incident is to the second, or with ``status`` that it is not.

    Raises ``CannotLink`` for one incident with itself, for two of two cases and for a pair
    in which each would be part of the other, or repeat it; ``NotAllowed`` for whoever may not.
    """
    require(actor, Act.CLAIM, first.case)
    check_tie(kind, first, second, status)
    if kind == IncidentTie.SAME_AS and first.pk > second.pk:
        first, second = second, first
    with transaction.atomic():
        made, _ = IncidentRelation.objects.update_or_create(
            kind=kind,
            first=first,
            second=second,
            defaults={
                "status": status,
                "reason": reason,
                "decided_by": actor.person,
                "decided_at": timezone.now(),
            },
        )
        details: dict[str, object] = {
            "tie": str(kind),
            "incident": first.pk,
            "other_incident": second.pk,
            "status": str(status),
            "reason": reason,
        }
        append(CustodyAct.INCIDENTS_LINKED, actor, case=first.case, details=details)
    return made


def check_tie(kind: IncidentTie, first: Incident, second: Incident, status: LinkStatus) -> None:
    """Raise ``CannotLink`` if the first incident cannot be that to the second."""
    if first == second:
        raise CannotLink(gettext("An incident is not tied to itself."))
    if first.case_id != second.case_id:
        raise CannotLink(gettext("The two incidents lie in two cases."))
    if first.pk is None or kind == IncidentTie.SAME_AS or status == LinkStatus.REJECTED:
        return
    turned = IncidentRelation.objects.filter(kind=kind, first=second, second=first)
    if turned.exclude(status=LinkStatus.REJECTED).exists():
        raise CannotLink(gettext("The opposite is already said of the two. Reject that first."))
