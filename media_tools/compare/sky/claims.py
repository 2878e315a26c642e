"""Which claimed times are held with which places against the light that was seen."""

from collections.abc import Iterator, Sequence

from media_tools.compare.claims import ClaimedFact, ItemFacts, Says
from media_tools.compare.embedded_positions import positions_in
from media_tools.compare.sky.check import check_light
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.places import Place

# Bounds the work, for each time is held with each place.
MOST_TIMES, MOST_PLACES = 12, 6


def sky_checks(
    claims: Sequence[ClaimedFact], facts: ItemFacts
) -> Iterator[tuple[Checked, tuple[ClaimedFact, ...]]]:
    """For every claimed time one check a verdict, with the claims that it was made from.

    A source's time is held with its own places, else with everybody's, else with the position
    in the file. The camera's place is taken before that of the thing seen. Of places that give
    one verdict the first is told.
    """
    times = [one for one in claims if one.says is Says.TIME and one.interval]
    for time in times[:MOST_TIMES]:
        told: set[Verdict] = set()
        for place, viewpoint, where in _places(time, claims, facts):
            assert time.interval
            checked = check_light(
                time.interval,
                place,
                facts.light,
                is_photograph=facts.is_photograph,
                where=where,
            )
            if checked.verdict not in told:
                told.add(checked.verdict)
                yield checked, (time, viewpoint) if viewpoint else (time,)


def _places(
    time: ClaimedFact, claims: Sequence[ClaimedFact], facts: ItemFacts
) -> list[tuple[Place, ClaimedFact | None, str]]:
    found = [
        (one.viewpoint.place, one, "place")
        for says in (Says.VIEWPOINT, Says.PLACE)
        for one in claims
        if one.says is says and one.viewpoint
    ]
    own = [place for place in found if place[1].said_by == time.said_by]
    if found:
        return [*(own or found)[:MOST_PLACES]]
    positions = positions_in(facts.readings)
    return [(positions[0].discs[0], None, "the position in the file")] if positions else []
