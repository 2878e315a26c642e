"""``manage.py show REF``: everything known about one item."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.dossier import dossier
from catalog.models import Item
from catalog.stack.database import bring_up_to_date


class Command(BaseCommand):
    """Print one item's facts."""

    help = "Shows everything known about one item: runs, embedded, measured and claimed facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("ref", metavar="REF", help="the item's reference, as in KRM-0007")
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the item, or say that there is none."""
        bring_up_to_date()
        try:
            item = Item.objects.select_related("original", "case").get(ref=options["ref"].upper())
        except Item.DoesNotExist as error:
            raise CommandError(f"There is no item {options['ref']}.") from error
        facts = dossier(item)
        indent = None if options["json"] else 2
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=indent))
