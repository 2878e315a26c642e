"""How far the people's work on an item has come."""

from django.db import transaction

from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Item, Workflow
from catalog.rights import require


def move(item: Item, to: Workflow, actor: Actor, reason: str = "") -> None:
    """Put the item at this stage and note it; nothing happens if it is there already.

    Raises ``NotAllowed``.
    """
    require(actor, Act.WORK, item.case)
    with transaction.atomic():
        held = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
        if held.workflow == to:
            return
        details: dict[str, object] = {"from": held.workflow, "to": to.value, "reason": reason}
        held.workflow = item.workflow = to
        held.save(update_fields=["workflow"])
        append(CustodyAct.WORK_MOVED, actor, item=held, details=details)
