"""Claims: recorded, superseded by newer ones, never edited."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from catalog.admin import said
from catalog.admin.generic import ModelForm
from catalog.admin.rights import A_REF, CASE_OF, OwnCases, ScopedAdmin, person_of
from catalog.admin.said import StandsFilter
from catalog.admin.site import site
from catalog.claims.facts import facts_in
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.record import (
    CannotRecord,
    Statement,
    check,
    check_superseding,
    record,
    supersede,
)
from catalog.custody.chain import Actor
from catalog.models import Act, Claim

FACTS = ("earliest", "latest", "zone_text", "zone_basis", "latitude", "longitude", "radius_m",
         "height_m", "heading_deg", "heading_error_deg", "field_of_view_deg")  # fmt: skip
SAID = ("language", "translation", "asserted_by", "appearance", "asserted_at")


class ClaimForm(ModelForm[Claim]):
    """A claim in the words it was made in; times and places are read from the words."""

    value = forms.CharField(
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="The time or place in plain notation, where the words themselves cannot be "
        "read: the words are kept as they are.",
    )
    statement: Statement

    class Meta:
        model = Claim
        fields = ["supersedes", "item", "incident", "kind", "quote", *SAID, "reason"]
        help_texts = {
            "supersedes": "The older claim that this one replaces. Both are kept.",
            "quote": "A time as in “3 May 2023 about 02:30 Moscow”; a place as in "
            "“55.30000, 44.02000 ± 120 m”; a viewpoint with its heading and view behind it.",
            "asserted_at": "When it was said, in UTC; the appearance's time if left empty.",
        }

    def clean(self) -> None:
        """Read the words, and keep the new claim on the subject and the kind of the old."""
        super().clean()
        typed = self.cleaned_data
        about, kind = typed.get("item") or typed.get("incident"), typed.get("kind")
        if not about or not kind:
            return
        try:
            appearance = typed.get("appearance")
            said_at = typed.get("asserted_at") or (appearance.published_at if appearance else None)
            facts = facts_in(kind, typed.get("value") or typed.get("quote") or "", said_at)
            self.statement = Statement(
                kind,
                typed.get("quote") or "",
                facts,
                asserted_by=typed.get("asserted_by"),
                appearance=appearance,
                asserted_at=typed.get("asserted_at"),
                language=typed.get("language") or "",
                translation=typed.get("translation") or "",
            )
            check(about, self.statement)
            if old := typed.get("supersedes"):
                check_superseding(old, about, self.statement, typed.get("reason") or "")
        except NotUnderstood as error:
            field = "value" if typed.get("value") else "quote"
            raise ValidationError({field: self._sentence(str(error))}) from error
        except CannotRecord as error:
            raise ValidationError({error.field: str(error)}) from error

    def _sentence(self, said: str) -> str:
        return said if self.cleaned_data.get("quote") else "Write the words of the claim."


class CaseOfClaim(OwnCases):
    """By the case of the item or incident."""

    path = CASE_OF[Claim]


class ClaimTable(ScopedAdmin[Claim]):
    """What is said about the items and incidents of the person's cases."""

    case_path = CASE_OF[Claim]
    form = ClaimForm
    add_act = Act.CLAIM
    list_display = (
        "about", "kind", "quote", "asserted_by", "asserted_at", "held", "concluded", "stands",
    )  # fmt: skip
    list_filter = ("kind", StandsFilter, "zone_basis", CaseOfClaim, "language")
    list_select_related = ("item", "incident", "asserted_by", "superseded_by")
    search_fields = ("item__ref", "incident__title")
    search_help_text = "A reference, such as KRM-0007, or the title of an incident."
    found_whole = {"item__ref": A_REF}
    autocomplete_fields = ("supersedes", "item", "incident", "asserted_by", "appearance")
    add_fieldsets = (
        (None, {"fields": [
            "supersedes", "item", "incident", "kind", "quote", "value", *SAID, "reason",
        ]}),
    )  # fmt: skip
    fields = (
        "item", "incident", "kind", "quote", *SAID, "recorded_at", "recorded_by_name", "stands",
        "line", "reason", *FACTS,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """With what the checks and assessments say of all rows of a page in a few questions."""
        rows = said.with_checks(super().get_queryset(request))
        return said.with_conclusions(rows, request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """Where a claim is chosen to be superseded, only those that stand are offered."""
        found, twice = super().get_search_results(request, queryset, search_term)
        choosing = request.path == reverse("admin:autocomplete")
        return (found.filter(superseded_by=None) if choosing else found), twice

    @display(description="about")
    def about(self, claim: Claim) -> str:
        """The item's reference, or the incident."""
        return claim.item.ref if claim.item else str(claim.incident)

    @display(description="checks")
    def held(self, claim: Claim) -> str:
        """The worst of its checks."""
        return said.held(claim)

    @display(description="concluded")
    def concluded(self, claim: Claim) -> str:
        """What was last concluded on it, as far as the person may see."""
        return said.concluded(claim)

    @display(description="recorded by")
    def recorded_by_name(self, claim: Claim) -> str:
        """The account, without a way to it."""
        return str(claim.recorded_by or "–")

    @display(description="the whole line")
    def line(self, claim: Claim) -> SafeString:
        """All claims that superseded one another, each with its reason."""
        return format_html_join(
            "",
            '<div><a href="{}">{}</a> {}</div>',
            (
                (reverse("admin:catalog_claim_change", args=[one.pk]), one.quote, one.reason)
                for one in claim.line()
            ),
        )

    def stands(self, claim: Claim) -> SafeString | str:
        """Whether it stands, or the way to supersede it."""
        newer = getattr(claim, "superseded_by", None)
        if newer:
            there = reverse("admin:catalog_claim_change", args=[newer.pk])
            return format_html('no: <a href="{}">superseded</a>', there)
        return format_html(
            'yes · <a href="{}?supersedes={}&{}={}&kind={}">supersede it</a>',
            reverse("admin:catalog_claim_add"),
            claim.pk,
            "item" if claim.item_id else "incident",
            claim.item_id or claim.incident_id,
            claim.kind,
        )

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        """Record it through the one door for claims."""
        del change
        actor = Actor.of(person_of(request))
        if obj.supersedes:
            made = supersede(obj.supersedes, form.statement, obj.reason, actor)
        else:
            made = record(obj.about, form.statement, actor)
        # What the admin goes on to show and to log is the row that was made.
        obj.pk, obj._state.adding = made.pk, False


site.register(Claim, ClaimTable)
