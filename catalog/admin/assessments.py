"""Assessments: to look at, once the verdict is open to the person; never to change."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from catalog.admin.rights import OwnCases, ScopedAdmin, ScopedInline
from catalog.admin.said import StandsFilter, stands
from catalog.admin.site import site
from catalog.assessments import render_reasoning
from catalog.models import Assessment, Ground, Review

CASE = "claim__item__case|claim__incident__case|incident__case"


class CaseOfAssessment(OwnCases):
    """By the case of the claim or incident."""

    path = CASE


class _OfAssessment(ScopedInline):
    hide_title = True

    def case_id_of(self, obj: Model) -> int | None:
        """The case in which it was concluded."""
        return obj.case.pk if isinstance(obj, Assessment) else None


class GroundInline(_OfAssessment):
    """What it rests on, as it was at the time."""

    model = Ground
    fields = readonly_fields = ("said", "where")

    @display(description="what")
    def said(self, ground: Ground) -> str:
        """The reading, measurement or claim."""
        return str(ground)

    @display(description="where from")
    def where(self, ground: Ground) -> str:
        """The item and the step that gave it."""
        return f"{ground.item.ref}, {ground.step} {ground.version}" if ground.item else "–"


class ReviewInline(_OfAssessment):
    """Second verdicts; dissent is kept."""

    model = Review
    fields = readonly_fields = (
        "verdict", "confidence", "outcome", "is_blind", "reasoning", "signed_as", "signed_at",
        "signature",
    )  # fmt: skip


class AssessmentTable(ScopedAdmin[Assessment]):
    """What was concluded in the person's cases, as far as its verdict is open to them."""

    case_path = CASE
    list_display = (
        "about", "verdict", "confidence", "signed_as", "signed_at", "second_looks", "stands",
    )  # fmt: skip
    list_filter = ("verdict", "confidence", "reviews__outcome", StandsFilter, CaseOfAssessment)
    list_select_related = ("claim__item", "claim__incident", "incident", "superseded_by")
    search_fields = ("claim__item__ref", "incident__title")
    fields = (
        "about", "verdict", "confidence", "shown_reasoning", "supersedes", "reason", "signed_as",
        "signed_at", "signature",
    )  # fmt: skip
    inlines = (GroundInline, ReviewInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        """A verdict that is still blind for the person is not there."""
        seen = Assessment.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=seen).prefetch_related("reviews")

    @display(description="question")
    def about(self, one: Assessment) -> str:
        """The claim, with what it is about, or the incident."""
        if one.claim is None:
            return str(one.incident)
        subject = one.claim.about
        return f"{getattr(subject, 'ref', subject)}, {one.claim}"

    @display(description="reviews")
    def second_looks(self, one: Any) -> str:
        """How each second verdict compared."""
        return ", ".join(review.get_outcome_display() for review in one.reviews.all()) or "none yet"

    @display(description="stands")
    def stands(self, one: Assessment) -> str:
        """Whether no newer assessment supersedes it."""
        return stands(one)

    @display(description="reasoning")
    def shown_reasoning(self, one: Assessment) -> SafeString:
        """The Markdown, made harmless."""
        return render_reasoning(one.reasoning)


site.register(Assessment, AssessmentTable)
