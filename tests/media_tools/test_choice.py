"""Which stills are kept, as pure arithmetic."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from media_tools.decoding.choice import Candidate, Choice, sudden
from media_tools.decoding.graph import SCENE_SCORE, STILL_LIMIT

CANDIDATES = st.lists(
    st.tuples(st.integers(0, 10**6), st.floats(0, 1)), min_size=1, max_size=400
).map(
    lambda pairs: [
        Candidate(number, pts, Fraction(pts, 30), score)
        for number, (pts, score) in enumerate(sorted(pairs), start=1)
    ]
)


def chosen(stills: list[Candidate], choice: Choice | None = None) -> Choice:
    choice = choice or Choice(1.0)
    for still in stills:
        choice.add(still)
    return choice


@given(CANDIDATES)
def test_the_number_of_stills_is_bounded_and_their_times_rise(stills: list[Candidate]) -> None:
    choice = chosen(stills)
    assert len(choice.candidates()) <= 3 * STILL_LIMIT
    kept = [still.seconds for still, _ in choice.kept()]
    assert 0 < len(kept) <= 2 * STILL_LIMIT
    assert kept == sorted(set(kept))


@given(CANDIDATES)
def test_only_sudden_changes_are_called_scenes(stills: list[Candidate]) -> None:
    for still, reason in chosen(stills).kept():
        assert reason == "even" or still.score > SCENE_SCORE


@given(CANDIDATES, st.integers(0, 400))
def test_a_choice_taken_over_midway_ends_as_if_it_had_not_been(
    stills: list[Candidate], at: int
) -> None:
    first = chosen(stills[:at])
    second = chosen(stills[at:], Choice(1.0, first.even, first.changes))
    assert second.kept() == chosen(stills).kept()


def test_even_stills_thin_out_as_the_clip_grows() -> None:
    choice = chosen([Candidate(n, n, Fraction(n), 0) for n in range(200)])
    assert [still.seconds for still, _ in choice.kept()] == list(range(0, 200, 4))


def test_of_too_many_changes_each_part_of_the_clip_keeps_its_strongest() -> None:
    stills = [Candidate(n, n, Fraction(n), 0.9 if n == 777 else 0.5) for n in range(1000)]
    kept = {still.number for still in sudden(stills)}
    assert len(kept) == STILL_LIMIT
    assert 777 in kept
    assert max(kept) > 970
    scenes = [still.number for still, reason in chosen(stills).kept() if reason == "scene"]
    assert 777 in scenes
    assert len(scenes) == STILL_LIMIT
    assert scenes[-1] > 950
