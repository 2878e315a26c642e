"""Incidents and the items linked to them. Every save is seen by search and by custody."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from catalog import formats, incidents
from catalog.admin import said
from catalog.admin.generic import ModelForm
from catalog.admin.history import changes
from catalog.admin.rights import NamedFormSet, OwnCases, ScopedInline, SeenForm, person_of
from catalog.admin.site import site
from catalog.admin.work import WorkedTable
from catalog.claims.words import said_by
from catalog.custody.chain import Actor
from catalog.incidents.link import CannotLink
from catalog.incidents.tie import check_tie
from catalog.models import (
    Act,
    Incident,
    IncidentItem,
    IncidentRelation,
    IncidentTie,
    LinkStatus,
)
from media_tools.errors import Invalid
from media_tools.places import Place

MOST_LISTED = 100


class IncidentForm(SeenForm):
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

    reason = forms.CharField(required=False, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "item" in self.fields and self.instance.pk:
            self.fields["item"].disabled = True


class LinkFormSet(NamedFormSet):
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
    fields = ("item", "role", "status", "reason", "decided")
    readonly_fields = ("decided",)
    autocomplete_fields = ("item",)
    hide_title = True
    add_act = change_act = Act.CLAIM

    @display(description="so far")
    def decided(self, link: IncidentItem) -> SafeString | str:
        """Every word on it, the oldest first; accounts without a way to them."""
        if not link.pk:
            return "–"
        words = (
            (
                one.get_status_display(),
                one.get_role_display().lower(),
                one.by or "the command line",
                formats.utc(one.at),
                one.reason,
            )
            for one in link.decisions.select_related("by")
        )
        return format_html_join("", "<div>{}, {}: {} {} {}</div>", words)


class TieForm(ModelForm[IncidentRelation]):
    """One tie to another incident. What was tied stays; a wrong tie is rejected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "second"):
            if name in self.fields and self.instance.pk:
                self.fields[name].disabled = True


class TieFormSet(NamedFormSet):
    """The ties of one incident."""

    def clean(self) -> None:
        """Only what can be so is said of two incidents."""
        super().clean()
        for form in self.forms:
            typed = form.cleaned_data if form.is_valid() else {}
            if other := typed.get("second"):
                kind, status = IncidentTie(typed["kind"]), LinkStatus(typed["status"])
                try:
                    check_tie(kind, self.instance, other, status)
                except CannotLink as error:
                    form.add_error("second", str(error))


class TieInline(ScopedInline):
    """What this incident is to others."""

    model = IncidentRelation
    fk_name = "first"
    form = TieForm
    formset = TieFormSet
    fields = ("kind", "second", "status", "reason")
    autocomplete_fields = ("second",)
    hide_title = True
    add_act = change_act = Act.CLAIM


class IncidentTable(WorkedTable[Incident]):
    """What happened in the world, with the time and place that was concluded."""

    form = IncidentForm
    add_act = change_act = Act.CLAIM
    list_display = ("title", "case", "workflow", "earliest", "latest", "shown_by", "concluded")
    list_filter = (OwnCases, "workflow")
    list_select_related = ("case",)
    search_fields = ("title",)
    fields = (*IncidentForm.Meta.fields, "workflow", "claimed", "tied", "changed")
    readonly_fields = ("workflow", "claimed", "tied", "changed")
    inlines = (LinkInline, TieInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        """With what shows all rows of a page, and what was concluded, in a few questions."""
        links = IncidentItem.objects.filter(incident=OuterRef("pk"), status=LinkStatus.CONFIRMED)
        counted = links.order_by().values("incident").annotate(n=Count("pk")).values("n")
        rows = super().get_queryset(request).annotate(confirmed=Subquery(counted))
        return said.with_conclusions(rows, request.user)

    @display(description="items")
    def shown_by(self, incident: Any) -> int:
        """How many are confirmed to belong to it."""
        return int(incident.confirmed or 0)

    @display(description="concluded")
    def concluded(self, incident: Incident) -> str:
        """What was last concluded on it, as far as the person may see."""
        return said.concluded(incident)

    def get_readonly_fields(self, request: HttpRequest, obj: Incident | None = None) -> Any:
        """An incident stays in its case."""
        del request
        return ("case", *self.readonly_fields) if obj else self.readonly_fields

    @display(description="claims")
    def claimed(self, incident: Incident) -> SafeString | str:
        """What is said of it, each with what its checks came to and the way to its page."""
        if not incident.pk:
            return "–"
        claims = incident.claims.select_related("asserted_by").order_by("kind", "-pk")
        lines = (
            (one.get_absolute_url(), one, said_by(one), said.held(one).lower())
            for one in said.with_checks(claims)[:MOST_LISTED]
        )
        return format_html_join("", '<div><a href="{}">{}</a> ({}): {}</div>', lines) or "–"

    @display(description="other incidents")
    def tied(self, incident: Incident) -> SafeString | str:
        """Its ties, seen from both ends."""
        if not incident.pk:
            return "–"
        ties = IncidentRelation.objects.filter(Q(first=incident) | Q(second=incident))
        lines = ((one, one.get_status_display().lower()) for one in ties.select_related())
        return format_html_join("", "<div>{}: {}</div>", lines) or "–"

    @display(description="changes")
    def changed(self, incident: Incident) -> SafeString | str:
        """What was edited, by whom and when."""
        return changes(incident.case, "incident", incident) if incident.pk else "–"

    def save_model(self, request: HttpRequest, obj: Incident, form: Any, change: bool) -> None:
        """Save, and note what was concluded before and what now."""
        del form, change
        incidents.describe(obj, Actor.of(person_of(request)))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Link items and tie incidents, signed by whoever says so."""
        del change
        actor, incident = Actor.of(person_of(request)), form.instance
        # Tells the formset what is new, which the admin's own log asks of it.
        formset.save(commit=False)
        for one in formset.forms:
            typed = one.cleaned_data
            if not one.has_changed() or not typed:
                continue
            status, reason = typed["status"], typed["reason"]
            if formset.model is IncidentItem:
                incidents.link(incident, typed["item"], typed["role"], status, actor, reason)
            else:
                how = {"status": status, "reason": reason}
                incidents.tie(typed["kind"], incident, typed["second"], actor, **how)


site.register(Incident, IncidentTable)
