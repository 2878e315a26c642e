"""One line a file: how it stands with it, in words for the person who sent it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog.intake.receive import Outcome
from catalog.intake.uploads import GIVEN_UP_AFTER
from catalog.intake.waiting import progress_of
from catalog.models import FINAL_STATES, Act, Case, Item, State, Upload
from catalog.models.case import Person


@dataclass(frozen=True)
class Line:
    """What the upload page says about one upload."""

    upload: Upload
    # Whether the person may see into the case. Others learn only that the bytes are kept.
    sees: bool

    @property
    def item(self) -> Item | None:
        """The item, if this person may see it."""
        return self.upload.item if self.sees else None

    @property
    def standing(self) -> str:
        """One word: arriving, taking, received, refused, already_held, or the item's state."""
        if not self.upload.outcome:
            return "taking" if self.upload.is_complete else "arriving"
        if self.upload.outcome == Outcome.REFUSED:
            return "refused"
        if self.item is None:
            return "received"
        held = self.upload.outcome == Outcome.ALREADY_HELD
        return "already_held" if held else self.item.state

    @property
    def progress(self) -> str:
        """What is being done to the item at this moment."""
        return progress_of(self.item) if self.item and self.is_moving else ""

    @property
    def unreadable_because(self) -> str:
        """Why the item cannot be read."""
        if self.item is None or self.item.state != State.UNREADABLE:
            return ""
        runs = self.item.runs.filter(state=State.UNREADABLE).order_by("id")
        return runs.values_list("error", flat=True).first() or ""

    @property
    def is_moving(self) -> bool:
        """Whether the line will change by itself."""
        if not self.upload.outcome:
            return self.upload.is_complete
        return self.item is not None and self.item.state not in FINAL_STATES

    @property
    def percent(self) -> int:
        """How much of the file has arrived, in whole per cent, never rounded up."""
        upload = self.upload
        return 100 * upload.offset_bytes // upload.size_bytes if upload.size_bytes else 0

    @property
    def kept_until(self) -> datetime:
        """When an upload that goes no further is forgotten."""
        return self.upload.active_at + GIVEN_UP_AFTER


def lines_of(uploads: Iterable[Upload], person: Person) -> list[Line]:
    """A line for each of a person's uploads."""
    seen = set(Case.objects.allowing(person, Act.SEE).values_list("pk", flat=True))
    return [Line(upload, upload.case_id in seen) for upload in uploads]
