"""The rights of a person, asked by every flow that changes what a case holds."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from catalog.custody.chain import Actor
from catalog.models import Act, Case


class NotAllowed(PermissionDenied):
    """The person's role in the case does not let them do this; the message says what."""


def require(actor: Actor, act: Act, case: Case) -> None:
    """Raise ``NotAllowed`` unless the actor may do this in the case.

    An actor without an account is a part of the system, or whoever has the command line of
    the machine; those are not held by roles.
    """
    if actor.person is None:
        return
    if not Case.objects.allowing(actor.person, act).filter(pk=case.pk).exists():
        raise NotAllowed(
            gettext("Your role in the case does not let you %(act)s.") % {"act": act.label}
        )
