"""Who says or publishes: an account, a channel, an outlet, a person, a camera owner."""

from django.db import models

from catalog.models.case import Case


class SourceKind(models.TextChoices):
    """What sort of source this is."""

    UNKNOWN = "unknown", "Not known"
    CHANNEL = "channel", "Channel or account"
    OUTLET = "outlet", "News outlet"
    OFFICIAL = "official", "Official body"
    PERSON = "person", "Person"
    CAMERA = "camera", "Camera owner"


class Source(models.Model):
    """A source as this case knows it. Other cases do not learn that it exists."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.UNKNOWN)
    url = models.URLField(max_length=2000, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], name="a_source_is_named_once_in_a_case"
            )
        ]

    def __str__(self) -> str:
        return self.name
