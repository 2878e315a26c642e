"""Whether the pictures of an item stay covered, and that it was looked at."""

from django.http import HttpRequest
from django.utils import timezone

from catalog.custody.chain import append
from catalog.models import CustodyAct, CustodyEvent, Item
from catalog.pages.asked import actor_of
from catalog.pages.preferences import is_covered

SMALL = "small"


def asks_to_show(request: HttpRequest) -> bool:
    """Whether a covered picture was asked for by name, in full or small and grey."""
    return request.GET.get("show") in ("1", SMALL)


def may_send_pictures(request: HttpRequest, item: Item) -> bool:
    """Whether pictures of the item go out with this answer: not covered, or asked for."""
    return not is_covered(request, item) or asks_to_show(request)


def note_viewed(request: HttpRequest, item: Item) -> None:
    """Note in the chain that this person looked: once a day, and once a day uncovered."""
    actor = actor_of(request)
    uncovered = is_covered(request, item) and asks_to_show(request)
    details: dict[str, object] = {"uncovered": True} if uncovered else {}
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    noted = CustodyEvent.objects.filter(
        item=item, act=CustodyAct.VIEWED, actor=actor.name, at__gte=midnight, details=details
    )
    if not noted.exists():
        append(CustodyAct.VIEWED, actor, item=item, details=details)
