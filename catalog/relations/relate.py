"""The one place where a relation is made."""

from django.utils.translation import gettext

from catalog.models import Item, LinkStatus, Relation, RelationKind
from media_tools.findings import JSON

_ORDERED = {RelationKind.CONTAINED_IN}


def relate(
    kind: RelationKind,
    first: Item,
    second: Item,
    *,
    method: str,
    version: int,
    details: dict[str, JSON],
    status: LinkStatus = LinkStatus.SUGGESTED,
) -> Relation:
    """The relation of this kind between the two, made by the method unless it is there.

    What a person decided on stays as it is. Call in the transaction that finds it.
    Raises ``ValueError`` for items of two cases: nothing is visible outside its case.
    """
    if first.case_id != second.case_id:
        raise ValueError(
            gettext("%(ref)s and %(ref_2)s lie in two cases.")
            % {"ref": first.ref, "ref_2": second.ref}
        )
    if kind not in _ORDERED and first.pk > second.pk:
        first, second = second, first
    relation, _ = Relation.objects.get_or_create(
        kind=kind,
        first=first,
        second=second,
        defaults={
            "status": status,
            "method": method,
            "method_version": version,
            "details": details,
        },
    )
    return relation
