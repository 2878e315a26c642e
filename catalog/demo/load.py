"""Bringing the demo case into the catalogue, through the same door as every other file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from catalog import index
from catalog.custody.chain import COMMAND_LINE, append
from catalog.demo.exhibits import EXHIBITS, Exhibit, Posting
from catalog.demo.render import render
from catalog.demo.story import (
    CASE_CODE,
    CASE_NOTES,
    CASE_TITLE,
    HAPPENINGS,
    SPEAKERS,
    Happening,
)
from catalog.intake import ClaimSheet, Outcome, receive
from catalog.models import (
    Appearance,
    Case,
    CustodyAct,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Source,
)


class CannotLoad(RuntimeError):
    """The demo case cannot be brought in; the message says why."""


def load(make_files: Callable[[Path], dict[str, Path]] = render) -> list[Item]:
    """Bring in whatever is not there yet; the case's items, in the story's order.

    ``make_files`` is asked for the story's files, in a folder of its own, only if
    one is missing.
    Each file is handed in once for every time the story has it posted, so an
    interrupted load goes on where it stopped and a complete one does nothing.
    """
    case = _case()
    for speaker in SPEAKERS:
        known = {"kind": speaker.kind, "url": speaker.url, "notes": speaker.notes}
        Source.objects.get_or_create(case=case, name=speaker.name, defaults=known)
    missing = list(_missing(case))
    if missing:
        with TemporaryDirectory(prefix="sightline-demo-") as folder:
            files = make_files(Path(folder))
            for exhibit, posting in missing:
                _hand_in(case, exhibit, posting, files[exhibit.file_name])
    items = {exhibit.file_name: _item_of(case, exhibit) for exhibit in EXHIBITS}
    for happening in HAPPENINGS:
        _assess(case, happening, items)
    return list(items.values())


def _case() -> Case:
    case, _ = Case.objects.get_or_create(
        code=CASE_CODE, defaults={"title": CASE_TITLE, "notes": CASE_NOTES}
    )
    if case.title != CASE_TITLE:
        raise CannotLoad(
            f"The code {CASE_CODE} belongs to the case “{case.title}”, so the demo case cannot "
            "use it. Load the demo into an installation of its own, with another DATA_DIR."
        )
    return case


def _missing(case: Case) -> Iterator[tuple[Exhibit, Posting]]:
    held = set(Appearance.objects.filter(item__case=case).values_list("url", flat=True))
    # First hand-overs come first, so that items are numbered in the story's order.
    for nth in range(max(len(exhibit.postings) for exhibit in EXHIBITS)):
        for exhibit in EXHIBITS:
            for posting in exhibit.postings[nth : nth + 1]:
                if posting.url not in held:
                    yield exhibit, posting


def _hand_in(case: Case, exhibit: Exhibit, posting: Posting, file: Path) -> None:
    sheet = ClaimSheet.from_words({"title": exhibit.title, **posting.sheet_words()})
    with file.open("rb") as stream:
        receipt = receive(
            stream, case=case, file_name=exhibit.file_name, actor=COMMAND_LINE, sheet=sheet
        )
    if receipt.outcome == Outcome.REFUSED:
        raise CannotLoad(f"{exhibit.file_name} of the demo was refused: {receipt.reason}")


def _item_of(case: Case, exhibit: Exhibit) -> Item:
    return Item.objects.get(case=case, appearances__url=exhibit.postings[0].url)


def _assess(case: Case, happening: Happening, items: dict[str, Item]) -> None:
    """Record the incident and which items show it, as an analyst would."""
    place, half = happening.place, happening.within
    incident, _ = Incident.objects.get_or_create(
        case=case,
        title=happening.title,
        defaults={
            "summary": happening.summary,
            "earliest": happening.burst.time - half,
            "latest": happening.burst.time + half,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius_m": place.radius_m,
            "reasons": happening.reasons,
        },
    )
    for file_name, role in happening.roles.items():
        _link(incident, items[file_name], role)


@transaction.atomic
def _link(incident: Incident, item: Item, role: IncidentRole) -> None:
    _, is_new = IncidentItem.objects.get_or_create(
        incident=incident,
        item=item,
        defaults={"role": role, "status": LinkStatus.CONFIRMED, "decided_at": timezone.now()},
    )
    if is_new:
        told: dict[str, object] = {"incident": incident.title, "role": role.value}
        append(CustodyAct.LINKED, COMMAND_LINE, item=item, details=told)
        index.refresh(item)
