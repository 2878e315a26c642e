"""The items that this one is tied to, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop, pgettext

from catalog import formats
from catalog.models import Contained, Item, LinkStatus, Relation, RelationKind

_METHODS = {
    "content_id": gettext_noop("both files name one content id"),
    "burst_id": gettext_noop("one burst id in both"),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation seen from one of its two items."""

    relation: Relation
    other: Item
    kind: str
    details: str
    said_by: str

    @property
    def may_be_decided(self) -> bool:
        """Whether there is anything for a person to confirm or reject."""
        return not self.relation.is_proved

    @property
    def may_be_confirmed(self) -> bool:
        """Whether a person may still confirm it."""
        return self.relation.status != LinkStatus.CONFIRMED

    @property
    def may_be_rejected(self) -> bool:
        """Whether a person may still reject it."""
        return self.relation.status != LinkStatus.REJECTED


def ties_of(item: Item, most: int) -> Iterator[Tie]:
    """What the item is tied to, what is still to be decided first."""
    rows = Relation.objects.of(item).select_related(
        *("decided_by", "first__original", "first__case", "second__original", "second__case")
    )
    order = [LinkStatus.SUGGESTED, LinkStatus.CONFIRMED, LinkStatus.REJECTED]
    for relation in sorted(rows[:most], key=lambda row: order.index(LinkStatus(row.status))):
        yield Tie(
            relation,
            relation.other(item),
            _kind_from(relation, item),
            _details(relation),
            _said_by(relation),
        )


def found_in(item: Item) -> QuerySet[Contained]:
    """Media found in the item that are not items yet, or were refused."""
    return Contained.objects.filter(run__item=item, item=None)


def _kind_from(relation: Relation, item: Item) -> str:
    if relation.kind == RelationKind.CONTAINED_IN and relation.second_id == item.pk:
        return pgettext("item", "Holds")
    return relation.get_kind_display()


def _details(relation: Relation) -> str:
    said: dict[str, Any] = relation.details
    if relation.kind != RelationKind.CONTAINED_IN:
        return f"{gettext(_METHODS.get(relation.method, ''))}: {said.get(relation.method, '')}"
    offset = (
        ""
        if said["start"] is None
        else gettext(" from offset %(start)s") % {"start": formats.grouped(said["start"])}
    )
    return gettext("%(role)s, %(size_bytes)s bytes%(offset)s") % {
        "role": said["role"].replace("_", " "),
        "size_bytes": formats.grouped(said["size_bytes"]),
        "offset": offset,
    }


def _said_by(relation: Relation) -> str:
    if relation.decided_by and relation.decided_at:
        return f"{relation.decided_by.get_username()}, {formats.utc(relation.decided_at)}"
    method = f"{relation.method.replace('_', ' ')} {relation.method_version}"
    return (
        gettext("%(method)s, by the bytes") % {"method": method} if relation.is_proved else method
    )
