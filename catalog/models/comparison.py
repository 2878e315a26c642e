"""Comparisons that are kept: which items, where each stands on the clock, what is linked."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Act, Case, Person
from catalog.models.item import Item


class OffsetBasis(models.TextChoices):
    """How an item's place on the clock is known."""

    HAND = "hand", _("by hand")
    CLOCK = "clock", _("by the file's clock")
    CLAIM = "claim", _("by a claimed time")
    NONE = "none", _("not aligned")


class CompareView(models.TextChoices):
    """How the pictures are laid out."""

    TILES = "tiles", _("Tiles")
    OVERLAY = "overlay", _("Overlay")
    SWIPE = "swipe", _("Swipe")
    DIFFERENCE = "difference", _("Difference")


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    """Comparisons, asked for on behalf of a person."""

    def visible_to(self, person: Person) -> "ComparisonQuerySet":
        """Those of the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))


class Comparison(models.Model):
    """Items of one case side by side; what it is called and holds stands in its versions.

    The database itself refuses UPDATE and DELETE here and in all that hangs on it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comparisons")
    made_at = models.DateTimeField()

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            # The list of comparisons, newest first, within a person's cases.
            models.Index(fields=["case", "-id"], name="comparisons_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"Comparison {self.pk}"

    @property
    def newest(self) -> "ComparisonVersion":
        """What it is now."""
        return self.versions.order_by("number").reverse()[0]

    def get_absolute_url(self) -> str:
        """The page of its newest version."""
        return reverse("comparison", args=[self.pk])


class ComparisonVersion(models.Model):
    """One saving of a comparison. Of two who save onto the same version the database lets one."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    view = models.CharField(max_length=10, choices=CompareView.choices)
    saved_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    saved_as = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "number"], name="a_version_has_a_number_of_its_own"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_comparison_has_a_name"),
            models.CheckConstraint(
                condition=Q(view__in=CompareView.values), name="a_comparison_has_a_known_view"
            ),
        ]

    def __str__(self) -> str:
        refs = ", ".join(one.item.ref for one in self.compared.all())
        return f"Comparison {self.comparison_id}, version {self.number}: {self.name} ({refs})"

    def get_absolute_url(self) -> str:
        """The page of just this version."""
        return f"{reverse('comparison', args=[self.comparison_id])}?version={self.number}"


class ComparedItem(models.Model):
    """An item in a version: ``offset_s`` is where its first frame stands on the common clock.

    ``error_s`` is null where the item is not aligned at all.
    """

    version = models.ForeignKey(
        ComparisonVersion, on_delete=models.PROTECT, related_name="compared"
    )
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="compared_in")
    offset_s = models.FloatField()
    error_s = models.FloatField(null=True)
    basis = models.CharField(max_length=5, choices=OffsetBasis.choices)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "item"], name="an_item_stands_once_in_a_comparison"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=OffsetBasis.values), name="an_offset_has_a_known_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.ref} at {self.offset_s:+.3f} s"


class LinkedSpots(models.Model):
    """Two spots, each in a frame of an item, that an analyst says are the same thing.

    ``x`` and ``y`` are shares of the frame's width and height as shown; the moment is in ticks
    from the first frame shown, 0 of 1/1 s for a still picture.
    """

    version = models.ForeignKey(ComparisonVersion, on_delete=models.PROTECT, related_name="linked")
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    one = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    one_pts = models.BigIntegerField()
    one_time_base = models.CharField(max_length=40)
    one_x = models.FloatField()
    one_y = models.FloatField()
    other = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    other_pts = models.BigIntegerField()
    other_time_base = models.CharField(max_length=40)
    other_x = models.FloatField()
    other_y = models.FloatField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(one_x__range=(0, 1), one_y__range=(0, 1))
                & Q(other_x__range=(0, 1), other_y__range=(0, 1)),
                name="a_spot_lies_in_its_frame",
            ),
            models.CheckConstraint(
                condition=~Q(one=models.F("other")), name="spots_are_linked_between_two_items"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.one.ref} and {self.other.ref}"
