"""Where the hashes of frames lie, and lists of hashes that others have handed over."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from catalog.models.case import Act, Case, Person
from catalog.models.item import Item


class HashListQuerySet(models.QuerySet["HashList"]):
    """Lists, filtered by what a person may see before anything else."""

    def visible_to(self, person: Person) -> "HashListQuerySet":
        """The lists of the cases in which this person may see items."""
        return self.filter(case__in=Case.objects.allowing(person, Act.SEE))


class HashList(models.Model):
    """Hashes of frames that another organisation handed over: never items, never media.

    ``origin`` says whose they are, in the words of whoever brought them in; ``sha256`` is
    that of the file they came in.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hash_lists")
    origin = models.CharField(max_length=200)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = HashListQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "origin", "sha256"], name="a_list_comes_into_a_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"a list from {self.origin}"


class ListedHash(models.Model):
    """One hash of a list: how good its maker says it is, when in which file of theirs."""

    hash_list = models.ForeignKey(HashList, on_delete=models.CASCADE, related_name="hashes")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    seconds = models.FloatField(null=True, blank=True)
    label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["hash_list", "number"], name="a_hash_has_a_number_in_its_list"
            )
        ]

    def __str__(self) -> str:
        return self.hash


class HashSegment(models.Model):
    """One piece of the index: a folder of arrays, written once and only ever mapped."""

    name = models.CharField(max_length=36, unique=True)
    rows = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.rows:,} hashes"


class HashBlock(models.Model):
    """The hashes of one item or of one list, and in which segment they are; null: in none yet.

    Derived. A row of the index names its block; what is no block any more is not found.
    """

    item = models.OneToOneField(
        Item, null=True, on_delete=models.CASCADE, related_name="hash_block"
    )
    hash_list = models.OneToOneField(
        HashList, null=True, on_delete=models.CASCADE, related_name="hash_block"
    )
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    time_base = models.CharField(max_length=30, blank=True)
    first_pts = models.BigIntegerField(default=0)
    segment = models.ForeignKey(
        HashSegment, null=True, on_delete=models.SET_NULL, related_name="blocks"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(hash_list__isnull=True),
                name="a_block_of_hashes_is_of_an_item_or_of_a_list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rows:,} hashes of {self.item or self.hash_list}"
