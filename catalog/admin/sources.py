"""Sources, as each case knows them, and how far each was relied on when."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from catalog import index
from catalog.admin.history import changes
from catalog.admin.rights import OwnCases, ScopedAdmin, ScopedInline, person_of
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Grade, Item, Source
from catalog.sources import grade


class GradeInline(ScopedInline):
    """Its gradings, the newest first. A new one stands beside the older."""

    model = Grade
    fields = ("letter", "reason", "graded_by_name", "graded_at")
    readonly_fields = ("graded_by_name", "graded_at")
    hide_title = True
    add_act = Act.CLAIM

    @display(description="graded by")
    def graded_by_name(self, one: Grade) -> str:
        """The account, without a way to it."""
        return str(one.graded_by or "–")


class SourceTable(ScopedAdmin[Source]):
    """Who says or publishes."""

    add_act = change_act = Act.CLAIM
    list_display = ("name", "kind", "reliability", "handle", "affiliation", "case", "url")
    list_filter = (OwnCases, "kind", "language")
    list_select_related = ("case",)
    search_fields = ("name", "handle")
    ordering = ("name",)
    fields = (
        "case", "name", "kind", "handle", "url", "other_urls", "affiliation", "language",
        "notes", "changed",
    )  # fmt: skip
    readonly_fields = ("changed",)
    inlines = (GradeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With the gradings of all rows of a page in one question."""
        return super().get_queryset(request).prefetch_related("grades")

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """A source stays in its case: the same one in another case is another row."""
        del request
        return ("case", "changed") if obj else ("changed",)

    @display(description="reliability")
    def reliability(self, source: Source) -> str:
        """The newest grade."""
        newest = source.grade
        return newest.letter if newest else "not graded"

    @display(description="changes")
    def changed(self, source: Source) -> SafeString | str:
        """What was edited, by whom and when."""
        return changes(source.case, "source", source) if source.pk else "–"

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
        told = Q(appearances__source=obj) | Q(claims__asserted_by=obj)
        for item in Item.objects.filter(told).distinct().iterator(chunk_size=200):
            index.refresh(item)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Grade through the one door for gradings."""
        del form, change
        for one in formset.save(commit=False):
            grade(one.source, one.letter, one.reason, Actor.of(person_of(request)))


site.register(Source, SourceTable)
