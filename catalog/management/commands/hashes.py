"""``manage.py hashes``: hand out hashes of frames, bring in those of others, lay them out anew."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.custody.chain import COMMAND_LINE
from catalog.likeness import lists, store
from catalog.models import Case, Item
from catalog.stack.database import bring_up_to_date


class Command(BaseCommand):
    """Export, import and rebuild."""

    help = (
        "Hashes of frames (PDQ). `export` writes those of items, so that others can compare "
        "without the footage; `import` brings in a list of theirs; `rebuild` throws the index "
        "of likeness away and makes it again. Both ways are noted in the chain of custody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parts = parser.add_subparsers(dest="part", required=True)
        out = parts.add_parser("export", help="the hashes of items, to standard output")
        out.add_argument("refs", nargs="*", metavar="REF")
        out.add_argument("--case", metavar="CODE", help="all items of this case")
        out.add_argument("--format", choices=lists.FORMATS, default="csv")
        into = parts.add_parser("import", help="a list of another organisation")
        into.add_argument("file", type=Path)
        into.add_argument("--case", metavar="CODE", required=True)
        into.add_argument("--from", dest="origin", metavar="WHOM", required=True)
        into.add_argument("--json", action="store_true", help="one JSON object")
        anew = parts.add_parser("rebuild", help="make the index again")
        anew.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do one of the three."""
        bring_up_to_date()
        {"export": self._export, "import": self._import, "rebuild": self._rebuild}[options["part"]](
            options
        )

    def _export(self, options: dict[str, Any]) -> None:
        refs = [ref.upper() for ref in options["refs"]]
        items = Item.objects.select_related("case").order_by("id")
        if options["case"]:
            items = items.filter(case=_case(options["case"]))
        if refs:
            items = items.filter(ref__in=refs)
        elif not options["case"]:
            raise CommandError("Name items, or a case with --case.", returncode=2)
        missing = set(refs) - set(items.values_list("ref", flat=True))
        if missing:
            raise CommandError(f"There is no item {', '.join(sorted(missing))}.")
        for line in lists.export(items.iterator(), options["format"], COMMAND_LINE):
            self.stdout.write(line)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            made, is_new = lists.bring_in(
                options["file"].read_bytes(),
                case=_case(options["case"]),
                origin=options["origin"],
                file_name=options["file"].name,
                actor=COMMAND_LINE,
            )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        except lists.CannotImport as error:
            raise CommandError(f"{options['file']}: {error} Nothing of it was kept.") from error
        count = made.hashes.count()
        if options["json"]:
            told = {"id": made.pk, "origin": made.origin, "hashes": count, "is_new": is_new}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif is_new:
            self.stdout.write(f"{count:,} hashes of {made} are searched from now on.")
        else:
            self.stdout.write(f"This file is there already, as {made} with {count:,} hashes.")

    def _rebuild(self, options: dict[str, Any]) -> None:
        count = store.rebuild()
        if options["json"]:
            self.stdout.write(json.dumps({"hashes": count}))
        else:
            self.stdout.write(f"The index of likeness was made again: {count:,} hashes.")


def _case(code: str) -> Case:
    case = Case.objects.filter(code=code.upper()).first()
    if case is None:
        raise CommandError(f"--case: there is no case {code}.", returncode=2)
    return case
