"""Offsets that clocks and claims suggest beside the one that is set, each with its error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog import formats
from catalog.compare.lineup import Offset
from catalog.models import OffsetBasis

# UTC seconds at the first frame, and how far off they may be.
Moments = Mapping[OffsetBasis, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where an item would stand, were it laid beside item ``beside`` by this basis."""

    offset: Offset
    beside: str

    @property
    def words(self) -> str:
        """``+0:02:00.000 ± 10 s, by a claimed time, beside KRM-0001``."""
        sign = formats.MINUS if self.offset.seconds < 0 else "+"
        where = f"{sign}{formats.file_clock(abs(self.offset.seconds))}"
        return f"{where} {self.offset.error_words}, {self.offset.basis.label}, beside {self.beside}"


def suggestions(
    refs: Sequence[str], moments: Sequence[Moments], offsets: Sequence[Offset]
) -> list[list[Suggestion]]:
    """For each item those that differ from what is set.

    Both items must have a moment of the same kind: a claim is held against a claim, a clock
    against a clock. The first item that has one stays where it is.
    """
    found: list[list[Suggestion]] = [[] for _ in refs]
    for basis in (OffsetBasis.CLOCK, OffsetBasis.CLAIM):
        having = [place for place, one in enumerate(moments) if basis in one]
        for place in having[1:]:
            first = having[0]
            begin, error_s = moments[place][basis]
            first_begin, first_error_s = moments[first][basis]
            seconds = offsets[first].seconds + begin - first_begin
            offset = Offset(seconds, error_s + first_error_s, basis)
            if offsets[place].basis != basis or abs(offsets[place].seconds - seconds) > 1e-3:
                found[place].append(Suggestion(offset, refs[first]))
    return found
