"""``manage.py show REF...``: everything known about items."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.dossier import dossier
from catalog.models import Item
from catalog.stack.database import bring_up_to_date


class Command(BaseCommand):
    """Print the facts of each item."""

    help = "Shows everything known about items: runs, embedded, measured and claimed facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "refs", metavar="REF", nargs="+", help="an item's reference, as in KRM-0007"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the items in the order asked for, and then say which there is not."""
        bring_up_to_date()
        refs = [ref.upper() for ref in options["refs"]]
        items = Item.objects.select_related("original", "case").in_bulk(refs, field_name="ref")
        indent = None if options["json"] else 2
        for ref in filter(items.__contains__, refs):
            self.stdout.write(json.dumps(dossier(items[ref]), ensure_ascii=False, indent=indent))
        if missing := [ref for ref in refs if ref not in items]:
            raise CommandError(f"There is no item {', '.join(missing)}.")
