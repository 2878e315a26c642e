"""The index of where and when: one narrow row for each position or time of an item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.item import Item


class Basis(models.TextChoices):
    """Which of the four kinds of fact a row comes from."""

    CLAIMED = "claimed", _("Claimed")
    EMBEDDED = "embedded", _("Embedded")
    MEASURED = "measured", _("Measured")
    ASSESSED = "assessed", _("Assessed")


class Facet(models.TextChoices):
    """What a row says of the item."""

    TIME = "time", _("Time")
    CAMERA = "camera", _("Camera")
    THING_SEEN = "thing_seen", _("Thing seen")


class Extent(models.Model):
    """One time or one position of an item, as an interval or a disc.

    Derived: ``catalog.index.refresh`` writes these rows anew in the transaction
    that changes what they come from. ``south`` .. ``east`` box the disc; a disc
    across the antimeridian has ``east`` beyond 180. An unstated radius is
    null in ``radius_m``; the box then takes ``UNSTATED_RADIUS_M``.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="extents")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    facet = models.CharField(max_length=10, choices=Facet.choices)
    origin = models.CharField(max_length=300, help_text="The words, tag or incident it is from.")
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_m = models.FloatField(null=True, blank=True)
    heading_deg = models.FloatField(null=True, blank=True)
    field_of_view_deg = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            # Search by time window: both bounds are tested together.
            models.Index(
                fields=["earliest", "latest"],
                condition=models.Q(facet="time"),
                name="extents_by_time",
            ),
            # Search by place: the box of the circle against the box of each disc.
            models.Index(
                fields=["south", "north", "west", "east"],
                condition=~models.Q(facet="time"),
                name="extents_by_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.get_facet_display().lower()}: {self.origin}"
