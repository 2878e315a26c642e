"""Which items lie side by side, and where each stands on the one clock: what the address says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog import formats
from catalog.models import OffsetBasis

MOST_ITEMS = 9
_SPOT = re.compile(
    r"(?P<ref>[A-Z][A-Z0-9]{1,7}-\d+)"
    r"(?:@(?P<offset>[+-]?\d{1,9}(?:\.\d{1,6})?)(?:~(?P<error>\d{1,9}(?:\.\d{1,6})?))?"
    r"(?::(?P<basis>hand|clock|claim))?)?\Z"
)


@dataclass(frozen=True, slots=True)
class Offset:
    """Seconds on the common clock at the item's first frame, and how far that may be off.

    ``error_s`` is ``None`` where the item is not aligned at all.
    """

    seconds: float
    error_s: float | None
    basis: OffsetBasis

    @property
    def error_words(self) -> str:
        """``± 0.020 s``, ``± 2,773 s``: no digit that the error makes worthless."""
        assert self.error_s is not None
        return (
            f"± {self.error_s:.3f} s"
            if self.error_s < 1
            else f"± {formats.grouped(self.error_s)} s"
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """One item of the address; without an offset it is for the page to suggest one."""

    ref: str
    offset: Offset | None = None


class NotALineup(ValueError):
    """The address does not name items to compare; the message says why."""


def read_spots(words: Iterable[str]) -> tuple[Spot, ...]:
    """Read ``KRM-0002@+9.520~0.02:clock``: offset, error and basis are optional.

    An offset without a basis was set by a person. Raises ``NotALineup``.
    """
    spots: dict[str, Spot] = {}
    for word in words:
        # A plus that was typed into an address arrives as a space.
        found = _SPOT.match(word.strip().replace(" ", "+"))
        if found is None:
            raise NotALineup(
                gettext("“%(word)s” is not a reference such as KRM-0002.") % {"word": word[:60]}
            )
        spots.setdefault(found["ref"], Spot(found["ref"], _offset(found)))
    if len(spots) > MOST_ITEMS:
        raise NotALineup(
            gettext("At most %(most_items)s items can be compared at once.")
            % {"most_items": MOST_ITEMS}
        )
    return tuple(spots.values())


def write_spot(ref: str, offset: Offset) -> str:
    """The words that ``read_spots`` reads back. What is not aligned has only its reference."""
    if offset.basis == OffsetBasis.NONE:
        return ref
    error = "" if offset.error_s is None else f"~{offset.error_s:.3f}"
    basis = "" if offset.basis == OffsetBasis.HAND else f":{offset.basis.value}"
    return f"{ref}@{offset.seconds:+.6f}{error}{basis}"


def laid_on_one_clock(known: Sequence[tuple[float, float, OffsetBasis] | None]) -> list[Offset]:
    """Offsets from moments in the world: (UTC seconds at the first frame, error, basis) or None.

    The first item with a moment is where the clock begins; its error counts in all others,
    for each offset is a difference of two moments.
    """
    first = next((one for one in known if one), None)
    laid = []
    for one in known:
        if one is None or first is None:
            laid.append(Offset(0.0, None, OffsetBasis.NONE))
        elif one is first:
            laid.append(Offset(0.0, 0.0, one[2]))
        else:
            laid.append(Offset(one[0] - first[0], one[1] + first[1], one[2]))
    return laid


def _offset(found: "re.Match[str]") -> Offset | None:
    if found["offset"] is None:
        return None
    error_s = float(found["error"]) if found["error"] else None
    basis = OffsetBasis(found["basis"] or OffsetBasis.HAND)
    return Offset(float(found["offset"]), error_s, basis)
