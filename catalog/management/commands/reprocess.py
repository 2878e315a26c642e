"""``manage.py reprocess``: do what new or changed steps have left undone, or a step again."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from catalog import pipeline, tasks
from catalog.custody.chain import COMMAND_LINE
from catalog.models import Item, State
from catalog.stack.database import bring_up_to_date
from media_tools.media import Kind
from media_tools.step import all_steps, steps_for


class Command(BaseCommand):
    """Plan runs on items that are held already; the workers do them."""

    help = (
        "Plans the steps that were added or changed since the items were processed. With "
        "--again also does one step anew, for example after its program was installed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--case", metavar="CODE", help="only the items of this case")
        parser.add_argument("--again", metavar="STEP", help="do this step anew on every item")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Plan, hand to the workers, and say on how many items."""
        again = options["again"]
        if again and again not in all_steps():
            raise CommandError(
                f"--again: there is no step {again}. The steps: {', '.join(all_steps())}.",
                returncode=2,
            )
        bring_up_to_date()
        items = Item.objects.filter(case__code=options["case"]) if options["case"] else Item.objects
        if options["case"] and not items.exists():
            raise CommandError(f"--case: there is no item in a case {options['case']}.")
        planned = {"items": 0, "again": 0}
        for kind in Kind:
            of_kind = items.filter(original__kind=kind)
            for item in of_kind.filter(_lacks(kind)).select_related("original").iterator():
                tasks.send(pipeline.catch_up(item))
                planned["items"] += 1
            ended = of_kind.exclude(state__in=(State.WAITING, State.RUNNING))
            for item in ended.filter(runs__step=again).distinct().iterator() if again else ():
                tasks.send(pipeline.do_again(item, {again}, COMMAND_LINE))
                planned["again"] += 1
        if options["json"]:
            self.stdout.write(json.dumps(planned))
        else:
            self.stdout.write(f"{planned['items']:,} items had something left to do.")
            if again:
                self.stdout.write(f"{again} is done again on {planned['again']:,} items.")


def _lacks(kind: Kind) -> Q:
    """Items without a run of some step at its present version."""
    lacks = Q(pk__in=[])
    for step in steps_for(kind):
        has = Item.objects.filter(runs__step=step.name, runs__version=step.version)
        lacks |= ~Q(pk__in=has.values("pk"))
    return lacks
