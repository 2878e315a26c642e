"""Grading a source."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Grade, Reliability, Source
from catalog.rights import require


class CannotGrade(ValueError):
    """The grading was refused; the message says why."""


def grade(source: Source, letter: Reliability, reason: str, actor: Actor) -> Grade:
    """One more grading, beside the older ones. Raises ``CannotGrade`` or ``NotAllowed``."""
    require(actor, Act.CLAIM, source.case)
    if letter not in Reliability.values:
        raise CannotGrade(gettext("A source is graded from A to F."))
    if not reason.strip():
        raise CannotGrade(gettext("Say why the source is graded so."))
    with transaction.atomic():
        made = Grade.objects.create(
            source=source,
            letter=letter,
            reason=reason.strip(),
            graded_by=actor.person,
            graded_at=timezone.now(),
        )
        details: dict[str, object] = {
            "source": source.pk,
            "name": source.name,
            "grade": made.letter,
            "reason": made.reason,
        }
        append(CustodyAct.GRADED, actor, case=source.case, details=details)
    return made
