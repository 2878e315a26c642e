"""``manage.py demo``: load the demo case."""

from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import stack
from catalog.demo.films import RenderingFailed
from catalog.demo.load import CannotLoad, load
from catalog.demo.story import CASE_CODE, CASE_TITLE
from catalog.intake.waiting import as_they_end, on_one_line
from catalog.models import State
from catalog.stack.database import bring_up_to_date
from media_tools.tools import ToolMissing


class Command(BaseCommand):
    """Render the demo's files and hand them in."""

    help = (
        "Loads the demo case, whose files are rendered on the spot in about half a minute. "
        "Safe to run again: what is there already is left alone. Exit code 1 if the "
        "processing of an item broke."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--wait", action="store_true", help="until all processing has ended")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, wait if asked to, and say what is there."""
        bring_up_to_date()
        say = on_one_line(self.stderr)
        try:
            with stack.started() if options["wait"] else nullcontext() as keep_going:
                items = load()
                if keep_going:
                    items = list(as_they_end(items, keep_going, say))
        except (CannotLoad, RenderingFailed, ToolMissing, stack.StackFailed) as error:
            raise CommandError(str(error)) from error
        say("")
        self.stdout.write(f"{CASE_CODE} {CASE_TITLE}")
        for item in items:
            self.stdout.write(f"{item.ref}  {item.get_state_display().lower():<10}  {item.title}")
        if any(item.state == State.BROKEN for item in items):
            raise SystemExit(1)
