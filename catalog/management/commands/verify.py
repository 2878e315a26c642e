"""``manage.py verify``: do the bytes, the chain of custody and the signatures still hold?"""

import json
from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from catalog.assessments import verify as signatures
from catalog.custody import chain as custody
from catalog.custody.verify import verify_originals
from catalog.stack.database import bring_up_to_date


class Command(BaseCommand):
    """Re-read every original, the whole chain of custody and every signed conclusion."""

    help = (
        "Re-reads every original, holds it against its SHA-256, and checks the chain of "
        "custody and the signatures of assessments. Exit code 0 only if at least one original "
        "was read and everything holds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Verify, report, and exit 1 unless all holds."""
        bring_up_to_date()
        verdicts = list(verify_originals())
        faults = [{"sha256": v.sha256, "fault": v.fault} for v in verdicts if v.fault]
        written = chain(custody.faults(), signatures.faults())
        faults += [{"sha256": "", "fault": fault} for fault in written]
        if not verdicts:
            faults.append(
                {"sha256": "", "fault": "There is no original yet: nothing was verified."}
            )
        if options["json"]:
            report = {"originals_read": len(verdicts), "holds": not faults, "faults": faults}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(f"{fault['sha256'][:12]} {fault['fault']}".strip())
            self.stdout.write(
                f"{len(verdicts):,} originals read again; "
                + (f"{len(faults):,} faults." if faults else "all bytes and the chain hold.")
            )
        if faults:
            raise SystemExit(1)
