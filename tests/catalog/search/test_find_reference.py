"""Search against a slow reference, over random catalogues and queries."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from catalog import presence
from catalog.models import Basis, Case, Item
from catalog.models.presence import microseconds
from catalog.presence import MOST_PAIRS
from catalog.search import scan
from catalog.search.find import count_among, find_among
from catalog.search.grammar import write_polygon
from catalog.search.page import COUNTED_TO, Counts
from catalog.search.query import Query
from catalog.search.scan import MOST_ROWS
from media_tools.errors import Invalid
from media_tools.places import Place
from media_tools.polygons import asked_polygon
from media_tools.times import TimeInterval
from tests.catalog.search.catalogue import When, Where, add_items
from tests.catalog.search.reference import answer, key

DAY = datetime(2023, 5, 2, tzinfo=UTC)
BASES = st.sampled_from(Basis.values)
METRES_PER_DEGREE = 111_000
# Where boxes and distances go wrong if anywhere: both poles, both sides of the antimeridian.
ANCHORS = [(55.3, 44.02), (0.0, 180.0), (-17.7, -179.9), (89.9, 10.0), (-90.0, 0.0), (70.0, 179.5)]

moments = st.integers(-30, 60).map(lambda hours: DAY + timedelta(hours=hours))


@dataclass(frozen=True)
class Neighbourhood:
    """Positions and radii of one size about one point, so that much overlaps and touches."""

    latitude: float
    longitude: float
    degrees: float

    def points(self) -> st.SearchStrategy[tuple[float, float]]:
        steps = st.integers(-10, 10).map(lambda step: step * self.degrees / 10)
        return st.tuples(steps, steps | st.sampled_from([180.0, 360.0])).map(self._point)

    def radii(self) -> st.SearchStrategy[float]:
        sizes = [0.0, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 3.0]
        metres = [size * self.degrees * METRES_PER_DEGREE for size in sizes]
        return st.sampled_from([*metres, 1.9e7, 2.01e7])

    def _point(self, steps: tuple[float, float]) -> tuple[float, float]:
        north = min(max(self.latitude + steps[0], -90.0), 90.0)
        east = (self.longitude + steps[1] + 180) % 360 - 180
        return round(north, 6), round(east, 6)


neighbourhoods = st.builds(
    lambda anchor, degrees: Neighbourhood(anchor[0], anchor[1], degrees),
    st.sampled_from(ANCHORS),
    st.sampled_from([0.001, 0.1, 3.0, 60.0]),
)


@st.composite
def intervals(draw: st.DrawFn) -> TimeInterval:
    start, end = sorted((draw(moments), draw(moments)))
    open_end = draw(st.sampled_from(["", "", "start", "end"]))
    return TimeInterval(None if open_end == "start" else start, None if open_end == "end" else end)


def catalogues(around: Neighbourhood) -> st.SearchStrategy[list[list[Where | When]]]:
    places = st.builds(
        lambda point, radius: Place(point[0], point[1], radius),
        around.points(),
        st.none() | around.radii(),
    )
    positions = st.builds(Where, places, BASES)
    times = st.builds(When, intervals(), BASES)
    extents = st.lists(positions, min_size=1, max_size=3)
    items = st.builds(lambda one, other: [*one, *other], extents, st.lists(times, max_size=3))
    return st.lists(items, min_size=6, max_size=12)


@st.composite
def polygons(draw: st.DrawFn, around: Neighbourhood) -> str:
    """Corners in the order of their bearing from the middle, as a polygon is written."""
    near = [
        (north, around.longitude + (east - around.longitude + 180) % 360 - 180)
        for north, east in draw(st.lists(around.points(), min_size=3, max_size=6, unique=True))
    ]
    middle = [sum(numbers) / len(near) for numbers in zip(*near, strict=True)]
    near.sort(key=lambda corner: math.atan2(corner[0] - middle[0], corner[1] - middle[1]))
    try:
        return write_polygon(asked_polygon(near))
    except Invalid:
        reject()


@st.composite
def queries(draw: st.DrawFn, around: Neighbourhood) -> Query:
    params: dict[str, str | list[str]] = {}
    place = draw(st.sampled_from(["circle", "circle", "circle", "box", "polygon", "none"]))
    if place == "circle":
        params["near"] = "{},{}".format(*draw(around.points()))
        params["within"] = f"{draw(around.radii())}m"
    if place == "box":
        (one, west), (other, east) = draw(around.points()), draw(around.points())
        params["bbox"] = f"{west},{min(one, other)},{east},{max(one, other)}"
    if place == "polygon":
        params["polygon"] = draw(polygons(around))
    ends = draw(st.sampled_from(["both", "from", "to", "none", "none"]))
    if place == "none" and ends == "none":
        ends = "both"
    # A clock without a zone may have hung anywhere: the window then has a sure inner part.
    zone = draw(st.sampled_from([" UTC", " UTC+3", ""]))
    start, end = sorted((draw(moments), draw(moments)))
    if ends in ("both", "from"):
        params["from"] = f"{start:%Y-%m-%d %H:%M}{zone}"
    if ends in ("both", "to"):
        params["to"] = f"{end:%Y-%m-%d %H:%M}{zone}"
    params["basis"] = draw(st.sampled_from([[], [], [], ["claimed", "embedded"]]))
    params["sort"] = draw(st.sampled_from(["", "added", "time", "distance"]))
    return Query.from_params(params)


searches = neighbourhoods.flatmap(
    lambda around: st.tuples(catalogues(around), st.lists(queries(around), min_size=5, max_size=10))
)


# The ordinary way; the way of a search that too many items answer to look at all of them; and the
# same of items with more places and times than are kept singly.
WAYS = [(MOST_ROWS, COUNTED_TO, MOST_PAIRS), (4, 2, MOST_PAIRS), (4, 2, 1)]


@pytest.mark.django_db
@settings(max_examples=25)
@given(search=searches)
def test_search_answers_as_a_slow_reference_does(
    case: Case, search: tuple[list[list[Where | When]], list[Query]]
) -> None:
    catalogue, asked = search
    with transaction.atomic():
        items = add_items(case, *catalogue)
        told = [_told(query, items, catalogue) for query in asked]
        for most_rows, counted_to, most_pairs in WAYS:
            with (
                mock.patch.object(scan, "MOST_ROWS", most_rows),
                mock.patch.object(scan, "COUNTED_TO", counted_to),
                mock.patch.object(presence, "MOST_PAIRS", most_pairs),
            ):
                if most_pairs != MOST_PAIRS:
                    presence.write_all()
                for query, of_query in zip(asked, told, strict=True):
                    _assert_answered(query, of_query)
        transaction.set_rollback(True)


def _told(
    query: Query, items: list[Item], catalogue: list[list[Where | When]]
) -> dict[str, tuple[str, float]]:
    """How certainly each item answers, and what it is sorted by; the same whatever the way."""
    return {
        item.ref: (said, key(query, extents, microseconds(item.added_at)))
        for item, extents in zip(items, catalogue, strict=True)
        if (said := answer(query, extents))
    }


def _assert_answered(query: Query, told: dict[str, tuple[str, float]]) -> None:
    expected = {ref: said for ref, (said, _) in told.items()}
    found = _all_pages(query)
    assert found == expected
    assert _are_in_order([told[ref][1] for ref in found], found)
    _assert_counted(count_among(query, Item.objects.all()), list(expected.values()))


def _are_in_order(keys: list[float], found: dict[str, str]) -> bool:
    """Ascending among the certain and among the possible; a millimetre makes no difference."""
    for certainty in ("certain", "possible"):
        of_these = [k for k, said in zip(keys, found.values(), strict=True) if said == certainty]
        if any(one > other + 0.001 for one, other in pairwise(of_these)):
            return False
    return True


def _assert_counted(counts: Counts, expected: list[str]) -> None:
    certain, possible = expected.count("certain"), expected.count("possible")
    if counts.is_cut:
        assert counts.total < certain + possible or counts.total > 2
        assert counts.certain <= certain
        assert counts.possible <= possible
    else:
        assert (counts.certain, counts.possible) == (certain, possible)


def _all_pages(query: Query) -> dict[str, str]:
    """All hits, turned over three by three; asserts that certain ones come first."""
    found: dict[str, str] = {}
    while True:
        results = find_among(query, Item.objects.all(), size=3)
        for hit in results.hits:
            assert hit.item.ref not in found
            found[hit.item.ref] = hit.certainty.value
        if results.next_page is None:
            assert list(found.values()) == sorted(found.values())
            return found
        query = replace(query, page=results.next_page)
