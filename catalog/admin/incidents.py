"""Incidents and the items linked to them. Every save is seen by search and by custody."""

from typing import Any

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from catalog import index
from catalog.admin.generic import BaseInlineFormSet, ModelForm
from catalog.admin.rights import OwnCases, ScopedAdmin, ScopedInline, person_of
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.models import Act, CustodyAct, Incident, IncidentItem
from media_tools.errors import Invalid
from media_tools.places import Place


class IncidentForm(ModelForm[Incident]):
    """Time and place hang together before anything is saved."""

    class Meta:
        model = Incident
        fields = [
            "case", "title", "summary", "earliest", "latest",
            "latitude", "longitude", "radius_m", "reasons",
        ]  # fmt: skip

    def clean(self) -> None:
        """A place is whole, lies on Earth and has no negative radius."""
        super().clean()
        latitude, longitude = self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")
        radius_m = self.cleaned_data.get("radius_m")
        if (latitude is None) != (longitude is None):
            raise ValidationError("Give both latitude and longitude, or neither.")
        if latitude is None or longitude is None:
            if radius_m is not None:
                raise ValidationError({"radius_m": "A radius needs a latitude and a longitude."})
            return
        try:
            Place(latitude, longitude, radius_m)
        except Invalid as error:
            raise ValidationError(str(error)) from error


class LinkForm(ModelForm[IncidentItem]):
    """One link. Its item stays: to link another, add another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "item" in self.fields and self.instance.pk:
            self.fields["item"].disabled = True


class LinkFormSet(BaseInlineFormSet[IncidentItem, Incident, Any]):
    """The links of one incident."""

    def clean(self) -> None:
        """An item of another case cannot be linked, nor one item twice."""
        super().clean()
        for form in self.forms:
            item = form.cleaned_data.get("item") if form.is_valid() else None
            if item and item.case_id != self.instance.case_id:
                form.add_error("item", f"{item.ref} lies in another case than the incident.")


class LinkInline(ScopedInline):
    """Items and the role each plays. A wrong link is rejected, not deleted."""

    model = IncidentItem
    form = LinkForm
    formset = LinkFormSet
    fields = ("item", "role", "status", "signed", "decided_at")
    readonly_fields = ("signed", "decided_at")
    autocomplete_fields = ("item",)
    hide_title = True
    add_act = change_act = Act.CLAIM

    @display(description="decided by")
    def signed(self, link: IncidentItem) -> str:
        """The account, without a way to it."""
        return str(link.decided_by or "–")


class IncidentTable(ScopedAdmin[Incident]):
    """What happened in the world, with the time and place that was concluded."""

    form = IncidentForm
    add_act = change_act = Act.CLAIM
    list_display = ("title", "case", "earliest", "latest")
    list_filter = (OwnCases,)
    list_select_related = ("case",)
    search_fields = ("title",)
    inlines = (LinkInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Incident | None = None) -> Any:
        """An incident stays in its case."""
        del request
        return ("case",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Incident, form: Any, change: bool) -> None:
        """Save, and note what was concluded before and what now."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            changed = {
                name: [_said(form.initial.get(name)), _said(form.cleaned_data.get(name))]
                for name in form.changed_data
            }
            details: dict[str, object] = {"incident": obj.pk, "changed": changed}
            actor = Actor.of(person_of(request))
            append(CustodyAct.CHANGED, actor, case=obj.case, details=details)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the links, signed by whoever confirmed or rejected them."""
        del form, change
        actor = Actor.of(person_of(request))
        for link in formset.save(commit=False):
            link.decided_by, link.decided_at = actor.person, timezone.now()
            link.save()
            append(
                CustodyAct.LINKED,
                actor,
                item=link.item,
                details={"incident": link.incident_id, "role": link.role, "status": link.status},
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Bring search in step with the incident and all its links."""
        super().save_related(request, form, formsets, change)
        for link in form.instance.links.select_related("item"):
            index.refresh(link.item)


def _said(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else str(value)


site.register(Incident, IncidentTable)
