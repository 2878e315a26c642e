"""Things that happened in the world, and the items that show them."""

from django.db import models

from catalog.models.case import Case
from catalog.models.item import Item


class Incident(models.Model):
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
    items = models.ManyToManyField(Item, through="IncidentItem", related_name="incidents")

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
        ]

    def __str__(self) -> str:
        return self.title


class IncidentRole(models.TextChoices):
    """What an item shows of an incident."""

    SHOWS = "shows", "Shows it"
    BEFORE = "before", "Shows the place before"
    AFTERMATH = "aftermath", "Shows its aftermath"
    WRONGLY = "wrongly", "Wrongly said to show it"


class LinkStatus(models.TextChoices):
    """Whether a link was suggested, or a person confirmed or rejected it."""

    SUGGESTED = "suggested", "Suggested"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"


class IncidentItem(models.Model):
    """One item in its role in one incident."""

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
