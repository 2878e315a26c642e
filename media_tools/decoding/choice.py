"""Which of the stills that the decode wrote are kept."""

from dataclasses import dataclass
from fractions import Fraction

from media_tools.decoding.graph import SCENE_SCORE, STILL_LIMIT

# ffmpeg compares times as floating point numbers; see ``graph.still_choice``.
_SLACK = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One written still: its number, its time since the first frame, its scene score."""

    number: int
    seconds: Fraction
    score: float


def keep(candidates: list[Candidate], spacing_s: float) -> list[tuple[Candidate, str]]:
    """The stills to keep in order of time, each with its reason: ``scene`` or ``even``."""
    scenes = {still.number for still in sudden(candidates)}
    kept = {still.number: still for still in even(candidates, spacing_s)}
    kept |= {still.number: still for still in candidates if still.number in scenes}
    one_a_moment = {still.seconds: still for still in kept.values()}
    return [
        (still, "scene" if still.number in scenes else "even")
        for _, still in sorted(one_a_moment.items())
    ]


def even(candidates: list[Candidate], spacing_s: float) -> list[Candidate]:
    """The first still in each step of the spacing that suits the whole length."""
    length = max((still.seconds for still in candidates), default=Fraction(0))
    step = Fraction(str(spacing_s))
    while length + _SLACK >= step * STILL_LIMIT:
        step *= 2
    kept: dict[int, Candidate] = {}
    for still in sorted(candidates, key=lambda still: (still.seconds, still.number)):
        kept.setdefault(int((still.seconds + _SLACK) / step), still)
    return list(kept.values())


def sudden(candidates: list[Candidate]) -> list[Candidate]:
    """Of the sudden changes the strongest, spread over the whole length.

    Each of ``STILL_LIMIT`` equal parts of the length gives its strongest change
    first; the places left go to the strongest of the rest.
    """
    changes = [still for still in candidates if still.score > SCENE_SCORE]
    length = max((still.seconds for still in changes), default=Fraction(0)) + _SLACK
    by_strength = sorted(changes, key=lambda still: (-still.score, still.number))
    first: dict[int, Candidate] = {}
    for still in by_strength:
        first.setdefault(int(still.seconds * STILL_LIMIT / length), still)
    chosen = {still.number for still in first.values()}
    rest = [still for still in by_strength if still.number not in chosen]
    return [*first.values(), *rest[: STILL_LIMIT - len(first)]]
