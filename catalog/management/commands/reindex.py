"""``manage.py reindex``: write anew what search reads."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog import index, presence
from catalog.models import Case, Item
from catalog.stack.database import bring_up_to_date


class Command(BaseCommand):
    """Make the index again from the facts it comes from, item by item, while all else goes on."""

    help = (
        "Writes the times, places and words that search reads anew from the facts they come from. "
        "Nobody need stop working; safe to break off and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--case", metavar="CODE", help="only the items of this case")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Go through the items, oldest first, and say how many there were."""
        bring_up_to_date()
        if presence.missing("default"):
            with transaction.atomic():
                presence.install("default")
        items = Item.objects.order_by("pk")
        if code := options["case"]:
            if not Case.objects.filter(code=code).exists():
                raise CommandError(f"--case: there is no case {code}.", returncode=2)
            items = items.filter(case__code=code)
        count = 0
        for item in items.iterator(chunk_size=500):
            with transaction.atomic():
                index.refresh(item)
            count += 1
        said = json.dumps({"items": count}) if options["json"] else _told(count)
        self.stdout.write(said)


def _told(count: int) -> str:
    return f"{count:,} item{'' if count == 1 else 's'} indexed anew."
