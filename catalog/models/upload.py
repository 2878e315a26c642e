"""Uploads still on their way in. They are not evidence until intake has taken them."""

import uuid

from django.db import models

from catalog.models.case import Case
from catalog.models.item import Item


class Upload(models.Model):
    """One file that a browser sends in resumable pieces.

    ``offset_bytes`` have arrived out of ``size_bytes``. When all are there, intake
    takes the file and ``outcome`` says how it went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    person = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=1000)
    size_bytes = models.BigIntegerField()
    offset_bytes = models.BigIntegerField(default=0)
    sheet = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["begun_at"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.offset_bytes} of {self.size_bytes} bytes"
