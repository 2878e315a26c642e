"""The custody log and the originals: to look at, never to change."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from catalog.admin.rights import A_REF, A_SHA256, OwnCases, ScopedAdmin, person_of
from catalog.admin.site import site
from catalog.custody.words import told
from catalog.models import Act, CustodyEvent, Item, Original


class CustodyTable(ScopedAdmin[CustodyEvent]):
    """The chain, link by link. Links outside any case are for superusers."""

    view_act = Act.READ_CUSTODY
    list_display = ("seq", "at", "actor", "act", "case", "item_ref", "short_details")
    list_filter = (OwnCases, "act")
    list_select_related = ("case", "item")
    search_fields = ("seq",)
    search_help_text = "A reference, such as KRM-0007, or the number of a link."
    found_whole = {"item__ref": A_REF, "seq": r"\d{1,18}"}
    fields = (
        "seq", "at", "actor", "act", "case", "item_ref", "sha256", "details",
        "prev_hash", "entry_hash",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the case of the link; without one, superusers only."""
        return super().has_view_permission(request, obj) or person_of(request).is_superuser

    @display(description="item")
    def item_ref(self, event: CustodyEvent) -> str:
        """Only the reference: not everyone who reads the log may open the item."""
        return event.item.ref if event.item else "–"

    @display(description="details")
    def short_details(self, event: CustodyEvent) -> str:
        """What was said of it, cut short."""
        words = "; ".join(f"{name}: {value}" for name, value in told(event.details))
        return words if len(words) <= 160 else f"{words[:160]}…"


class OriginalTable(ScopedAdmin[Original]):
    """The originals behind the person's items.

    When an original was first received is not shown: another case may have had it
    earlier, and that is not this case's to know.
    """

    list_display = ("sha256", "size_bytes", "kind", "mime", "items_seen")
    list_filter = ("kind",)
    search_fields = ("sha256",)
    search_help_text = "A whole SHA-256."
    found_whole = {"pk": A_SHA256}
    fields = ("sha256", "size_bytes", "kind", "mime", "items_seen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Original]:
        """Those that an item of the person's cases stands on."""
        seen = Item.objects.visible_to(request.user)
        rows = Original.objects.prefetch_related(Prefetch("items", seen, to_attr="seen"))
        # A superuser sees all items, so the check of a million rows can be left out.
        return (
            rows if person_of(request).is_superuser else rows.filter(pk__in=seen.values("original"))
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees an item that stands on it. ``get_queryset`` finds no other."""
        if obj is None:
            return super().has_view_permission(request)
        return bool(Item.objects.visible_to(request.user).filter(original=obj).exists())

    @display(description="items")
    def items_seen(self, original: Any) -> str:
        """References in the person's own cases."""
        return ", ".join(item.ref for item in original.seen)


site.register(CustodyEvent, CustodyTable)
site.register(Original, OriginalTable)
