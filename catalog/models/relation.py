"""What ties two items of a case together, and who says so: a method or a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Person
from catalog.models.incident import LinkStatus
from catalog.models.item import Item


class RelationKind(models.TextChoices):
    """What two items are to each other."""

    CONTAINED_IN = "contained_in", _("Lies in")
    LIVE_PHOTO_PAIR = "live_photo_pair", _("Live Photo pair")
    SAME_BURST = "same_burst", _("Same burst")


class RelationQuerySet(models.QuerySet["Relation"]):
    """Relations, asked for on behalf of a person or of an item."""

    def visible_to(self, person: Person) -> "RelationQuerySet":
        """Those of which the person may see both items."""
        seen = Item.objects.visible_to(person)
        return self.filter(first__in=seen, second__in=seen)

    def of(self, item: Item) -> "RelationQuerySet":
        """Those that tie this item to another of its case."""
        return self.filter(
            Q(first=item, second__case=item.case_id) | Q(second=item, first__case=item.case_id)
        )


class Relation(models.Model):
    """One tie between two items of one case.

    ``contained_in`` has an order: ``first`` lies in ``second``. All other kinds have none;
    the older item then stands first, and what ``details`` say counts from first to second.
    Suggested by a method in its version; confirmed or rejected by a person, or confirmed
    by the method itself where the bytes prove it.
    """

    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    first = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="relations_as_first")
    second = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="relations_as_second")
    status = models.CharField(
        max_length=10, choices=LinkStatus.choices, default=LinkStatus.SUGGESTED
    )
    method = models.CharField(max_length=60, blank=True)
    method_version = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was confirmed or rejected.")
    details = models.JSONField(default=dict, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "kind"], name="two_items_have_one_relation_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="an_item_is_not_related_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind="contained_in") | Q(first__lt=F("second")),
                name="a_relation_without_order_names_the_older_item_first",
            ),
            models.CheckConstraint(
                condition=~Q(method="") & Q(method_version__isnull=False)
                | Q(decided_by__isnull=False),
                name="a_relation_rests_on_a_method_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="whoever_decides_on_a_relation_does_so_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="suggested") | Q(decided_by__isnull=True),
                name="a_suggested_relation_is_not_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | Q(decided_by__isnull=False),
                name="only_a_person_rejects_a_relation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first.ref} and {self.second.ref}: {self.get_kind_display().lower()}"

    @property
    def is_proved(self) -> bool:
        """Whether the bytes themselves prove it, so that there is nothing to decide."""
        return self.kind == RelationKind.CONTAINED_IN

    def other(self, item: Item) -> Item:
        """The item that this one is tied to."""
        return self.second if self.first_id == item.pk else self.first


class SharedId(models.Model):
    """An id that a file shares with others by its camera's doing, kept so that they find it.

    Derived from readings: ``catalog.relations.suggest`` writes a row when a run lands.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="shared_ids")
    meaning = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "meaning", "value"], name="an_item_names_a_shared_id_once"
            )
        ]
        indexes = [
            # Which other items share it, asked whenever a run lands that read one.
            models.Index(fields=["value", "meaning"], name="items_by_shared_id"),
        ]

    def __str__(self) -> str:
        return f"{self.meaning} {self.value} of {self.item.ref}"
