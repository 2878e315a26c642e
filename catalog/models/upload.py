"""Uploads still on their way in. They are not evidence until intake has taken them."""

import uuid

from django.db import models
from django.db.models import F
from django.utils import timezone

from catalog.models.case import Act, Case, Person
from catalog.models.item import Item


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads, always asked for on behalf of a person, or by the sweep."""

    def of(self, person: Person) -> "UploadQuerySet":
        """This person's own, in the cases in which they may still upload."""
        cases = Case.objects.allowing(person, Act.UPLOAD)
        return self.filter(person_id=person.pk, case__in=cases)

    def unfinished(self) -> "UploadQuerySet":
        """Those whose end is still open: bytes are missing, or intake has not taken them."""
        return self.filter(outcome="")

    def complete(self) -> "UploadQuerySet":
        """Those of which every byte has arrived."""
        return self.filter(offset_bytes=F("size_bytes"))


class Upload(models.Model):
    """One file that a browser sends in resumable pieces.

    ``offset_bytes`` have arrived out of ``size_bytes``. When all are there, intake
    takes the file and ``outcome`` says how it went. ``fingerprint`` is what the
    browser knows of the file before it sends it (name, size, last change): the same
    file chosen again goes on where it stopped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    person = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=1000)
    fingerprint = models.CharField(max_length=300, blank=True)
    size_bytes = models.BigIntegerField()
    offset_bytes = models.BigIntegerField(default=0)
    sheet = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset_bytes__gte=0, offset_bytes__lte=F("size_bytes")),
                name="no_more_bytes_arrive_than_were_announced",
            ),
        ]
        indexes = [
            # The upload page's list, and the same file chosen again.
            models.Index(fields=["person", "-begun_at"], name="uploads_of_a_person_by_age"),
            # The sweep asks for what is complete but not taken, and for what was given up.
            models.Index(fields=["outcome", "active_at"], name="uploads_by_outcome_and_age"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.offset_bytes} of {self.size_bytes} bytes"

    @property
    def is_complete(self) -> bool:
        """Whether every byte has arrived."""
        return self.offset_bytes == self.size_bytes
