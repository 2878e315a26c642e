"""Things that happened in the world, and the items that show them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Act, Case, Person
from catalog.models.checkable import Checkable
from catalog.models.item import Item, Workflow


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents, asked for on behalf of a person."""

    def visible_to(self, person: Person) -> "IncidentQuerySet":
        """Those of the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))


class Incident(Checkable):
    """One thing that happened, with an assessed time interval (UTC) and place."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_m = models.FloatField(null=True, blank=True)
    reasons = models.TextField(
        blank=True, help_text="What the assessed time and place rest on, and who concluded it."
    )
    workflow = models.CharField(
        max_length=12, choices=Workflow.choices, default=Workflow.NEW, db_default=Workflow.NEW
    )
    items = models.ManyToManyField(Item, through="IncidentItem", related_name="incidents")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True)
                | models.Q(latest__isnull=True)
                | models.Q(earliest__lte=models.F("latest")),
                name="an_incident_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="an_incident_lies_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(workflow__in=Workflow.values),
                name="the_work_on_an_incident_is_at_a_known_stage",
            ),
        ]
        indexes = [
            # As for items.
            models.Index(fields=["checks_version"], name="incidents_by_version_of_checks"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The incident page."""
        return reverse("incident", args=[self.pk])


class IncidentRole(models.TextChoices):
    """What an item shows of an incident."""

    SHOWS = "shows", _("Shows it")
    BEFORE = "before", _("Shows the place before")
    AFTERMATH = "aftermath", _("Shows its aftermath")
    WRONGLY = "wrongly", _("Wrongly said to show it")


class LinkStatus(models.TextChoices):
    """Whether a link was suggested, or a person confirmed or rejected it."""

    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class IncidentItem(models.Model):
    """One item in its role in one incident, as it was last decided; ``decisions`` hold all."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="incident_links")
    role = models.CharField(max_length=10, choices=IncidentRole.choices)
    status = models.CharField(
        max_length=10, choices=LinkStatus.choices, default=LinkStatus.SUGGESTED
    )
    decided_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "item"], name="an_item_has_one_role_in_an_incident"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item.ref} {self.get_role_display().lower()}: {self.incident}"


class LinkDecision(models.Model):
    """One word on a link: suggested, confirmed or rejected, in which role. Never edited.

    ``by`` is null for what came from the command line.
    """

    link = models.ForeignKey(IncidentItem, on_delete=models.PROTECT, related_name="decisions")
    role = models.CharField(max_length=10, choices=IncidentRole.choices)
    status = models.CharField(max_length=10, choices=LinkStatus.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.link}: {self.get_status_display().lower()}"


class IncidentTie(models.TextChoices):
    """What the first of two incidents is to the second."""

    PART_OF = "part_of", _("Is part of")
    REPEATS = "repeats", _("Repeats")
    SAME_AS = "same_as", _("Is the same as")


class IncidentRelation(models.Model):
    """Two incidents of one case that belong together. A wrong tie is rejected, not deleted.

    ``same_as`` has no order: the older row then stands first.
    """

    kind = models.CharField(max_length=10, choices=IncidentTie.choices)
    first = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="ties_as_first")
    second = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="ties_as_second")
    status = models.CharField(
        max_length=10, choices=LinkStatus.choices, default=LinkStatus.CONFIRMED
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "kind"], name="two_incidents_have_one_tie_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="an_incident_is_not_tied_to_itself"
            ),
            models.CheckConstraint(
                condition=~Q(kind="same_as") | Q(first__lt=F("second")),
                name="of_two_incidents_that_are_the_same_the_older_row_stands_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.get_kind_display().lower()} {self.second}"
