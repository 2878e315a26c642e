"""``manage.py doctor``: is everything here that the work needs, and what to do if not."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from catalog.stack import health


class Command(BaseCommand):
    """Versions, disk, queue, database, containment, and what to do."""

    help = (
        "Prints the versions of all tools, the free disk, the state of queue and database, "
        "and what to do about whatever is wrong. Exit code 1 if something does not work."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Look, report, and exit 1 if there is an error among the findings."""
        report = health.report()
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._write(report)
        if any(finding["level"] == "error" for finding in report["findings"]):
            sys.exit(1)

    def _write(self, report: dict[str, Any]) -> None:
        for part in ("versions", "data", "database", "queue", "containment"):
            self.stdout.write(part.capitalize())
            for name, value in report[part].items():
                self.stdout.write(
                    f"  {name.removesuffix('_bytes').replace('_', ' ')}: {_shown(name, value)}"
                )
        self.stdout.write("What to do")
        for finding in report["findings"]:
            self.stdout.write(
                f"  {finding['id']} ({finding['level']}): {finding['message']} {finding['hint']}"
            )
        if not report["findings"]:
            self.stdout.write("  nothing: all is well")


def _shown(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {count:,}" for key, count in value.items()) or "none"
    if isinstance(value, int):
        return f"{value / 1e9:,.1f} GB" if name.endswith("_bytes") else f"{value:,}"
    return str(value)
