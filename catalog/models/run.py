"""How we know: runs of processing steps, and what each of them found."""

from datetime import datetime
from fractions import Fraction

from django.db import models
from django.utils import timezone

from catalog.models.item import Item, State
from media_tools.times import format_media_seconds


class RunQuerySet(models.QuerySet["Run"]):
    """Runs, and the conditional updates by which workers own them."""

    def planned(self) -> "RunQuerySet":
        """Those that every file goes through, not what a person ordered besides."""
        return self.filter(ordered="")

    def waiting(self, now: datetime) -> "RunQuerySet":
        """Those that may be started now."""
        return self.filter(state=State.WAITING, not_before__lte=now)

    def expired(self, now: datetime) -> "RunQuerySet":
        """Those whose worker has not renewed its lease: it is taken for dead."""
        return self.filter(state=State.RUNNING, lease_until__lt=now)

    def held_by(self, owner: str) -> "RunQuerySet":
        """The run this owner still holds, if no one else took it over."""
        return self.filter(state=State.RUNNING, owner=owner)


class Run(models.Model):
    """One execution of one step on one item.

    WAITING -> RUNNING -> DONE | UNREADABLE | BROKEN; RUNNING -> WAITING when the
    lease runs out. ``attempts`` counts starts, ``failures`` those that ended in an
    error of ours; the others lost their worker. ``blocked`` runs wait for an earlier
    step; ``not_before`` holds back a retry. ``owner`` is a token that only the claiming
    worker knows. ``ordered`` is what a person ordered, as canonical JSON; a step that every
    file goes through has none.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="runs")
    step = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    ordered = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    blocked = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    owner = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fraction = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    stop_asked_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    trace = models.TextField(blank=True)
    warnings = models.JSONField(default=list, blank=True)
    made_with = models.JSONField(default=list, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "step", "version", "ordered"],
                name="a_step_version_runs_once_on_an_item",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(lease_until__isnull=False) & ~models.Q(owner=""),
                name="a_running_run_has_an_owner_and_a_lease",
            ),
        ]
        indexes = [
            # The sweep asks for what waits and for leases that ran out, the admin for what
            # went wrong, newest first. Not partial: SQLite cannot tell that a bound value
            # lies within an index's condition, and would read every row.
            models.Index(fields=["state", "-id"], name="runs_by_state_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.version} on {self.item.ref}: {self.get_state_display()}"

    @property
    def seconds(self) -> float | None:
        """How long the last attempt took, ``None`` for one that was not tried or is not over."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


class Reading(models.Model):
    """What the file says, tag by tag, raw, with the tool that read it.

    ``raw_hex`` holds the bytes, in hexadecimal, where ``text`` does not show them as they are.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="readings")
    tag = models.CharField(max_length=300)
    text = models.TextField()
    tool = models.CharField(max_length=100)
    meaning = models.CharField(max_length=20, blank=True)
    value = models.JSONField(null=True, blank=True)
    raw_hex = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.tag}: {self.text}"


class Measurement(models.Model):
    """What we computed, with its uncertainty, or why it cannot be told."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="measurements")
    name = models.CharField(max_length=60)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    method = models.TextField()
    cannot_tell = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, uncertainty__isnull=True)
                & ~models.Q(cannot_tell="")
                | models.Q(value__isnull=False, uncertainty__isnull=False, cannot_tell=""),
                name="a_measured_number_has_an_uncertainty_or_there_is_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.cannot_tell or f'{self.value} {self.unit}'}"


class Frame(models.Model):
    """A still out of the item, with the exact moment at which it is shown.

    ``pts`` counts ticks of ``time_base`` ("1/90000") on the stream's own clock;
    ``start_pts`` is the tick of the first frame shown.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="frames")
    pts = models.BigIntegerField()
    time_base = models.CharField(max_length=30)
    start_pts = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    reason = models.CharField(max_length=10)

    class Meta:
        ordering = ["pts"]
        constraints = [
            models.UniqueConstraint(fields=["run", "pts"], name="a_moment_has_one_frame_in_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.clock} of {self.run.item.ref}"

    @property
    def seconds(self) -> Fraction:
        """The moment in exact seconds from the first frame shown."""
        return (self.pts - self.start_pts) * Fraction(self.time_base)

    @property
    def clock(self) -> str:
        """The moment as ``h:mm:ss.mmm`` from the first frame shown."""
        return format_media_seconds(self.seconds)


class Artefact(models.Model):
    """A derived file, stored under its own hash; can always be made again."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="artefacts")
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    mime = models.CharField(max_length=100)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "name"], name="an_artefact_has_one_name_in_a_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.run.item.ref}"
