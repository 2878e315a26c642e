"""What analysts concluded about a claim or an incident, what it rests on, and who looked again."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Act, Case, Person
from catalog.models.claim import Claim
from catalog.models.comparison import ComparisonVersion
from catalog.models.custody import canonical, canonical_time
from catalog.models.incident import Incident
from catalog.models.item import Item


class Verdict(models.TextChoices):
    """Whether what is said is so."""

    HOLDS = "holds", _("Holds")
    DOES_NOT_HOLD = "does_not_hold", _("Does not hold")
    UNDETERMINED = "undetermined", _("Undetermined")


class Confidence(models.TextChoices):
    """How sure the analyst is of the verdict."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments. Whatever shows one to a person begins with ``visible_to``."""

    def within_reach_of(self, person: Person) -> "AssessmentQuerySet":
        """Those about what the person may see, verdicts that are still blind among them.

        For rules and counts only: what is shown comes from ``visible_to``.
        """
        return self.in_cases_allowing(person, Act.SEE)

    def in_cases_allowing(self, person: Person, act: Act) -> "AssessmentQuerySet":
        """Those in the cases in which this person may do this; verdicts as above."""
        cases = Case.objects.allowing(person, act)
        return self.filter(
            Q(incident__case__in=cases)
            | Q(claim__item__case__in=cases)
            | Q(claim__incident__case__in=cases)
        )

    def visible_to(self, person: Person) -> "AssessmentQuerySet":
        """Those whose verdict the person may see.

        A verdict is blind until a second person has recorded theirs. Until then it is seen by
        whoever signed it and by whoever has signed an assessment of the same question.
        """
        return self.within_reach_of(person).not_blind_for(person)

    def not_blind_for(self, person: Person) -> "AssessmentQuerySet":
        """The rule of ``visible_to`` alone, for assessments that are known to be within reach."""
        own = Assessment.objects.filter(signed_by=person.pk)
        return self.filter(
            Q(signed_by=person.pk)
            | Exists(Review.objects.filter(assessment=OuterRef("pk")))
            | Exists(own.filter(claim=OuterRef("claim")))
            | Exists(own.filter(incident=OuterRef("incident")))
        )

    def standing(self) -> "AssessmentQuerySet":
        """Those that no newer assessment supersedes."""
        return self.filter(superseded_by=None)


class Assessment(models.Model):
    """One signed conclusion. The database itself refuses UPDATE and DELETE here.

    ``reasoning`` is Markdown as it was typed. ``signature`` is the SHA-256 over the
    canonical JSON of all that was concluded, by whom, when and on which grounds.
    """

    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    incident = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    verdict = models.CharField(max_length=13, choices=Verdict.choices)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    reasoning = models.TextField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(blank=True, help_text="Why it supersedes the older assessment.")
    signed_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=True, incident__isnull=False)
                | Q(claim__isnull=False, incident__isnull=True),
                name="an_assessment_is_about_a_claim_or_an_incident",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values, confidence__in=Confidence.values),
                name="an_assessment_has_a_known_verdict_and_confidence",
            ),
            models.CheckConstraint(
                condition=~Q(reasoning=""), name="an_assessment_gives_its_reasoning"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="an_assessment_is_superseded_for_a_reason",
            ),
        ]
        indexes = [
            # Whether a person has signed on the question of a verdict, asked for each verdict.
            models.Index(fields=["claim", "signed_by"], name="assessments_of_a_claim_by_whom"),
            models.Index(fields=["incident", "signed_by"], name="assessments_of_an_incident_by"),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.pk} of {self.about}"

    @property
    def about(self) -> Claim | Incident:
        """The question that it answers: does this claim hold, did this happen so?"""
        about = self.claim or self.incident
        assert about is not None
        return about

    @property
    def case(self) -> Case:
        """The case in which it was concluded."""
        about = self.about
        return about.about.case if isinstance(about, Claim) else about.case

    def computed_signature(self, grounds: Sequence["Ground"]) -> str:
        """What ``signature`` must be for the fields and the grounds as they stand."""
        return _hashed(
            {
                "claim": self.claim_id,
                "incident": self.incident_id,
                "verdict": self.verdict,
                "confidence": self.confidence,
                "reasoning": self.reasoning,
                "supersedes": self.supersedes_id,
                "reason": self.reason,
                "by": self.signed_as,
                "at": canonical_time(self.signed_at),
                "grounds": [ground.content() for ground in grounds],
            }
        )


class Ground(models.Model):
    """One thing that an assessment rests on, as it was at that time. Never edited.

    A reading (``tag``, ``text``, ``tool``) or a measurement (``name`` and what was measured)
    is written down here, because processing an item again makes those rows anew; ``step`` and
    ``version`` say which run gave it. A claim is never edited, nor a version of a comparison,
    so they are pointed at.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="grounds")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    comparison = models.ForeignKey(
        ComparisonVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(null=True)
    tag = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    tool = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=60, blank=True)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    uncertainty = models.FloatField(null=True)
    method = models.TextField(blank=True)
    cannot_tell = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comparison=None)
                & (
                    Q(claim__isnull=False, item__isnull=True, tag="", name="")
                    | Q(claim__isnull=True, item__isnull=False, name="") & ~Q(tag="")
                    | Q(claim__isnull=True, item__isnull=False, tag="") & ~Q(name="")
                )
                | Q(comparison__isnull=False, claim=None, item=None, tag="", name=""),
                name="a_ground_is_a_claim_a_reading_a_measurement_or_a_comparison",
            ),
        ]

    def __str__(self) -> str:
        if self.claim:
            return f"Claim: {self.claim}"
        if self.comparison:
            return str(self.comparison)
        if self.tag:
            return f"{self.tag}: {self.text}"
        measured = f"{self.value} ± {self.uncertainty} {self.unit}"
        return f"{self.name}: {self.cannot_tell or measured}"

    def content(self) -> dict[str, Any]:
        """What the signature of the assessment covers."""
        left_out = {"id", "assessment_id"}
        if self.comparison_id is None:
            # What was signed before a comparison could be a ground was signed without it.
            left_out.add("comparison_id")
        names = (field.attname for field in self._meta.concrete_fields)
        return {name: getattr(self, name) for name in names if name not in left_out}


class Outcome(models.TextChoices):
    """How a second verdict compares with the first."""

    AGREEMENT = "agreement", _("Agreement")
    DISSENT = "dissent", _("Dissent")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Second verdicts."""

    def visible_to(self, person: Person) -> "ReviewQuerySet":
        """Those on assessments whose verdict the person may see."""
        return self.filter(assessment__in=Assessment.objects.visible_to(person))


class Review(models.Model):
    """Another person's verdict on the question of an assessment. Never edited.

    ``is_blind``: it was recorded before its author may have seen the first verdict.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=13, choices=Verdict.choices)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    reasoning = models.TextField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    is_blind = models.BooleanField()
    signed_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "signed_by"], name="a_person_reviews_an_assessment_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values, confidence__in=Confidence.values),
                name="a_review_has_a_known_verdict_and_confidence",
            ),
            models.CheckConstraint(condition=~Q(reasoning=""), name="a_review_gives_its_reasoning"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of assessment {self.assessment_id}"

    def computed_signature(self) -> str:
        """What ``signature`` must be for the fields as they stand."""
        return _hashed(
            {
                "assessment": self.assessment.signature,
                "verdict": self.verdict,
                "confidence": self.confidence,
                "reasoning": self.reasoning,
                "outcome": self.outcome,
                "is_blind": self.is_blind,
                "by": self.signed_as,
                "at": canonical_time(self.signed_at),
            }
        )


def _hashed(content: dict[str, object]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
