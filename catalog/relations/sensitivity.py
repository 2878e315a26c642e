"""Whether an item is graphic; what is stays covered also in the parts taken out of it."""

from django.db import transaction

from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Item, Relation, RelationKind, Sensitivity
from catalog.rights import require


def judge(item: Item, to: Sensitivity, actor: Actor) -> None:
    """Say whether the item is graphic and note it; nothing happens if that was said already.

    Raises ``NotAllowed``.
    """
    require(actor, Act.CLAIM, item.case)
    with transaction.atomic():
        held = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
        item.sensitivity = to
        if held.sensitivity != to:
            _mark(held, to, actor)
            cover_contained(held, actor)


def cover_contained(outer: Item, actor: Actor) -> None:
    """Mark as graphic what lies in a graphic item and nobody has judged yet.

    Call in the transaction that marks the item, or finds something in it.
    """
    if outer.sensitivity != Sensitivity.GRAPHIC:
        return
    within = Relation.objects.filter(kind=RelationKind.CONTAINED_IN, second=outer)
    unjudged = Item.objects.filter(
        relations_as_first__in=within, sensitivity=Sensitivity.UNKNOWN
    ).select_related("case")
    for inner in unjudged:
        _mark(inner, Sensitivity.GRAPHIC, actor, because_it_lies_in=outer.ref)
        cover_contained(inner, actor)


def _mark(item: Item, to: Sensitivity, actor: Actor, **why: str) -> None:
    details: dict[str, object] = {"field": "sensitivity", "from": item.sensitivity, "to": to.value}
    item.sensitivity = to
    item.save(update_fields=["sensitivity"])
    append(CustodyAct.CHANGED, actor, item=item, details=details | why)
