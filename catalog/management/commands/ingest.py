"""``manage.py ingest PATH...``: hand in files and folders from the command line."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalog import stack
from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, Outcome, Receipt, SheetError, receive, refuse
from catalog.intake.files import dated, files_under, open_evidence
from catalog.intake.waiting import as_they_end, on_one_line
from catalog.models import Case, Item, State
from catalog.stack.database import bring_up_to_date
from catalog.storage.originals import Refused

INBOX = "INBOX"
OPTION_OF = {"time": "--claimed-time", "place": "--claimed-place"}


class Command(BaseCommand):
    """Take files in exactly as the upload page does."""

    help = (
        "Takes files, and all files in folders, into a case. Prints one line per file; "
        "safe to run again. Exit code 1 if any file was refused or its processing broke."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options; the claims are the same for every file of one call."""
        # West and south begin with a minus sign, which argparse takes for an option.
        parser._negative_number_matcher = re.compile(r"-[\d.]")
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument(
            "--case", default=INBOX, help="code of the case, made if new (default: %(default)s)"
        )
        parser.add_argument("--source", default="", help="who published or handed it over")
        parser.add_argument("--url", default="", help="where it was published")
        parser.add_argument("--caption", default="", help="the words that came with it")
        parser.add_argument("--published", default="", help="when: '3 May 2023 02:51 UTC+3'")
        parser.add_argument(
            "--forwarded-from",
            default="",
            metavar="URL|REF",
            help="the posting it forwards: its link, or the item it belongs to",
        )
        parser.add_argument("--claimed-time", default="", help="as said: '3 May 2023 02:27 MSK'")
        parser.add_argument(
            "--claimed-place", default="", metavar="LAT,LON[±METRES]", help="of the thing seen"
        )
        parser.add_argument(
            "--viewpoint", default="", metavar="LAT,LON[,HEADING[,FOV]]", help="of the camera"
        )
        parser.add_argument("--wait", action="store_true", help="until all processing has ended")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *_: Any, **options: Any) -> None:
        """Hand in every file; one that is refused does not hold up the rest."""
        sheet = _sheet(options)
        bring_up_to_date()
        case = _case(options["case"])
        self.as_json, self.say = options["json"], on_one_line(self.stderr)
        try:
            with stack.started() if options["wait"] else nullcontext() as keep_going:
                paths = _files(options["paths"])
                lines = [(path, self._hand_in(path, case, sheet)) for path in paths]
                items = {receipt.item.pk: receipt.item for _, receipt in lines if receipt.item}
                if keep_going:
                    ended = as_they_end(items.values(), keep_going, self.say)
                    items = {item.pk: item for item in ended}
        except stack.StackFailed as failure:
            raise CommandError(str(failure)) from failure
        self.say("")
        failed = False
        for path, receipt in lines:
            item = items[receipt.item.pk] if receipt.item else None
            failed |= item is None or item.state == State.BROKEN
            self._print(_line(path, receipt, item))
        if failed:
            raise SystemExit(1)

    def _hand_in(self, path: Path, case: Case, sheet: ClaimSheet) -> Receipt:
        self.say(f"taking in {path.name}")
        given: Any = {"case": case, "file_name": path.name, "actor": COMMAND_LINE}
        try:
            with open_evidence(path) as stream:
                dated_sheet = replace(sheet, file_dated_at=dated(stream))
                return receive(stream, sheet=dated_sheet, **given)
        except Refused as refusal:
            return refuse(reason=str(refusal), **given)

    def _print(self, line: dict[str, Any]) -> None:
        if self.as_json:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        told = f"{line['outcome'].replace('_', ' ')} as {line['ref']}" if line["ref"] else "refused"
        state = f", {line['state']}" if line["state"] else ""
        reason = f": {line['reason']}" if line["reason"] else ""
        self.stdout.write(f"{line['path']}  {told}{state}{reason}")


def _sheet(options: dict[str, Any]) -> ClaimSheet:
    fields = (
        *("source", "url", "caption", "published", "forwarded_from"),
        *("claimed_time", "claimed_place", "viewpoint"),
    )
    words = {field.removeprefix("claimed_"): options[field] for field in fields}
    try:
        return ClaimSheet.from_words(words)
    except SheetError as error:
        option = OPTION_OF.get(error.field, f"--{error.field.replace('_', '-')}")
        raise CommandError(f"{option}: {error}", returncode=2) from error


def _case(code: str) -> Case:
    case = Case.objects.filter(code=code).first()
    if case is None:
        title = "Files without a case yet" if code == INBOX else code
        case = Case(code=code, title=title)
        try:
            case.full_clean()
        except ValidationError as error:
            raise CommandError(f"--case: {' '.join(error.messages)}", returncode=2) from error
        case.save()
    return case


def _files(paths: list[str]) -> Iterator[Path]:
    for path in paths:
        yield from files_under(Path(path))


def _line(path: Path, receipt: Receipt, item: Item | None) -> dict[str, Any]:
    reason = receipt.reason
    if item and item.state in (State.UNREADABLE, State.BROKEN):
        reason = item.reason
    elif receipt.outcome == Outcome.ALREADY_HELD and item:
        reason = f"The same bytes are held as {item.ref}; added as another appearance."
    return {
        "path": str(path),
        "outcome": receipt.outcome.value,
        "ref": item.ref if item else None,
        "sha256": item.original_id if item else None,
        "state": item.state if item else None,
        "reason": reason,
    }
