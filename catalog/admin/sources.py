"""Sources, as each case knows them."""

from typing import Any

from django.http import HttpRequest

from catalog import index
from catalog.admin.rights import OwnCases, ScopedAdmin, person_of
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Item, Source


class SourceTable(ScopedAdmin[Source]):
    """Who says or publishes."""

    add_act = change_act = Act.CLAIM
    list_display = ("name", "kind", "case", "url")
    list_filter = (OwnCases, "kind")
    list_select_related = ("case",)
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("case", "name", "kind", "url", "notes")

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """A source stays in its case: the same one in another case is another row."""
        del request
        return ("case",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save, note the change, and let search find the items under the new name."""
        super().save_model(request, obj, form, change)
        if not change or not form.changed_data:
            return
        changed = {
            name: [form.initial[name], form.cleaned_data[name]] for name in form.changed_data
        }
        details = {"source": obj.pk, "changed": changed}
        append(CustodyAct.CHANGED, Actor.of(person_of(request)), case=obj.case, details=details)
        if "name" in form.changed_data:
            for item in Item.objects.filter(appearances__source=obj).distinct().iterator():
                index.refresh(item)


site.register(Source, SourceTable)
