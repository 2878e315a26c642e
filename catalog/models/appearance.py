"""The postings and hand-overs through which items came, and who forwarded whose."""

from datetime import datetime

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce, Least

from catalog.models.case import Act, Case, Person
from catalog.models.item import Item
from catalog.models.source import Source
from media_tools.times import TimeInterval


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    """Appearances, asked for on behalf of a person or of an item."""

    def visible_to(self, person: Person) -> "AppearanceQuerySet":
        """Those of items in the cases in which this person may see items."""
        return self.filter(item__case__in=Case.objects.allowing(person, Act.SEE))

    def earliest_known(self, item: Item) -> "Appearance | None":
        """The item's first, see ``known_at``.

        ``None`` for an item that was taken out of another and never handed in.
        """
        known_at = Least(Coalesce("published_at", "collected_at"), "collected_at")
        return self.filter(item=item, found_inside="").order_by(known_at, "id").first()


class Appearance(models.Model):
    """One posting or hand-over of an item. A post is not a file; a repost is an edge.

    ``forwarded_words`` say of what it is a forward, a link or an item's reference, as it was
    told; ``forwarded_from`` is that appearance once it is in the case, perhaps of another item.
    ``published_at`` and ``edited_at`` are the moments that things are held by; where what was said
    leaves more open, they are its end, and the earliest stands beside them if it has one.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="appearances")
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="appearances"
    )
    url = models.URLField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=1000, blank=True)
    caption = models.TextField(blank=True)
    found_inside = models.CharField(
        max_length=200, blank=True, help_text="The item it was taken out of, and where it lay."
    )
    published_earliest = models.DateTimeField(
        null=True, blank=True, help_text="The earliest that it can have been published."
    )
    published_at = models.DateTimeField(null=True, blank=True)
    edited_earliest = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(
        null=True, blank=True, help_text="When the posting was last edited, as it says itself."
    )
    file_dated_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the file was last changed on the disk it came from, as that machine says.",
    )
    collected_at = models.DateTimeField()
    collected_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.PROTECT)
    forwarded_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="forwards"
    )
    forwarded_words = models.CharField(
        max_length=500, blank=True, help_text="The link or reference it is said to forward."
    )

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["collected_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(forwarded_from__isnull=True) | ~models.Q(forwarded_from=F("id")),
                name="a_posting_does_not_forward_itself",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}_earliest__isnull": True})
                    | models.Q(**{f"{name}_earliest__lte": F(f"{name}_at")}),
                    name=f"a_posting_is_{name}_no_earlier_than_its_earliest",
                )
                for name in ("published", "edited")
            ),
        ]
        indexes = [
            # A forward that came in before what it forwards finds it when that arrives.
            models.Index(fields=["forwarded_words"], name="appearances_by_forwarded"),
        ]

    def __str__(self) -> str:
        return f"{self.item.ref} as {self.file_name or self.url}"

    @property
    def published(self) -> TimeInterval | None:
        """When it was published, as far as it was said."""
        return (
            TimeInterval(self.published_earliest, self.published_at) if self.published_at else None
        )

    @property
    def edited(self) -> TimeInterval | None:
        """When it was last edited, as far as it was said."""
        return TimeInterval(self.edited_earliest, self.edited_at) if self.edited_at else None

    @property
    def known_at(self) -> datetime:
        """By when it existed: when it was published as it says, at the latest when we had it."""
        return min(self.published_at or self.collected_at, self.collected_at)

    def chain(self) -> list["Appearance"]:
        """The forwards that led here, the first posting first, this one last."""
        line = [self]
        while (before := line[0].forwarded_from) and before not in line:
            line.insert(0, before)
        return line
