"""A person's word on a relation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, LinkStatus, Relation
from catalog.rights import require


def decide(relation: Relation, status: LinkStatus, actor: Actor, reason: str) -> None:
    """Confirm or reject it, with the reason; each of the two items gets a link of the chain.

    A later decision takes the place of an earlier one, which the chain keeps. Raises
    ``ValueError`` where the bytes prove the relation, or nothing is decided, ``NotAllowed``.
    """
    require(actor, Act.CLAIM, relation.first.case)
    if relation.is_proved or status == LinkStatus.SUGGESTED:
        raise ValueError(gettext("Only what is not proved by the bytes is confirmed or rejected."))
    with transaction.atomic():
        held = Relation.objects.select_for_update(no_key=True).select_related("first", "second")
        relation = held.get(pk=relation.pk)
        details: dict[str, object] = {
            "relation": relation.kind,
            "from": relation.status,
            "to": status.value,
            "reason": reason,
        }
        relation.status, relation.reason = status, reason
        relation.decided_by, relation.decided_at = actor.person, timezone.now()
        relation.save(update_fields=["status", "reason", "decided_by", "decided_at"])
        for item in (relation.first, relation.second):
            other = relation.other(item).ref
            append(CustodyAct.CHANGED, actor, item=item, details=details | {"with": other})
