"""Keeping a comparison: each saving is a version of its own, and nobody's is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.compare.lineup import Offset
from catalog.custody.chain import Actor, append, hold
from catalog.models import (
    Act,
    Case,
    ComparedItem,
    CompareView,
    Comparison,
    ComparisonVersion,
    CustodyAct,
    Item,
    LinkedSpots,
)
from catalog.rights import require


class CannotSave(ValueError):
    """The comparison was not kept; the message says why."""


class SavedMeanwhile(CannotSave):
    """Somebody saved a newer version; ``newest`` is theirs, and nothing of either is lost."""

    def __init__(self, newest: ComparisonVersion) -> None:
        super().__init__(
            gettext(
                "%(saved_as)s saved version %(number)s at %(saved_at)s UTC, after you "
                "had opened this comparison. What you set is still here and is not kept "
                "yet."
            )
            % {
                "saved_as": newest.saved_as,
                "number": newest.number,
                "saved_at": f"{newest.saved_at:%Y-%m-%d %H:%M:%S}",
            }
        )
        self.newest = newest


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be kept. ``links`` are rows that have no version yet."""

    name: str
    note: str
    view: CompareView
    items: Sequence[tuple[Item, Offset]]
    links: Sequence[LinkedSpots] = ()


def case_of(items: Sequence[Item]) -> Case:
    """The one case in which all of them lie. Raises ``CannotSave``."""
    cases = {item.case for item in items}
    if len(items) < 2:
        raise CannotSave(gettext("A comparison needs at least two items to be kept."))
    if len(cases) > 1:
        codes = ", ".join(sorted(case.code for case in cases))
        raise CannotSave(
            gettext(
                "These items lie in several cases (%(codes)s), so whoever sees one case "
                "would be shown another. Take the files into one case, or pass on the "
                "address instead."
            )
            % {"codes": codes}
        )
    return cases.pop()


def save(draft: Draft, actor: Actor, *, onto: ComparisonVersion | None) -> ComparisonVersion:
    """Keep a new comparison, or a newer version of the one that was opened as ``onto``.

    Raises ``SavedMeanwhile``, ``CannotSave`` or ``NotAllowed``.
    """
    case = case_of([item for item, _ in draft.items])
    require(actor, Act.CLAIM, case)
    person = _checked(draft, actor)
    if onto is not None and onto.comparison.case != case:
        raise CannotSave(gettext("A comparison stays in its case."))
    now = timezone.now()
    try:
        with transaction.atomic():
            hold(*(item for item, _ in draft.items))
            whole = onto.comparison if onto else Comparison.objects.create(case=case, made_at=now)
            if onto and (newest := whole.newest).number != onto.number:
                raise SavedMeanwhile(newest)
            made = whole.versions.create(
                number=onto.number + 1 if onto else 1,
                name=draft.name,
                note=draft.note,
                view=draft.view,
                saved_by=person,
                saved_as=actor.name,
                saved_at=now,
            )
            _keep(made, draft, actor)
    except IntegrityError as error:
        if onto is None:
            raise
        raise SavedMeanwhile(onto.comparison.newest) from error
    return made


def _checked(draft: Draft, actor: Actor) -> User:
    if actor.person is None:
        raise CannotSave(gettext("A comparison is kept by a person with an account."))
    if not draft.name:
        raise CannotSave(gettext("Give the comparison a name."))
    items = {item for item, _ in draft.items}
    if any({link.one, link.other} - items for link in draft.links):
        raise CannotSave(gettext("Two linked spots lie in items that are no longer compared."))
    return actor.person


def _keep(made: ComparisonVersion, draft: Draft, actor: Actor) -> None:
    for place, (item, offset) in enumerate(draft.items):
        ComparedItem.objects.create(
            version=made,
            place=place,
            item=item,
            offset_s=offset.seconds,
            error_s=offset.error_s,
            basis=offset.basis,
        )
        details: dict[str, object] = {
            "comparison": made.comparison_id,
            "version": made.number,
            "offset_s": offset.seconds,
            "error_s": offset.error_s,
            "basis": offset.basis.value,
        }
        append(CustodyAct.COMPARED, actor, item=item, details=details)
    for place, link in enumerate(draft.links):
        link.version, link.place = made, place
        link.save(force_insert=True)
