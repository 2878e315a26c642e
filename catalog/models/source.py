"""Who says or publishes: an account, a channel, an outlet, a person, a camera owner."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Act, Case, Person

LANGUAGE = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z", "Use a language code, such as uk, ru or en-GB."
)


def each_line_is_a_link(text: str) -> None:
    """Raises ``ValidationError`` that names the line which is not."""
    for line in text.split():
        try:
            URLValidator(schemes=["http", "https"])(line)
        except ValidationError as error:
            raise ValidationError(
                "%(line)s is not a link. Write one link a line, each with http:// or https://.",
                params={"line": line},
            ) from error


class SourceKind(models.TextChoices):
    """What sort of source this is."""

    UNKNOWN = "unknown", _("Not known")
    CHANNEL = "channel", _("Channel or group")
    ACCOUNT = "account", _("Account")
    OUTLET = "outlet", _("News outlet")
    OFFICIAL = "official", _("Official body")
    GROUP = "group", _("Organisation")
    ARCHIVE = "archive", _("Archive or agency")
    PERSON = "person", _("Person")
    WITNESS = "witness", _("Eyewitness")
    CAMERA = "camera", _("Camera owner")


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, asked for on behalf of a person."""

    def visible_to(self, person: Person) -> "SourceQuerySet":
        """Those of the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))


class Source(models.Model):
    """A source as this case knows it. Other cases do not learn that it exists."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.UNKNOWN)
    handle = models.CharField(max_length=200, blank=True, help_text="As the platform names it.")
    url = models.URLField(max_length=2000, blank=True)
    other_urls = models.TextField(
        blank=True, validators=[each_line_is_a_link], help_text="Further links, one a line."
    )
    affiliation = models.CharField(
        max_length=300, blank=True, help_text="To whom it belongs or is close."
    )
    language = models.CharField(
        max_length=35, blank=True, validators=[LANGUAGE], help_text="A code, such as uk or ru."
    )
    notes = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], name="a_source_is_named_once_in_a_case"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grade(self) -> "Grade | None":
        """The newest grading, ``None`` for a source that nobody has graded."""
        return max(self.grades.all(), key=lambda grade: grade.pk, default=None)


class Reliability(models.TextChoices):
    """How far a source is to be relied on: the letters that field and police reports use."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Grade(models.Model):
    """One grading of a source. Never edited: a newer one stands beside the older.

    ``graded_by`` is null for what came from the command line.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="grades")
    letter = models.CharField(max_length=1, choices=Reliability.choices)
    reason = models.TextField(help_text="Why it is relied on this far.")
    graded_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT)
    graded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letter__in=Reliability.values),
                name="a_source_is_graded_from_a_to_f",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_source_is_graded_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.letter}"
