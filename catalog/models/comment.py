"""What the members of a case say to each other about a thing in it. Talk, not evidence."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from catalog.models.case import Act, Case, Person


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, asked for on behalf of a person."""

    def visible_to(self, person: Person) -> "CommentQuerySet":
        """Those of the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))

    def on(self, about: models.Model) -> "CommentQuerySet":
        """Those about this thing, the oldest first."""
        kind = ContentType.objects.get_for_model(about)
        return self.filter(about_type=kind, about_id=about.pk).order_by("pk")


class Comment(models.Model):
    """One person's remark on anything that lies in a case; its words are its ``wordings``.

    ``case`` is that of what it is ``about``, written down so that whose it is to see is asked
    as of everything else. The database itself refuses UPDATE and DELETE here.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            # The comments on the page of what they are about, the newest so many.
            models.Index(fields=["about_type", "about_id", "id"], name="comments_on_a_thing"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} by {self.by}"


class Wording(models.Model):
    """The words of a comment as Markdown, the first or corrected. Never edited.

    The number is the version: whoever corrects the second wording writes the third, and of
    two who do so at once the database lets one.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number"], name="a_wording_has_a_number_of_its_own"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_wording_says_something"),
        ]

    def __str__(self) -> str:
        return f"Wording {self.number} of comment {self.comment_id}"


class MentionQuerySet(models.QuerySet["Mention"]):
    """Mentions, each seen by the person who was mentioned."""

    def of(self, person: Person) -> "MentionQuerySet":
        """This person's, but for those in cases that are closed to them now."""
        open_cases = Case.objects.allowing(person, Act.SEE)
        return self.filter(person_id=person.pk, comment__case__in=open_cases)

    def unread(self) -> "MentionQuerySet":
        """Those that their person has not opened."""
        return self.filter(read_at=None)


class Mention(models.Model):
    """A member of the case whom a comment names with ``@``; ``read_at`` when they opened it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="mentions")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"], name="a_comment_mentions_a_person_once"
            ),
        ]
        indexes = [
            # The count in the header of every page.
            models.Index(fields=["person", "read_at", "-id"], name="mentions_of_a_person"),
            # The list behind it, the newest first, read or not.
            models.Index(fields=["person", "-id"], name="mentions_of_a_person_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in comment {self.comment_id}"
