"""Catalogue entries: what analysts name, look at and work on."""

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models.case import Act, Case, CaseQuerySet, Person
from catalog.models.checkable import Checkable
from catalog.models.original import Original


class State(models.TextChoices):
    """How far the processing of an item has come, all its runs taken together."""

    WAITING = "waiting", pgettext_lazy("state", "Waiting")
    RUNNING = "running", pgettext_lazy("state", "Running")
    DONE = "done", pgettext_lazy("state", "Done")
    UNREADABLE = "unreadable", pgettext_lazy("state", "Unreadable")
    BROKEN = "broken", pgettext_lazy("state", "Broken")


FINAL_STATES = (State.DONE, State.UNREADABLE, State.BROKEN)


class Sensitivity(models.TextChoices):
    """Whether the picture may be shown without asking first."""

    UNKNOWN = "unknown", _("Not known")
    GRAPHIC = "graphic", _("Graphic")
    NOT_GRAPHIC = "not_graphic", _("Not graphic")


class Workflow(models.TextChoices):
    """How far the people's work on a thing has come; says nothing of what they found."""

    NEW = "new", pgettext_lazy("work", "New")
    IN_WORK = "in_work", pgettext_lazy("work", "In work")
    NEEDS_REVIEW = "needs_review", pgettext_lazy("work", "Needs review")
    DONE = "done", pgettext_lazy("work", "Done")


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, filtered by what a person may see before anything else."""

    _cases: CaseQuerySet | None = None
    _all: "ItemQuerySet | None" = None

    def visible_to(self, person: Person) -> "ItemQuerySet":
        """The items of the cases in which this person may see items."""
        cases = Case.objects.allowing(person, Act.SEE)
        seen = self.filter(case__in=cases)
        seen._cases, seen._all = cases, self
        seen.__dict__.pop("case_ids", None)  # of whoever was asked for before
        return seen

    @property
    def are_whole_cases(self) -> bool:
        """Whether these are all items of their cases, so that a search need not ask of each.

        Known of what ``visible_to`` gives, and of nothing that was filtered besides.
        """
        return self._all is not None and not self._all.query.where

    @cached_property
    def case_ids(self) -> dict[str, int]:
        """The cases in which such items can lie, by their codes; asked for once.

        Known from for whom they were asked: to find out from the items costs as many looks.
        """
        cases = Case.objects.all() if self._cases is None else self._cases
        return dict(cases.values_list("code", "pk"))

    def in_each_case(self) -> list["ItemQuerySet"]:
        """The same items, parted by their cases.

        Of all that a person may see, a case is asked for by itself: SQLite goes through the whole
        case where it is asked for that and for the person's cases at once.
        """
        everywhere = self if self._all is None else self._all
        return [everywhere._in_case(code, pk) for code, pk in self.case_ids.items()]

    def _in_case(self, code: str, pk: int) -> "ItemQuerySet":
        items = self.filter(case_id=pk)
        items.__dict__["case_ids"] = {code: pk}
        return items

    def _clone(self) -> "ItemQuerySet":
        clone: ItemQuerySet = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        clone._cases = self._cases
        if "case_ids" in self.__dict__:
            clone.__dict__["case_ids"] = self.case_ids
        return clone


class Item(Checkable):
    """An entry over an original inside a case. ``ref`` is what analysts say aloud."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=20, unique=True)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT)
    sensitivity = models.CharField(
        max_length=11, choices=Sensitivity.choices, default=Sensitivity.UNKNOWN
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    workflow = models.CharField(
        max_length=12, choices=Workflow.choices, default=Workflow.NEW, db_default=Workflow.NEW
    )
    # Derived from runs, readings and claims, kept here so that lists need no joins.
    poster_sha256 = models.CharField(max_length=64, blank=True)
    duration_s = models.FloatField(null=True, blank=True)
    kind = models.CharField(max_length=5, blank=True, db_default="", editable=False)
    device = models.CharField(max_length=200, blank=True, db_default="", editable=False)
    codec = models.CharField(max_length=100, blank=True, db_default="", editable=False)
    has_sound = models.BooleanField(default=False, db_default=False, editable=False)
    has_gps = models.BooleanField(default=False, db_default=False, editable=False)
    # Derived from its checks: the worst verdict, how many of them have it, and how many
    # contradictions no assessment has settled that everybody may see.
    worst_check = models.CharField(max_length=11, blank=True, db_default="")
    worst_checks = models.PositiveIntegerField(default=0, db_default=0)
    open_contradictions = models.PositiveIntegerField(default=0, db_default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "original"], name="the_same_bytes_are_one_item_in_a_case"
            ),
            models.UniqueConstraint(
                fields=["case", "number"], name="an_item_number_is_used_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="an_item_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(workflow__in=Workflow.values),
                name="the_work_on_an_item_is_at_a_known_stage",
            ),
        ]
        indexes = [
            # The search page's default order, newest first, within a person's cases.
            models.Index(fields=["case", "-added_at", "-id"], name="items_of_a_case_by_age"),
            # The filters of the search page, each counted by itself within a person's cases.
            *(
                models.Index(fields=[name, "case"], name=f"items_by_{name}")
                for name in (
                    "kind",
                    "device",
                    "codec",
                    "state",
                    "workflow",
                    "sensitivity",
                    "worst_check",
                    "has_sound",
                    "has_gps",
                )
            ),
            # What collides, newest first, and what has open contradictions; over all cases for
            # the command line. Without the case first a person's cases would be read whole.
            models.Index(
                fields=["case", "worst_check", "-added_at", "-id"],
                name="items_of_a_case_by_worst_check",
            ),
            models.Index(fields=["case", "open_contradictions"], name="items_of_a_case_by_open"),
            models.Index(
                fields=["worst_check", "-added_at", "-id"], name="items_by_worst_check_and_age"
            ),
            models.Index(fields=["open_contradictions"], name="items_by_open_contradictions"),
            # The chore looks for checks that are still to be made, or by older rules.
            models.Index(fields=["checks_version"], name="items_by_version_of_checks"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def reason(self) -> str:
        """Why the item is unreadable or broken, in the words of the first run that ended so."""
        if self.state not in (State.UNREADABLE, State.BROKEN):
            return ""
        ended_so = self.runs.planned().filter(state=self.state)
        return next((run.error for run in ended_so.order_by("ended_at")), "")

    def get_absolute_url(self) -> str:
        """The item page."""
        return reverse("item", args=[self.ref])
