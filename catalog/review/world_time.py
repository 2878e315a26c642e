"""When the frames of a clip were in the world, as far as its file or a claim says."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from catalog.claims.words import said_by, value_in_words
from catalog.models import Basis, ClaimKind, Item, Reading
from media_tools.compare.holding import TOLERANCE
from media_tools.findings import Meaning
from media_tools.media import Kind

# A claim wider than this says on which day something was, and dates no frame.
_WIDEST_CLAIM = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class WorldTime:
    """UTC at the first frame shown, how far off it may be, and whose word it is."""

    at_first_frame: datetime
    error_s: float
    basis: Basis
    said: str

    def words(self, seconds: Fraction | float) -> str:
        """In UTC, ``23:27 ± 6 min`` so long after the first frame: no finer than is known."""
        is_coarse = self.error_s >= 60
        step_s = 60 if is_coarse else 1
        moment = self.at_first_frame + timedelta(seconds=float(seconds) + step_s / 2)
        clock = f"{moment:%H:%M}" if is_coarse else f"{moment:%H:%M:%S}"
        unit = "min" if is_coarse else "s"
        return f"{clock} ± {math.ceil(self.error_s / step_s)} {unit}"

    @property
    def first_frame_s(self) -> float:
        """Seconds since 1970 at the first frame, for the page to count from."""
        return self.at_first_frame.timestamp()

    @property
    def origin(self) -> str:
        """The day and whose word it is: ``2023-05-02, embedded: creationdate``."""
        return f"{self.at_first_frame:%Y-%m-%d}, {self.basis.label.lower()}: {self.said}"


def world_time(item: Item, found: dict[Meaning, list[Reading]]) -> WorldTime | None:
    """What dates the frames of a clip; ``None`` where nothing does, and for still pictures."""
    return next(iter(beginnings(item, found)), None) if item.original.kind == Kind.VIDEO else None


def beginnings(item: Item, found: dict[Meaning, list[Reading]]) -> list[WorldTime]:
    """When the item began, the better word first: the file's clock, then the narrowest claim.

    Only a clock that states its zone counts: what a standard calls UTC is local time in many
    cameras. A device may stamp the beginning, the end or the writing of a clip, and its clock
    drifts: so the clip's length and five minutes are the error, as in the checks of claims.
    """
    known = (_by_the_file(item, found), _by_a_claim(item))
    return [one for one in known if one]


def _by_the_file(item: Item, found: dict[Meaning, list[Reading]]) -> WorldTime | None:
    for reading in found.get(Meaning.CAPTURED, []):
        value: Any = reading.value
        if value["zone"] == "stated":
            begins = datetime.fromisoformat(value["earliest"])
            error_s = TOLERANCE.total_seconds() + (item.duration_s or 0.0)
            return WorldTime(begins, error_s, Basis.EMBEDDED, reading.tag)
    return None


def _by_a_claim(item: Item) -> WorldTime | None:
    """The narrowest, and among how many others: whose word it is must not stay untold."""
    claims = item.claims.standing().filter(kind=ClaimKind.TIME).select_related("asserted_by")
    spans = [(one.latest - one.earliest, one) for one in claims if one.latest and one.earliest]
    near = [pair for pair in spans if pair[0] <= _WIDEST_CLAIM]
    if not near:
        return None
    width, claim = min(near, key=lambda pair: pair[0])
    assert claim.earliest
    quote = f"“{claim.quote}”, " if claim.quote else ""
    said = gettext("%(quote)ssaid by %(said_by)s: %(value)s") % {
        "quote": quote,
        "said_by": said_by(claim),
        "value": value_in_words(claim),
    }
    if len(claims) > 1:
        said += gettext("; the narrowest of %(many)s claimed times") % {"many": len(claims)}
    error_s = width.total_seconds() / 2 + (item.duration_s or 0.0)
    return WorldTime(claim.earliest + width / 2, error_s, Basis.CLAIMED, said)
