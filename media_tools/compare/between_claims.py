"""Claims of different sources held against each other: two that cannot both be true.

Who of the two errs is not told, and both may. So they are in tension, never impossible, and two
that agree lend each other nothing: one may have copied the other.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from media_tools.compare.claims import ClaimedFact, Says
from media_tools.compare.holding import gap
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, distance, interval_numbers, radius, span
from media_tools.findings import JSON
from media_tools.places import distance_m
from media_tools.text import visible

TIMES, PLACES = "claimed_times_disagree", "claimed_places_disagree"
# Of very many claims only the pairs that lie farthest apart are told.
MOST_PAIRS = 20


def claims_disagree(
    claims: Sequence[ClaimedFact], length: timedelta
) -> Iterator[tuple[Checked, ClaimedFact, ClaimedFact]]:
    """Each pair that cannot both be true, the farthest apart first, with the two claims.

    ``length`` is that of the clip they are about: one may mean its beginning, one its end.
    Claims of one source are no disagreement: it may have said more exactly what it meant.
    """
    for says in (Says.TIME, Says.PLACE, Says.VIEWPOINT):
        pairs = [
            (far, checked, first, second)
            for first, second in combinations([one for one in claims if one.says is says], 2)
            if first.said_by != second.said_by
            for far, checked in _held(first, second, length)
        ]
        pairs.sort(key=lambda pair: -pair[0])
        yield from (pair[1:] for pair in pairs[:MOST_PAIRS])


def _held(
    first: ClaimedFact, second: ClaimedFact, length: timedelta
) -> Iterator[tuple[float, Checked]]:
    if first.interval and second.interval:
        apart = abs(gap(first.interval, second.interval))
        if apart > length:
            yield apart.total_seconds(), _times(first, second, apart, length)
    elif first.viewpoint and second.viewpoint:
        apart_m = distance_m(first.viewpoint.place, second.viewpoint.place)
        reach_m = first.viewpoint.place.reach_m + second.viewpoint.place.reach_m
        if apart_m > reach_m:
            yield apart_m - reach_m, _places(first, second, apart_m, reach_m)


def _times(first: ClaimedFact, second: ClaimedFact, apart: timedelta, length: timedelta) -> Checked:
    assert first.interval and second.interval
    ends = (first.interval.earliest, first.interval.latest)
    others = (second.interval.earliest, second.interval.latest)
    both = [end for end in (*ends, *others) if end]
    most_s = (max(both) - min(both)).total_seconds() if len(both) == 4 else None
    numbers: dict[str, JSON] = {
        **interval_numbers("first", first.interval),
        **interval_numbers("second", second.interval),
        "gap_s": apart.total_seconds(),
        "most_apart_s": most_s,
        "tolerance_s": length.total_seconds(),
    }
    sentence = (
        f"It was {span(first.interval)} by {who(first)}, {span(second.interval)} by "
        f"{who(second)}: at least {amount(apart)} apart. Both cannot be true of one moment."
    )
    return Checked(TIMES, Verdict.TENSION, sentence, numbers)


def _places(first: ClaimedFact, second: ClaimedFact, apart_m: float, reach_m: float) -> Checked:
    assert first.viewpoint and second.viewpoint
    what = "the camera" if first.says is Says.VIEWPOINT else "what is seen"
    places = first.viewpoint.place, second.viewpoint.place
    numbers: dict[str, JSON] = {
        "distance_m": round(apart_m, 1),
        "beyond_m": round(apart_m - reach_m, 1),
        "first_radius_m": places[0].radius_m,
        "second_radius_m": places[1].radius_m,
        "taken_radii_m": reach_m,
    }
    sentence = (
        f"The places of {what} by {who(first)} ({radius(places[0])}) and by {who(second)} "
        f"({radius(places[1])}) lie {distance(apart_m)} apart, {distance(apart_m - reach_m)} more "
        "than their errors allow."
    )
    return Checked(PLACES, Verdict.TENSION, sentence, numbers)


def who(claim: ClaimedFact) -> str:
    """Who said it, as a sentence names them."""
    return visible(claim.said_by, 80) if claim.said_by else "somebody not named"
