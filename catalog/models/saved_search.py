"""Searches that people keep for themselves."""

from django.db import models
from django.db.models import Q

from catalog.models.case import Act, Case, Person


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches, each seen by the person whose it is."""

    def of(self, person: Person) -> "SavedSearchQuerySet":
        """This person's own, but for those in cases that are closed to them now."""
        open_cases = Case.objects.allowing(person, Act.SEE)
        return self.filter(Q(case__isnull=True) | Q(case__in=open_cases), person_id=person.pk)


class SavedSearch(models.Model):
    """A search under a name. ``asked`` is the query as it stands in an address.

    ``case`` is the one it is limited to, null for one over all cases. ``looked_at`` is when
    its person last opened it: what has been entered since is new.
    """

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="saved_searches")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=100)
    asked = models.TextField()
    looked_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="a_person_gives_a_search_a_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name
