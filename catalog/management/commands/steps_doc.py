"""``manage.py steps_doc``: writes ``docs/steps.md`` from the steps' own declarations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from media_tools.step import Step, all_steps

HEAD = """# Processing steps

*Written by `manage.py steps_doc` from the declarations in `media_tools/steps/`; do not edit.*

One file is one step. A step starts once those it **needs** have succeeded and those it
comes **after** have ended, well or not. An item whose **essential** step cannot read the
file is unreadable. **Heavy** steps run on workers of their own.

| step | version | media | needs | after | limit | what it does |
| --- | --- | --- | --- | --- | --- | --- |
"""


class Command(BaseCommand):
    """Keep the page about steps in step with the code."""

    help = "Writes docs/steps.md from the steps' declarations; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--check", action="store_true", help="exit 1 if the page is out of step"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Write the page, or complain that it is out of step."""
        page = Path(settings.BASE_DIR) / "docs" / "steps.md"
        text = HEAD + "".join(_row(step) for step in all_steps().values())
        if not options["check"]:
            page.write_text(text)
        elif not page.exists() or page.read_text() != text:
            raise CommandError("docs/steps.md is out of step. Run `manage.py steps_doc`.")


def _row(step: Step) -> str:
    marks = ", ".join(
        word for word, holds in (("essential", step.essential), ("heavy", step.heavy)) if holds
    )
    cells = (
        f"`{step.name}`" + (f" ({marks})" if marks else ""),
        str(step.version),
        ", ".join(sorted(step.kinds)),
        ", ".join(step.needs) or "–",
        ", ".join(step.after) or "–",
        f"{step.time_limit_s:,} s",
        step.summary,
    )
    return f"| {' | '.join(cells)} |\n"
