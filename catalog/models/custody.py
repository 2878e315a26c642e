"""The chain of custody: who did what to which thing, when, each link bound to the last."""

import hashlib
import json
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.case import Case
from catalog.models.item import Item

GENESIS = "0" * 64


class CustodyAct(models.TextChoices):
    """What was done."""

    RECEIVED = "received", _("Received")
    RECEIVED_AGAIN = "received_again", _("Received again")
    REFUSED = "refused", _("Refused")
    READ = "read", _("Read by a step")
    CLAIM_RECORDED = "claim_recorded", _("Claim recorded")
    CLAIM_SUPERSEDED = "claim_superseded", _("Claim superseded")
    GRADED = "graded", _("Source graded")
    LINKED = "linked", _("Linked to an incident")
    INCIDENTS_LINKED = "incidents_linked", _("Incidents linked")
    ASSESSED = "assessed", _("Assessed")
    REVIEWED = "reviewed", _("Assessment reviewed")
    MARKED = "marked", _("Marked")
    MARKS_EXPORTED = "marks_exported", _("Marks exported")
    COMPARED = "compared", _("Comparison saved")
    EXPORTED = "exported", _("Exported")
    WORK_MOVED = "work_moved", _("Work moved on")
    VIEWED = "viewed", _("Viewed")
    HASHES_EXPORTED = "hashes_exported", _("Hashes exported")
    HASHES_IMPORTED = "hashes_imported", _("Hashes imported")
    DOWNLOADED = "downloaded", _("Downloaded")
    ORDERED = "ordered", _("Step ordered")
    STOPPED = "stopped", _("Stop asked")
    RETRIED = "retried", _("Run again")
    VERIFIED = "verified", _("Verified")
    FAILED_VERIFICATION = "failed_verification", _("Failed verification")
    CHANGED = "changed", _("Changed")


class ChainHead(models.Model):
    """The last link, in one row whose lock makes writers take turns."""

    seq = models.BigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"link {self.seq}"


class CustodyEvent(models.Model):
    """One link of the chain. The database itself refuses UPDATE and DELETE here.

    ``entry_hash`` is the SHA-256 over a zero byte and the canonical JSON of all
    other fields, the previous link's hash among them.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    act = models.CharField(max_length=20, choices=CustodyAct.choices)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="custody")
    sha256 = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64, unique=True)
    entry_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            # The custody tab of an item page.
            models.Index(fields=["item", "seq"], name="custody_of_an_item"),
            models.Index(fields=["case", "seq"], name="custody_of_a_case"),
            # What people changed in a case, the newest first, among all that was only looked at.
            models.Index(fields=["case", "act", "-seq"], name="custody_of_a_case_by_act"),
            # When these bytes were last verified.
            models.Index(fields=["sha256", "seq"], name="custody_of_an_original"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.get_act_display()} by {self.actor}"

    def computed_hash(self) -> str:
        """What ``entry_hash`` must be for the fields as they stand."""
        entry = {
            "seq": self.seq,
            "at": canonical_time(self.at),
            "actor": self.actor,
            "act": self.act,
            "case": self.case_id,
            "item": self.item_id,
            "sha256": self.sha256,
            "details": self.details,
            "prev_hash": self.prev_hash,
        }
        return hashlib.sha256(b"\x00" + canonical(entry)).hexdigest()


def canonical(entry: dict[str, object]) -> bytes:
    """One byte string for one meaning: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(
        entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def canonical_time(at: datetime) -> str:
    """ISO 8601 with microseconds, always written in full."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")
