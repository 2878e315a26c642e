"""Whose work an item or incident is."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from catalog.models.case import Act, Case, Person


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, asked for on behalf of the person whose work it is."""

    def of(self, person: Person) -> "AssignmentQuerySet":
        """This person's, but for those in cases that are closed to them now."""
        open_cases = Case.objects.allowing(person, Act.SEE)
        return self.filter(person_id=person.pk, case__in=open_cases)

    def on(self, about: models.Model) -> "AssignmentQuerySet":
        """The one of this thing, if there is one."""
        kind = ContentType.objects.get_for_model(about)
        return self.filter(about_type=kind, about_id=about.pk)


class Assignment(models.Model):
    """Who works on a thing as it stands; who did before is told by the chain of custody."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    person = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id"], name="a_thing_is_the_work_of_one_person"
            ),
        ]
        indexes = [
            # The list of what is assigned to a person, the newest first.
            models.Index(fields=["person", "-id"], name="assignments_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.about} to {self.person}"
