"""Claims held against what is known: derived rows, made again whenever an input changes."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.assessment import Assessment, Outcome, Review, Verdict
from catalog.models.case import Act, Case, Person
from catalog.models.claim import Claim
from catalog.models.incident import Incident
from catalog.models.item import Item
from media_tools.compare.between_claims import PLACES, TIMES


class CheckVerdict(models.TextChoices):
    """How what is said stands against what is known, the worst first."""

    IMPOSSIBLE = "impossible", _("Impossible")
    TENSION = "tension", _("In tension")
    CANNOT_TELL = "cannot_tell", _("Cannot tell")
    FITS = "fits", _("Fits")


RANKS = {verdict.value: rank for rank, verdict in enumerate(CheckVerdict)}
CONTRADICTING = (CheckVerdict.IMPOSSIBLE, CheckVerdict.TENSION)


class CheckQuerySet(models.QuerySet["Check"]):
    """Checks. What an assessment resolves depends on whose eyes see the assessment."""

    def visible_to(self, person: Person) -> "CheckQuerySet":
        """Those in the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))

    def contradicting(self) -> "CheckQuerySet":
        """Those in which something collides."""
        return self.filter(rank__lt=len(CONTRADICTING))

    def with_resolution(self, person: Person) -> "CheckQuerySet":
        """With ``is_resolved``, as ``resolved_for`` has it."""
        return self.annotate(is_resolved=Q(is_settled=True) | _resolved_by(_concluded(person)))

    def resolved_for(self, person: Person) -> "CheckQuerySet":
        """Those that a conclusion resolves which this person may see."""
        return self.filter(Q(is_settled=True) | _resolved_by(_concluded(person)))

    def open_for(self, person: Person) -> "CheckQuerySet":
        """The others: a verdict that is still blind for the person leaves its question open."""
        return self.filter(~_resolved_by(_concluded(person)), is_settled=False)


class Check(models.Model):
    """One check of an item, or of an incident itself where ``item`` is null.

    ``incident`` beside an item is one that the item is linked with. ``numbers`` are those the
    verdict rests on. ``made_at`` is when it first came out so. ``rank`` is the place of the
    verdict, the worst first; ``subject`` puts what is about one item or incident together.
    ``is_settled``: an assessment that everybody in the case may see resolves it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="checks")
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.CASCADE, related_name="checks"
    )
    claims = models.ManyToManyField(Claim, related_name="checks")
    kind = models.CharField(max_length=40)
    verdict = models.CharField(max_length=11, choices=CheckVerdict.choices)
    rank = models.PositiveSmallIntegerField()
    subject = models.BigIntegerField()
    sentence = models.TextField()
    numbers = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(incident__isnull=False),
                name="a_check_is_about_an_item_or_an_incident",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=CheckVerdict.values), name="a_check_has_a_known_verdict"
            ),
        ]
        indexes = [
            # The board of one case, and the number in the header: what is open, worst first.
            models.Index(
                fields=["case", "is_settled", "rank", "subject", "id"], name="checks_of_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.sentence}"


def settled(checks: CheckQuerySet) -> CheckQuerySet:
    """Those that are resolved by assessments which everybody in the case may see."""
    reviewed = Assessment.objects.standing().filter(
        Exists(Review.objects.filter(assessment=OuterRef("pk")))
    )
    return checks.filter(_resolved_by(_undisputed(reviewed)))


def _concluded(person: Person) -> models.QuerySet[Assessment]:
    # Whoever may see the check may see what it is about; asking again for each row costs most.
    return _undisputed(Assessment.objects.not_blind_for(person).standing())


def _undisputed(assessments: models.QuerySet[Assessment]) -> models.QuerySet[Assessment]:
    """Dissent leaves a question open."""
    dissent = Review.objects.filter(assessment=OuterRef("pk"), outcome=Outcome.DISSENT)
    return assessments.filter(~Exists(dissent))


def _resolved_by(assessments: models.QuerySet[Assessment]) -> Q:
    """One of its claims does not hold, or something was concluded on all of them, or on the
    incident that they are held against; that says nothing of which of two claims errs.
    """
    held = Check.claims.through.objects.filter(check_id=OuterRef("pk"))
    of_claim = assessments.filter(claim=OuterRef("claim_id"))
    fallen = held.filter(Exists(of_claim.filter(verdict=Verdict.DOES_NOT_HOLD)))
    not_looked_at = held.filter(~Exists(of_claim))
    on_incident = assessments.filter(incident=OuterRef("incident_id"))
    return (
        Q(Exists(fallen))
        | Q(Exists(held), ~Exists(not_looked_at))
        | Q(~Q(kind__in=(TIMES, PLACES)), Exists(on_incident))
    )
