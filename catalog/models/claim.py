"""What somebody says about an item or an incident. Many of each, also contradicting ones."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models.appearance import Appearance
from catalog.models.case import Act, Case, Person
from catalog.models.incident import Incident
from catalog.models.item import Item
from catalog.models.source import LANGUAGE, Source
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval


class ClaimKind(models.TextChoices):
    """What a claim is about."""

    TIME = "time", _("Time")
    PLACE = "place", _("Place of the thing seen")
    VIEWPOINT = "viewpoint", _("Viewpoint of the camera")
    AUTHORSHIP = "authorship", _("Authorship")
    CONTENT = "content", _("Content")


class ZoneBasis(models.TextChoices):
    """How the zone of a claimed time is known."""

    STATED = "stated", _("stated")
    FROM_PLACE = "from_place", _("from the place")
    UNKNOWN = "unknown", _("unknown")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims about items and incidents."""

    def visible_to(self, person: Person) -> "ClaimQuerySet":
        """Those about what lies in the cases in which this person may see items."""
        cases = Case.objects.allowing(person, Act.SEE)
        return self.filter(models.Q(item__case__in=cases) | models.Q(incident__case__in=cases))

    def standing(self) -> "ClaimQuerySet":
        """Those that no newer claim supersedes."""
        return self.filter(superseded_by=None)


class Claim(models.Model):
    """One claim. The database itself refuses UPDATE and DELETE here: a newer claim
    supersedes it, and both are kept.

    ``asserted_at`` is when it was said, ``recorded_at`` when we wrote it down.
    A time is the interval ``earliest``..``latest`` in UTC beside the words quoted;
    an open end is null. A place is a disc, a viewpoint a disc with heading
    (degrees clockwise from true north) and full field of view in degrees.
    """

    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    incident = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    kind = models.CharField(max_length=10, choices=ClaimKind.choices)
    quote = models.TextField(blank=True, help_text="The words as they were said.")
    language = models.CharField(
        max_length=35, blank=True, validators=[LANGUAGE], help_text="Of the words, such as uk."
    )
    translation = models.TextField(blank=True)
    asserted_by = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)
    appearance = models.ForeignKey(
        Appearance, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    asserted_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(blank=True, help_text="Why it supersedes the older claim.")

    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    zone_text = models.CharField(max_length=100, blank=True)
    zone_basis = models.CharField(max_length=10, choices=ZoneBasis.choices, blank=True)

    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_m = models.FloatField(null=True, blank=True)
    height_m = models.FloatField(null=True, blank=True)
    heading_deg = models.FloatField(null=True, blank=True)
    heading_error_deg = models.FloatField(null=True, blank=True)
    field_of_view_deg = models.FloatField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=True, incident__isnull=False)
                | models.Q(item__isnull=False, incident__isnull=True),
                name="a_claim_is_about_an_item_or_an_incident",
                violation_error_message="Choose the item or the incident that it is about.",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(reason=""),
                name="a_claim_is_superseded_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(supersedes=models.F("id")),
                name="a_claim_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="time")
                | models.Q(earliest__isnull=False)
                | models.Q(latest__isnull=False),
                name="a_time_claim_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True)
                | models.Q(latest__isnull=True)
                | models.Q(earliest__lte=models.F("latest")),
                name="a_claimed_time_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["place", "viewpoint"])
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="a_claim_of_a_place_or_viewpoint_has_a_position",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_claimed_position_lies_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(heading_deg__isnull=True)
                | models.Q(heading_deg__gte=0, heading_deg__lt=360),
                name="a_claimed_heading_is_a_compass_bearing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.quote}"

    def get_absolute_url(self) -> str:
        """The page of this claim."""
        return reverse("claim", args=[self.pk])

    @property
    def about(self) -> Item | Incident:
        """What it is said of."""
        about = self.item or self.incident
        assert about is not None
        return about

    def line(self) -> list["Claim"]:
        """All claims that superseded one another, this one among them, the oldest first."""
        line = [self]
        while older := line[0].supersedes:
            line.insert(0, older)
        while newer := Claim.objects.filter(supersedes=line[-1]).first():
            line.append(newer)
        return line

    @property
    def interval(self) -> TimeInterval | None:
        """The claimed time, ``None`` for other kinds."""
        if self.earliest is None and self.latest is None:
            return None
        return TimeInterval(self.earliest, self.latest)

    @property
    def viewpoint(self) -> Viewpoint | None:
        """The claimed position; for a place of the thing seen it has no heading."""
        if self.latitude is None or self.longitude is None:
            return None
        return Viewpoint(
            Place(self.latitude, self.longitude, self.radius_m),
            self.heading_deg,
            self.heading_error_deg,
            self.field_of_view_deg,
            self.height_m,
        )
