"""Which stills are kept, as pure arithmetic."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from media_tools.decoding.choice import Candidate, even, keep, sudden
from media_tools.decoding.graph import SCENE_SCORE, STILL_LIMIT

CANDIDATES = st.lists(
    st.tuples(st.integers(0, 10**6), st.floats(0, 1)).map(
        lambda pair: (Fraction(pair[0], 30), pair[1])
    ),
    max_size=300,
).map(lambda pairs: [Candidate(n, *pair) for n, pair in enumerate(sorted(pairs), start=1)])


@given(CANDIDATES)
def test_the_number_of_stills_is_bounded_and_their_times_rise(stills: list[Candidate]) -> None:
    kept = [still.seconds for still, _ in keep(stills, 1.0)]
    assert len(kept) <= 2 * STILL_LIMIT
    assert kept == sorted(set(kept))
    assert bool(kept) == bool(stills)


@given(CANDIDATES)
def test_only_sudden_changes_are_called_scenes(stills: list[Candidate]) -> None:
    for still, reason in keep(stills, 1.0):
        assert reason == "even" or still.score > SCENE_SCORE


def test_even_stills_thin_out_as_the_clip_grows() -> None:
    stills = [Candidate(n, Fraction(n), 0) for n in range(200)]
    assert [still.seconds for still in even(stills, 1.0)] == list(range(0, 200, 4))


def test_of_too_many_changes_each_part_of_the_clip_keeps_its_strongest() -> None:
    stills = [Candidate(n, Fraction(n), 0.9 if n == 777 else 0.5) for n in range(1000)]
    chosen = {still.number for still in sudden(stills)}
    assert len(chosen) == STILL_LIMIT
    assert 777 in chosen
    assert max(chosen) > 970
