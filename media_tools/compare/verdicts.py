"""What comes out when a claim is held against readings and measurements."""

from dataclasses import dataclass
from enum import StrEnum

from media_tools.findings import JSON


class Verdict(StrEnum):
    """How a claim stands against what is known, best first, ignorance last."""

    FITS = "fits"
    TENSION = "tension"
    IMPOSSIBLE = "impossible"
    CANNOT_TELL = "cannot_tell"


WORST_FIRST = (Verdict.IMPOSSIBLE, Verdict.TENSION, Verdict.CANNOT_TELL, Verdict.FITS)

# Raised with every change of a rule that may change a verdict, a sentence or a number: then all
# checks are made again.
RULES_VERSION = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """One check made: which kind, its verdict, a sentence for an editor, its numbers."""

    kind: str
    verdict: Verdict
    sentence: str
    numbers: dict[str, JSON]
