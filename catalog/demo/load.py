"""Bringing the demo case into the catalogue, through the same door as every other file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.claims.facts import facts_in
from catalog.claims.record import Statement, record
from catalog.custody.chain import COMMAND_LINE
from catalog.demo.exhibits import EXHIBITS, Exhibit, Posting
from catalog.demo.render import render
from catalog.demo.story import (
    CASE_CODE,
    CASE_NOTES,
    CASE_TITLE,
    HAPPENINGS,
    SPEAKERS,
    Happening,
    Speaker,
    Word,
)
from catalog.incidents import link
from catalog.intake import ClaimSheet, Outcome, receive
from catalog.models import (
    Appearance,
    Case,
    ClaimKind,
    Incident,
    Item,
    LinkStatus,
    Source,
)
from catalog.sources import grade


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
        _introduce(case, speaker)
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


def _introduce(case: Case, speaker: Speaker) -> None:
    known = {"kind": speaker.kind, "url": speaker.url, "handle": speaker.handle}
    source, _ = Source.objects.get_or_create(case=case, name=speaker.name, defaults=known)
    if source.grade is None:
        grade(source, speaker.grade, speaker.reason, COMMAND_LINE)


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
        if not incident.links.filter(item=items[file_name]).exists():
            link(incident, items[file_name], role, LinkStatus.CONFIRMED, COMMAND_LINE)
    for word in happening.words:
        if not incident.claims.filter(quote=word.quote).exists():
            record(incident, _statement(case, word), COMMAND_LINE)


def _statement(case: Case, word: Word) -> Statement:
    return Statement(
        ClaimKind.TIME,
        word.quote,
        facts_in(ClaimKind.TIME, word.time),
        asserted_by=Source.objects.get(case=case, name=word.source),
        appearance=Appearance.objects.get(item__case=case, url=word.url),
        language="ru",
        translation=word.translation,
    )
