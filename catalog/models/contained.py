"""Media found in an item, on their way to becoming items of their own."""

from django.db import models

from catalog.models.item import Item
from catalog.models.run import Run


class ContainedQuerySet(models.QuerySet["Contained"]):
    """Media found in items."""

    def untaken(self) -> "ContainedQuerySet":
        """Those that intake has neither taken in nor refused."""
        return self.filter(item=None, refused="")


class Contained(models.Model):
    """A medium that a run found whole in an item, and what became of it.

    Its bytes lie among the derived files under ``sha256`` until intake has taken them in
    as ``item``, or has ``refused`` them with a reason. ``start`` is its first byte in the
    file, null where it is no plain stretch of it.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="contained")
    role = models.CharField(max_length=40)
    suggested_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    start = models.BigIntegerField(null=True, blank=True)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="found_as"
    )
    refused = models.TextField(blank=True)

    objects = ContainedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=True) | models.Q(refused=""),
                name="what_was_refused_has_not_been_taken_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} in {self.run.item.ref}"

    @property
    def words(self) -> str:
        """Its role in words: ``motion photo``."""
        return self.role.replace("_", " ")

    @property
    def where(self) -> str:
        """Which bytes of the file it is, in words."""
        from_offset = "" if self.start is None else f" from offset {self.start:,}"
        return f"{self.size_bytes:,} bytes{from_offset}"
