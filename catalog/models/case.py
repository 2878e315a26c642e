"""Investigations and who may see them. Nothing is visible outside its case."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What a person may do within a case."""

    SEE = "see", _("see items, frames and facts")
    UPLOAD = "upload", _("upload files and record claims about them")
    CLAIM = "claim", _("record claims, sources and incidents")
    MARK = "mark", _("mark moments and spots in items")
    ASSESS = "assess", _("assess claims and incidents")
    REVIEW = "review", _("review what others assessed")
    WORK = "work", _("say how far the work on a thing is")
    RETRY = "retry", _("run broken steps again or stop running ones")
    DOWNLOAD = "download", _("download originals")
    READ_CUSTODY = "read_custody", _("read the custody log")
    MANAGE = "manage", _("change members and settings of the case")


class Role(models.TextChoices):
    """A member's role in one case."""

    UPLOADER = "uploader", _("Uploader")
    ANALYST = "analyst", _("Analyst")
    REVIEWER = "reviewer", _("Reviewer")
    LEAD = "lead", _("Lead")
    AUDITOR = "auditor", _("Auditor")


ALLOWED: dict[str, frozenset[Act]] = {
    Role.UPLOADER: frozenset({Act.UPLOAD}),
    Role.ANALYST: frozenset(Act) - {Act.RETRY, Act.MANAGE},
    Role.REVIEWER: frozenset(
        {
            Act.SEE,
            Act.MARK,
            Act.REVIEW,
            Act.WORK,
            Act.RETRY,
            Act.DOWNLOAD,
            Act.READ_CUSTODY,
        }
    ),
    Role.LEAD: frozenset(Act),
    Role.AUDITOR: frozenset({Act.READ_CUSTODY}),
}

# Whoever may do one of these finds something in the admin.
ADMIN_ACTS = (Act.SEE, Act.READ_CUSTODY, Act.MANAGE)

Person = AbstractBaseUser | AnonymousUser


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, always asked for on behalf of a person."""

    def allowing(self, person: Person, act: Act) -> "CaseQuerySet":
        """The cases in which this person may do this.

        A superuser is the break-glass account and may do everything; an inactive
        or anonymous person may do nothing.
        """
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.is_superuser:
            return self.all()
        roles = [role for role, acts in ALLOWED.items() if act in acts]
        members = Membership.objects.filter(person=person, role__in=roles)
        return self.filter(pk__in=members.values("case_id"))

    def open_the_admin_to(self, person: Person) -> bool:
        """Whether there is anything in the admin for this person; ``is_staff`` is not asked."""
        if not isinstance(person, User) or not person.is_active:
            return False
        if any(self.allowing(person, act).exists() for act in ADMIN_ACTS):
            return True
        return person.has_perm("catalog.add_case")


class Case(models.Model):
    """An investigation. ``code`` begins the reference of every item in it."""

    code = models.CharField(
        max_length=8,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9]{1,7}\Z",
                "Use two to eight capital letters or digits, a letter first, such as KRM.",
            )
        ],
        help_text="Two to eight capital letters or digits; begins every reference, as in KRM-0007.",
    )
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    mark_labels = models.TextField(
        blank=True,
        help_text="The words with which marks are labelled in this case, one a line. "
        "They are offered; others may be typed.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def acts_of(self, person: Person) -> frozenset[Act]:
        """What this person may do here; the rule is that of ``allowing``."""
        if not isinstance(person, User) or not person.is_active:
            return frozenset()
        if person.is_superuser:
            return frozenset(Act)
        role = self.memberships.filter(person=person).values_list("role", flat=True).first()
        return ALLOWED.get(role or "", frozenset())

    def readers(self) -> models.QuerySet[User]:
        """The active members who may see items here."""
        roles = [role for role, acts in ALLOWED.items() if Act.SEE in acts]
        members = User.objects.filter(memberships__case=self, memberships__role__in=roles)
        return members.filter(is_active=True).order_by("username")

    def next_number(self) -> int:
        """Take the next item number. Call inside a transaction: the row stays locked."""
        locked = Case.objects.select_for_update(no_key=True).get(pk=self.pk)
        locked.last_number += 1
        locked.save(update_fields=["last_number"])
        return locked.last_number


class Membership(models.Model):
    """One person's role in one case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="a_person_has_one_role_in_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="a_role_is_one_of_the_roles"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_role_display()} in {self.case.code}"
