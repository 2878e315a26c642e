"""Whether an original is known to be unchanged: said only as far as it was verified."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from catalog import formats
from catalog.models import CustodyAct, CustodyEvent, Item


@dataclass(frozen=True, slots=True)
class CustodyState:
    """``failed``: the last time the bytes were read, they were not those received."""

    sentence: str
    failed: bool


def custody_state(item: Item) -> CustodyState:
    """What the newest verification of these bytes found, if there was one."""
    acts = (CustodyAct.VERIFIED, CustodyAct.FAILED_VERIFICATION)
    events = CustodyEvent.objects.filter(sha256=item.original_id, act__in=acts)
    newest = events.order_by("-seq").first()
    if newest is None:
        return CustodyState(gettext("not verified again since intake"), failed=False)
    at = formats.utc(newest.at)
    if newest.act == CustodyAct.VERIFIED:
        return CustodyState(
            gettext("original unchanged since intake, last verified %(at)s") % {"at": at},
            failed=False,
        )
    fault = newest.details.get("fault", gettext("The bytes are not those received."))
    return CustodyState(
        gettext("verification failed %(at)s: %(fault)s") % {"at": at, "fault": fault}, failed=True
    )


def chain_of(item: Item) -> QuerySet[CustodyEvent]:
    """The item's links, newest first, with those about its bytes that name no case."""
    about_bytes = Q(item=None, case=None, sha256=item.original_id)
    return CustodyEvent.objects.filter(Q(item=item) | about_bytes).order_by("-seq")
