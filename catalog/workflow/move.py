"""Moving the people's work on an item or incident on."""

from django.db import transaction

from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Incident, Item, Workflow
from catalog.rights import require

Worked = Item | Incident


def move(about: Worked, to: Workflow, actor: Actor, reason: str = "") -> None:
    """Put it at this stage and note it; nothing happens if it is there already.

    Raises ``NotAllowed``.
    """
    require(actor, Act.WORK, about.case)
    with transaction.atomic():
        rows = type(about)._default_manager.select_for_update(no_key=True)
        held: Worked = rows.get(pk=about.pk)
        if held.workflow == to:
            return
        details: dict[str, object] = {"from": held.workflow, "to": to.value, "reason": reason}
        held.workflow = about.workflow = to
        held.save(update_fields=["workflow"])
        item = held if isinstance(held, Item) else None
        if item is None:
            details["incident"] = held.pk
        append(CustodyAct.WORK_MOVED, actor, case=held.case, item=item, details=details)
