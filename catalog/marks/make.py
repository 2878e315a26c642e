"""Setting, changing and taking back a mark. Nothing is edited: each act adds one."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog import index
from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Item, Mark
from catalog.rights import require

_PLACE = ("starts_pts", "ends_pts", "time_base", "start_pts", "page")
_SHAPE = ("shape", "x1", "y1", "x2", "y2")
_HELD = (*_PLACE, *_SHAPE, "label", "note", "colour")


class ChangedMeanwhile(Exception):
    """Somebody else has changed the mark; ``newest`` is what stands now."""

    def __init__(self, newest: Mark) -> None:
        super().__init__(gettext("Somebody else has changed this mark meanwhile."))
        self.newest = newest


def mark_item(
    item: Item,
    values: dict[str, Any],
    actor: Actor,
    older: Mark | None = None,
    *,
    withdrawn: bool = False,
) -> Mark:
    """Set a mark on the item, in place of an older one if there is one.

    Raises ``ChangedMeanwhile`` where the older one no longer stands, and then keeps nothing.
    """
    require(actor, Act.MARK, item.case)
    made = Mark(
        item=item,
        supersedes=older,
        withdrawn=withdrawn,
        made_by=actor.person,
        made_at=timezone.now(),
        **values,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            append(CustodyAct.MARKED, actor, item=item, details=_told(made))
            index.refresh_words(item)
    except IntegrityError:
        newest = older and newest_of(older)
        if not newest or newest == older:
            raise
        raise ChangedMeanwhile(newest) from None
    return made


def withdraw(older: Mark, actor: Actor) -> Mark:
    """Take a mark back. It is kept, and so is who took it back."""
    values = {name: getattr(older, name) for name in _HELD}
    return mark_item(older.item, values, actor, older, withdrawn=True)


def newest_of(mark: Mark) -> Mark:
    """What stands in the mark's place now: itself, or the last of those that superseded it."""
    while newer := Mark.objects.filter(supersedes=mark).first():
        mark = newer
    return mark


def _told(made: Mark) -> dict[str, object]:
    details: dict[str, object] = {"mark": made.pk, "label": made.label, "when": made.when}
    if made.supersedes_id:
        details["in_place_of"] = made.supersedes_id
    if made.withdrawn:
        details["withdrawn"] = True
    return details
