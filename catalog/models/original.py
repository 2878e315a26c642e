"""The uploaded bytes: written once, named by their hash, never changed or deleted."""

from django.db import models

from media_tools.media import Kind


class Original(models.Model):
    """One original. The database itself refuses UPDATE and DELETE on these rows."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size_bytes = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=[(kind.value, kind.value) for kind in Kind])
    mime = models.CharField(max_length=100)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="an_original_is_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="an_original_is_named_by_its_sha256",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
