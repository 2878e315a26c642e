"""Which of the stills that the decode writes are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from media_tools.decoding.graph import SCENE_SCORE, STILL_LIMIT

# ffmpeg compares times as floating point numbers; see ``graph.still_choice``.
_SLACK = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One still: its number, its pts, its time since the first frame, its scene score."""

    number: int
    pts: int
    seconds: Fraction
    score: float


class Choice:
    """Keeps the stills worth keeping while the clip grows: at most 3 x ``STILL_LIMIT``.

    Made anew with the ``even`` stills and sudden ``changes`` of another it goes on from there.
    """

    def __init__(
        self, spacing_s: float, even: Iterable[Candidate] = (), changes: Iterable[Candidate] = ()
    ) -> None:
        self._step = Fraction(str(spacing_s))
        self._even: dict[int, Candidate] = {}
        self.changes = list(changes)
        for still in even:
            self._place(still)

    @property
    def even(self) -> list[Candidate]:
        """The first still in each step of the spacing that suits the length so far."""
        return list(self._even.values())

    def add(self, still: Candidate) -> None:
        """Take one more, later or not than the others."""
        self._place(still)
        if still.score > SCENE_SCORE:
            self.changes.append(still)
            if len(self.changes) > 2 * STILL_LIMIT:
                self.changes = sorted(sudden(self.changes), key=lambda still: still.number)

    def _place(self, still: Candidate) -> None:
        while still.seconds + _SLACK >= self._step * STILL_LIMIT:
            self._step *= 2
            finer, self._even = self.even, {}
            for one in finer:
                self._offer(one)
        self._offer(still)

    def _offer(self, still: Candidate) -> None:
        step = int((still.seconds + _SLACK) // self._step)
        held = self._even.setdefault(step, still)
        if (still.seconds, still.number) < (held.seconds, held.number):
            self._even[step] = still

    def candidates(self) -> list[Candidate]:
        """All that may still be kept, in the order they came."""
        both = {still.number: still for still in (*self.even, *self.changes)}
        return [both[number] for number in sorted(both)]

    def kept(self) -> list[tuple[Candidate, str]]:
        """The stills to keep in order of time, each with its reason: ``scene`` or ``even``."""
        scenes = {still.number for still in sudden(self.changes)}
        one_a_moment = {still.seconds: still for still in self.even}
        one_a_moment |= {still.seconds: still for still in self.changes if still.number in scenes}
        return [
            (still, "scene" if still.number in scenes else "even")
            for _, still in sorted(one_a_moment.items())
        ]


def sudden(changes: list[Candidate]) -> list[Candidate]:
    """Of the sudden changes the strongest, spread over the whole length.

    Each of ``STILL_LIMIT`` equal parts of the length gives its strongest change
    first; the places left go to the strongest of the rest.
    """
    length = max((still.seconds for still in changes), default=Fraction(0)) + _SLACK
    by_strength = sorted(changes, key=lambda still: (-still.score, still.number))
    first: dict[int, Candidate] = {}
    for still in by_strength:
        first.setdefault(int(still.seconds * STILL_LIMIT // length), still)
    chosen = {still.number for still in first.values()}
    rest = [still for still in by_strength if still.number not in chosen]
    return [*first.values(), *rest[: max(0, STILL_LIMIT - len(first))]]


def spacing_for(seconds: float | None) -> float:
    """How far apart even stills are at first, in a clip that is said to last so long.

    About thirty of them; a JPEG costs as much as decoding two or three frames of a small
    clip. A hint only: the spacing grows with the clip, whatever its header claims.
    """
    return min(4.0, max(0.25, round((seconds or 30) / 30, 3)))
