"""What somebody pointed out in an item: a moment or stretch, and a spot in the picture."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Person
from catalog.models.item import Item
from media_tools.times import format_media_seconds


class Shape(models.TextChoices):
    """What is drawn in the picture; nothing at all where the moment alone matters."""

    NONE = "", _("Moment only")
    POINT = "point", _("Point")
    LINE = "line", _("Line")
    BOX = "box", _("Box")


class Colour(models.TextChoices):
    """The colours that can be told apart on a frame and under the player."""

    WHITE = "white", _("White")
    YELLOW = "yellow", _("Yellow")
    CYAN = "cyan", _("Cyan")
    MAGENTA = "magenta", _("Magenta")
    GREEN = "green", _("Green")


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks, asked for on behalf of a person."""

    def visible_to(self, person: Person) -> "MarkQuerySet":
        """The marks on items that this person may see."""
        return self.filter(item__in=Item.objects.visible_to(person))

    def standing(self) -> "MarkQuerySet":
        """Those that no newer one has taken the place of, and that nobody has taken back."""
        return self.filter(superseded_by=None, withdrawn=False)


class Mark(models.Model):
    """One mark as somebody set it. Never edited: a change is a newer mark in place of the older.

    The moment is a pts of ``time_base`` on the stream's own clock, of which ``start_pts`` is
    the tick of the first frame shown, as in ``Frame``; a still picture has none. ``ends_pts``
    is the last frame of a stretch. In a picture of several pages ``page`` counts them from 1.
    ``x1`` to ``y2`` are fractions of the picture as shown, upright, from its upper left corner.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="marks")
    starts_pts = models.BigIntegerField(null=True, blank=True)
    ends_pts = models.BigIntegerField(null=True, blank=True)
    time_base = models.CharField(max_length=30, blank=True)
    start_pts = models.BigIntegerField(default=0)
    page = models.PositiveIntegerField(null=True, blank=True)
    shape = models.CharField(max_length=5, choices=Shape.choices, blank=True)
    x1 = models.FloatField(null=True, blank=True)
    y1 = models.FloatField(null=True, blank=True)
    x2 = models.FloatField(null=True, blank=True)
    y2 = models.FloatField(null=True, blank=True)
    label = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    colour = models.CharField(max_length=7, choices=Colour.choices, default=Colour.WHITE)
    made_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False, help_text="It takes the older one back.")

    objects = MarkQuerySet.as_manager()

    class Meta:
        # In the order in which they come on the item.
        ordering = ["starts_pts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_pts__isnull=True, ends_pts__isnull=True, time_base="")
                | (Q(starts_pts__isnull=False) & ~Q(time_base="")),
                name="the_moment_of_a_mark_has_a_time_base",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(page__gte=1, starts_pts__isnull=True),
                name="a_mark_has_a_page_or_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(ends_pts__isnull=True) | Q(ends_pts__gt=F("starts_pts")),
                name="a_marked_stretch_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(shape="", x1=None, y1=None, x2=None, y2=None)
                | Q(shape="point", x1__range=(0, 1), y1__range=(0, 1), x2=None, y2=None)
                | Q(
                    shape__in=("line", "box"),
                    x1__range=(0, 1),
                    y1__range=(0, 1),
                    x2__range=(0, 1),
                    y2__range=(0, 1),
                ),
                name="what_a_mark_draws_lies_in_the_picture",
            ),
            models.CheckConstraint(
                condition=Q(colour__in=Colour.values), name="a_mark_has_a_known_colour"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="a_mark_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(supersedes__isnull=False),
                name="only_a_mark_that_was_made_is_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.when}".strip()

    @property
    def starts_s(self) -> Fraction | None:
        """Exact seconds from the first frame shown."""
        return self._seconds(self.starts_pts)

    @property
    def ends_s(self) -> Fraction | None:
        """The same for the last frame of a stretch."""
        return self._seconds(self.ends_pts)

    @property
    def when(self) -> str:
        """``0:00:12.480``, ``0:00:12.480 – 0:00:13.000``, ``page 3``, or nothing for a picture."""
        if self.page is not None:
            return f"page {self.page}"
        ends = (one for one in (self.starts_s, self.ends_s) if one is not None)
        return " – ".join(format_media_seconds(one) for one in ends)

    @property
    def corners(self) -> list[float]:
        """The fractions that are known: two for a point, four for a line or box."""
        return [one for one in (self.x1, self.y1, self.x2, self.y2) if one is not None]

    def line(self) -> list["Mark"]:
        """All marks that took one another's place up to this one, the newest first."""
        line = [self]
        while older := line[-1].supersedes:
            line.append(older)
        return line

    def _seconds(self, pts: int | None) -> Fraction | None:
        return None if pts is None else (pts - self.start_pts) * Fraction(self.time_base)
