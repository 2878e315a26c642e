"""A posting of an item that somebody found, without its bytes arriving again."""

from django.db import transaction

from catalog import due, index
from catalog.custody.chain import Actor, append
from catalog.intake.claims import record_claims
from catalog.intake.receive import appear
from catalog.intake.sheet import ClaimSheet
from catalog.models import Act, Appearance, CustodyAct, Item
from catalog.rights import require


def add_posting(item: Item, sheet: ClaimSheet, actor: Actor) -> Appearance:
    """One more appearance of the item, with what was said in it. Raises ``NotAllowed``."""
    require(actor, Act.CLAIM, item.case)
    with transaction.atomic():
        made = appear(item, "", actor, sheet)
        details: dict[str, object] = {
            "appearance": made.pk,
            "source": sheet.source,
            "url": sheet.url,
            "forwarded_from": sheet.forwarded_from,
        }
        append(CustodyAct.CHANGED, actor, item=item, details=details)
        record_claims(item, made, sheet, actor)
        index.refresh(item)
        due.mark_and_make(item)
    return made
