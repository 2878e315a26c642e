"""Who may see an item, whether its pictures stay covered, and that it was looked at."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from catalog.custody.chain import Actor, append
from catalog.models import Act, Case, CustodyAct, CustodyEvent, Item
from catalog.pages.preferences import is_covered


def item_for(request: HttpRequest, ref: str, act: Act = Act.SEE) -> Item:
    """The item, for a person who may see it and do this. Else 404, whatever the reason."""
    items = Item.objects.visible_to(request.user).select_related("case", "original")
    return get_object_or_404(
        items.filter(case__in=Case.objects.allowing(request.user, act)), ref=ref
    )


def acts_on(request: HttpRequest, item: Item) -> set[str]:
    """What this person may do with the item."""
    asked = (Act.CLAIM, Act.RETRY, Act.DOWNLOAD, Act.READ_CUSTODY)
    return {
        act.value
        for act in asked
        if Case.objects.allowing(request.user, act).filter(pk=item.case_id).exists()
    }


def asks_to_show(request: HttpRequest) -> bool:
    """Whether a covered picture was asked for by name."""
    return request.GET.get("show") == "1"


def may_send_pictures(request: HttpRequest, item: Item) -> bool:
    """Whether pictures of the item go out with this answer: not covered, or asked for."""
    return not is_covered(request, item) or asks_to_show(request)


def note_viewed(request: HttpRequest, item: Item) -> None:
    """Note in the chain that this person looked: once a day, and once a day uncovered."""
    actor = Actor.of(person_of(request))
    uncovered = is_covered(request, item) and asks_to_show(request)
    details: dict[str, object] = {"uncovered": True} if uncovered else {}
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    noted = CustodyEvent.objects.filter(
        item=item, act=CustodyAct.VIEWED, actor=actor.name, at__gte=midnight, details=details
    )
    if not noted.exists():
        append(CustodyAct.VIEWED, actor, item=item, details=details)


def person_of(request: HttpRequest) -> User:
    """The signed-in person; nobody else comes past the login."""
    if not isinstance(request.user, User):
        raise TypeError("This page is only for people who have signed in.")
    return request.user
