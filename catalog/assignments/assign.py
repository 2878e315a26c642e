"""Giving a thing of a case to a person, and taking it back."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog.comments.about import About, kind_of
from catalog.custody.chain import Actor, append
from catalog.models import Act, Assignment, Case, CustodyAct, Item
from catalog.rights import require


class CannotAssign(ValueError):
    """The person cannot work on it; the message says why."""


class AssignedMeanwhile(CannotAssign):
    """Somebody else assigned it since the page was opened."""


def assignee_of(about: About) -> User | None:
    """Whose work it is, if anybody's."""
    found = Assignment.objects.on(about).select_related("person").first()
    return found.person if found else None


def assign(about: About, person: User | None, actor: Actor, *, instead_of: str) -> None:
    """Make it this person's work, or nobody's; the change is a link of custody.

    ``instead_of`` is the user name that the page showed, empty for nobody. Raises
    ``AssignedMeanwhile`` if it is another's by now, ``CannotAssign`` for somebody who may not
    see it, ``NotAllowed``.
    """
    require(actor, Act.WORK, about.case)
    if person and not about.case.readers().filter(pk=person.pk).exists():
        raise CannotAssign(
            gettext("Only members of the case who may see its items can work on it.")
        )
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=about.case.pk)
        held = assignee_of(about)
        if (held.username if held else "") != instead_of:
            if held is None:
                raise AssignedMeanwhile(
                    gettext("It became nobody’s work while you looked; nothing was changed.")
                )
            raise AssignedMeanwhile(
                gettext("It became %(name)s’s work while you looked; nothing was changed.")
                % {"name": held.username}
            )
        if held == person:
            return
        mine = {"case": about.case, "person": person, "by": actor.person, "at": timezone.now()}
        Assignment.objects.on(about).delete()
        if person:
            Assignment.objects.create(about=about, **mine)
        names = [one.username if one else None for one in (held, person)]
        item = about if isinstance(about, Item) else None
        details: dict[str, object] = {"changed": {"assigned_to": names}}
        if not item:
            details[kind_of(about)] = about.pk
        append(CustodyAct.CHANGED, actor, case=about.case, item=item, details=details)
