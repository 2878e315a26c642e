"""Offsets that clocks and claims suggest beside the one that is set, each with its error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog import formats
from catalog.compare.lineup import Offset
from catalog.models import Basis, OffsetBasis
from catalog.review.world_time import WorldTime

# When an item began, by what that rests on; the better stands first.
Moments = Mapping[OffsetBasis, WorldTime]
_ROUNDED_S = 1e-3
_BASES = {Basis.EMBEDDED: OffsetBasis.CLOCK, Basis.CLAIMED: OffsetBasis.CLAIM}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where an item would stand, were it laid beside item ``beside`` by this basis.

    ``said`` tells whose word that is, for both items.
    """

    offset: Offset
    beside: str
    said: str

    @property
    def words(self) -> str:
        """``+0:02:00.000 ± 10 s, by a claimed time, beside KRM-0001``."""
        sign = formats.MINUS if self.offset.seconds < 0 else "+"
        where = f"{sign}{formats.file_clock(abs(self.offset.seconds))}"
        return gettext("%(where)s %(error)s, %(label)s, beside %(beside)s") % {
            "where": where,
            "error": self.offset.error_words,
            "label": self.offset.basis.label,
            "beside": self.beside,
        }

    def is_set(self, offset: Offset) -> bool:
        """Whether the item stands so already."""
        return is_same(self.offset, offset)


def moments_of(known: Sequence[WorldTime]) -> Moments:
    """What is known of an item's beginning, as an offset rests on it."""
    return {_BASES[one.basis]: one for one in known}


def suggestions(
    refs: Sequence[str], moments: Sequence[Moments], offsets: Sequence[Offset]
) -> list[list[Suggestion]]:
    """For each item where it may stand, also where it stands so already.

    Both items must have a moment of the same kind: a claim is held against a claim, a clock
    against a clock. The first item that has one stays where it is.
    """
    found: list[list[Suggestion]] = [[] for _ in refs]
    for basis in (OffsetBasis.CLOCK, OffsetBasis.CLAIM):
        first, *others = [place for place, one in enumerate(moments) if basis in one] or [0]
        for place in others:
            own, beside = moments[place][basis], moments[first][basis]
            apart = (own.at_first_frame - beside.at_first_frame).total_seconds()
            error_s = own.error_s + beside.error_s
            said = f"{refs[place]}: {own.said}. {refs[first]}: {beside.said}."
            offset = Offset(offsets[first].seconds + apart, error_s, basis)
            found[place].append(Suggestion(offset, refs[first], said))
    return found


def is_same(one: Offset, other: Offset) -> bool:
    """Whether two offsets put an item to the same place, by the same basis."""
    return one.basis == other.basis and abs(one.seconds - other.seconds) <= _ROUNDED_S


def why_there(
    offset: Offset, laid: Offset, moments: Moments, suggested: Sequence[Suggestion]
) -> str:
    """Whose word an offset rests on; nothing where that is no longer what is said.

    ``laid`` is where the item comes to lie of itself, perhaps by a claim beside a clock.
    """
    if said := next((one.said for one in suggested if one.is_set(offset)), ""):
        return said
    own = moments.get(offset.basis) if is_same(offset, laid) else None
    return f"{own.said}." if own else ""
