"""Postings and hand-overs: who forwarded whom, and when a posting was edited."""

from typing import Any

from django.contrib.admin import EmptyFieldListFilter, display
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString

from catalog.admin.history import changes
from catalog.admin.rights import A_REF, OwnCases, ScopedAdmin, SeenForm, person_of
from catalog.admin.said import published_in_words
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.models import Act, Appearance, CustodyAct
from catalog.sources import CannotForward, say_forwarded
from catalog.sources.forward import check_forward


class AppearanceForm(SeenForm):
    """What may be added to an appearance after it came in."""

    class Meta:
        model = Appearance
        fields = ["edited_at", "forwarded_from"]

    def clean_forwarded_from(self) -> Appearance | None:
        """A posting of this case that does not itself come from this one."""
        origin: Appearance | None = self.cleaned_data["forwarded_from"]
        try:
            check_forward(self.instance, origin)
        except CannotForward as error:
            raise ValidationError(str(error)) from error
        return origin


class CaseOfItem(OwnCases):
    """By the case of the appearance's item."""

    path = "item__case"


class AppearanceTable(ScopedAdmin[Appearance]):
    """Where the items of the person's cases were posted, or came from."""

    case_path = "item__case"
    form = AppearanceForm
    change_act = Act.CLAIM
    list_display = ("item", "source", "url", "published_words", "collected_at", "forwarded_from")
    list_filter = (CaseOfItem, "source__kind", ("forwarded_from", EmptyFieldListFilter))
    list_select_related = ("item", "source", "forwarded_from__item")
    search_fields = ("item__ref", "url", "file_name")
    search_help_text = "A reference, such as KRM-0007, or part of a link or file name."
    found_whole = {"item__ref": A_REF}
    autocomplete_fields = ("forwarded_from",)
    readonly_fields = (
        "item", "source", "url", "file_name", "caption", "found_inside", "published_words",
        "collected_at", "collected_by_name", "forwarded_words", "led_here", "changed",
    )  # fmt: skip
    fields = (*readonly_fields, *AppearanceForm.Meta.fields)

    @display(description="published", ordering="published_at")
    def published_words(self, one: Appearance) -> str:
        """When, as far as it was said."""
        return published_in_words(one)

    @display(description="collected by")
    def collected_by_name(self, one: Appearance) -> str:
        """The account, without a way to it."""
        return str(one.collected_by or "–")

    @display(description="chain of forwards")
    def led_here(self, one: Appearance) -> str:
        """The postings that led here, the first one first."""
        return " → ".join(str(link.source or link) for link in one.chain())

    @display(description="changes")
    def changed(self, one: Appearance) -> SafeString | str:
        """What was added or said anew, by whom and when."""
        return changes(one.item.case, "appearance", one)

    def save_model(self, request: HttpRequest, obj: Appearance, form: Any, change: bool) -> None:
        """Save what was added; custody keeps what was said before."""
        del change
        actor, origin = Actor.of(person_of(request)), obj.forwarded_from
        if "edited_at" in form.changed_data:
            obj.edited_earliest = obj.edited_at
            obj.save(update_fields=["edited_earliest", "edited_at"])
            changed = {"edited_at": [str(form.initial["edited_at"] or ""), str(obj.edited_at)]}
            details: dict[str, object] = {"appearance": obj.pk, "changed": changed}
            append(CustodyAct.CHANGED, actor, item=obj.item, details=details)
        if "forwarded_from" in form.changed_data:
            obj.forwarded_from_id = form.initial["forwarded_from"]
            say_forwarded(obj, origin, actor)


site.register(Appearance, AppearanceTable)
