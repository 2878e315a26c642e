"""Claims: recorded, superseded by newer ones, never edited."""

from typing import Any

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import index
from catalog.admin.generic import ModelForm
from catalog.admin.rights import A_REF, OwnCases, ScopedAdmin, person_of
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.intake.claims import claims_on
from catalog.intake.sheet import ClaimSheet, SheetError
from catalog.models import Act, Claim, CustodyAct

FACTS = ("earliest", "latest", "zone_text", "zone_basis", "latitude", "longitude", "radius_m",
         "height_m", "heading_deg", "heading_error_deg", "field_of_view_deg")  # fmt: skip


class ClaimForm(ModelForm[Claim]):
    """A claim in the words it was made in; times and places are read from the words."""

    class Meta:
        model = Claim
        fields = ["supersedes", "item", "kind", "quote", "asserted_by", "reason"]
        help_texts = {
            "supersedes": "The older claim that this one replaces. Both are kept.",
            "quote": "A time as in “3 May 2023 about 02:30 Moscow”; a place as in "
            "“55.30000, 44.02000 ± 120 m”; a viewpoint with its heading and view behind it.",
        }

    def clean(self) -> None:
        """Read the words, and keep the new claim on the item and the kind of the old."""
        super().clean()
        said = self.cleaned_data
        item, kind, old = said.get("item"), said.get("kind"), said.get("supersedes")
        if not item or not kind:
            return
        source = said.get("asserted_by")
        if source and source.case_id != item.case_id:
            self.add_error("asserted_by", "This source belongs to another case than the item.")
        if old and (old.item_id, old.kind) != (item.pk, kind):
            self.add_error("supersedes", "Choose a claim of the same kind about the same item.")
        if old and not said.get("reason"):
            self.add_error("reason", "Say why the older claim is superseded.")
        try:
            found = list(claims_on(ClaimSheet.from_words({kind: said.get("quote", "")})))
        except SheetError as error:
            raise ValidationError({"quote": str(error)}) from error
        if not found:
            raise ValidationError({"quote": "Write the words of the claim."})
        for name in FACTS:
            if name in found[0]:
                setattr(self.instance, name, found[0][name])


class CaseOfItem(OwnCases):
    """By the case of the claim's item."""

    path = "item__case"


class ClaimTable(ScopedAdmin[Claim]):
    """What is said about the items of the person's cases."""

    case_path = "item__case"
    form = ClaimForm
    add_act = Act.CLAIM
    list_display = ("item", "kind", "quote", "asserted_by", "recorded_at", "stands")
    list_filter = ("kind", CaseOfItem)
    list_select_related = ("item", "asserted_by", "superseded_by")
    search_fields = ("item__ref",)
    search_help_text = "A reference, such as KRM-0007."
    found_whole = {"item__ref": A_REF}
    autocomplete_fields = ("supersedes", "item", "asserted_by")
    add_fieldsets = ((None, {"fields": ClaimForm.Meta.fields}),)
    fields = (
        "item", "kind", "quote", "asserted_by", "recorded_at", "recorded_by_name", "stands",
        "supersedes", "reason", *FACTS,
    )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """Where a claim is chosen to be superseded, only those that stand are offered."""
        found, twice = super().get_search_results(request, queryset, search_term)
        choosing = request.path == reverse("admin:autocomplete")
        return (found.filter(superseded_by=None) if choosing else found), twice

    @display(description="recorded by")
    def recorded_by_name(self, claim: Claim) -> str:
        """The account, without a way to it."""
        return str(claim.recorded_by or "–")

    def stands(self, claim: Claim) -> SafeString | str:
        """Whether it stands, or the way to supersede it."""
        newer = getattr(claim, "superseded_by", None)
        if newer:
            there = reverse("admin:catalog_claim_change", args=[newer.pk])
            return format_html('no: <a href="{}">superseded</a>', there)
        return format_html(
            'yes · <a href="{}?supersedes={}&item={}&kind={}">supersede it</a>',
            reverse("admin:catalog_claim_add"),
            claim.pk,
            claim.item_id,
            claim.kind,
        )

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        """Record it as a row of its own and a link in the chain, and let search find it."""
        actor = Actor.of(person_of(request))
        obj.recorded_at, obj.recorded_by = timezone.now(), actor.person
        super().save_model(request, obj, form, change)
        details: dict[str, object] = {"claim": obj.pk, "kind": obj.kind, "quote": obj.quote}
        if obj.supersedes:
            details |= {"supersedes": obj.supersedes.pk, "reason": obj.reason}
        append(CustodyAct.CLAIM_RECORDED, actor, item=obj.item, details=details)
        index.refresh(obj.item)


site.register(Claim, ClaimTable)
