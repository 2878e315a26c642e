"""What is graphic stays covered also in the parts that were taken out of it."""

from catalog.custody.chain import Actor, append
from catalog.models import CustodyAct, Item, Relation, RelationKind, Sensitivity


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
        details: dict[str, object] = {
            "field": "sensitivity",
            "from": inner.sensitivity,
            "to": Sensitivity.GRAPHIC.value,
            "because_it_lies_in": outer.ref,
        }
        inner.sensitivity = Sensitivity.GRAPHIC
        inner.save(update_fields=["sensitivity"])
        append(CustodyAct.CHANGED, actor, item=inner, details=details)
        cover_contained(inner, actor)
