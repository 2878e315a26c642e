"""Discs held against circles and boxes, checked by points of the disc themselves."""

import random

import pytest
from geographiclib.geodesic import Geodesic

from media_tools.errors import Invalid
from media_tools.places import Box, Place
from media_tools.regions import FARTHEST_M, Circle, Fit, asked_box, fit_in_box

NOWHERE_SPECIAL = Place(55.3, 44.02, 0)


def _points_of(place: Place, chance: random.Random) -> list[tuple[float, float]]:
    """Points of a disc, most of them on its rim."""
    radius_m = min(place.reach_m, FARTHEST_M) * (1 - 1e-9)
    found = []
    for n in range(40):
        away = radius_m * (1.0 if n % 4 else chance.random())
        line = Geodesic.WGS84.Direct(place.latitude, place.longitude, n * 9.0, away)
        found.append((line["lat2"], line["lon2"]))
    return found


def _holds(box: Box, latitude: float, longitude: float) -> bool:
    if not box.south <= latitude <= box.north:
        return False
    return abs(latitude) == 90 or (longitude - box.west) % 360 <= box.east - box.west


@pytest.mark.parametrize("seed", range(6))
def test_no_point_of_a_disc_contradicts_how_it_lies_to_a_box(seed: int) -> None:
    chance = random.Random(seed)
    seen = set()
    for _ in range(120):
        latitude = chance.choice([chance.uniform(-90, 90), 89.9, -90.0, 0.0])
        longitude = chance.choice([chance.uniform(-180, 180), 179.99, -179.9])
        size = chance.choice([0.01, 1.0, 30.0])
        place = Place(latitude, longitude, size * 111_000 * chance.random())
        south = min(max(-90.0, latitude - size * chance.uniform(-1, 3)), 89.99)
        north = min(90.0, max(south, latitude + size * chance.uniform(-1, 3)))
        west = longitude - size * chance.uniform(-1, 6)
        box = asked_box(west, south, west + size * chance.uniform(0, 12), north)
        fit = fit_in_box(place, box)
        held = [_holds(box, *point) for point in _points_of(place, chance)]
        assert fit is not Fit.INSIDE or all(held), (place, box)
        assert fit is not Fit.OUTSIDE or not any(held), (place, box)
        seen.add(fit)
    assert seen == set(Fit)


def test_a_disc_is_inside_a_circle_when_its_farthest_point_is() -> None:
    away = Circle(55.3, 44.02, 0).distance_m(Place(55.31, 44.03))
    assert Circle(55.3, 44.02, away + 100.001).fit(Place(55.31, 44.03, 100)) is Fit.INSIDE
    assert Circle(55.3, 44.02, away + 99.999).fit(Place(55.31, 44.03, 100)) is Fit.CROSSES
    assert Circle(55.3, 44.02, away - 99.999).fit(Place(55.31, 44.03, 100)) is Fit.CROSSES
    assert Circle(55.3, 44.02, away - 100.001).fit(Place(55.31, 44.03, 100)) is Fit.OUTSIDE


def test_a_circle_of_no_size_holds_its_own_centre() -> None:
    assert Circle(55.3, 44.02, 0).fit(NOWHERE_SPECIAL) is Fit.INSIDE


def test_a_circle_as_large_as_the_earth_holds_every_disc() -> None:
    assert Circle(0, 0, FARTHEST_M).fit(Place(0, 180, 5_000_000)) is Fit.INSIDE


def test_a_circle_reaches_across_the_antimeridian() -> None:
    circle = Circle(-17.7, 179.99, 5_000)
    assert circle.fit(Place(-17.7, -179.99, 100)) is Fit.INSIDE


def test_the_pole_belongs_to_every_longitude() -> None:
    assert fit_in_box(Place(90, 100, 0), asked_box(-10, 80, 10, 90)) is Fit.INSIDE
    assert fit_in_box(Place(90, 100, 50), asked_box(-10, 80, 10, 90)) is Fit.CROSSES
    assert fit_in_box(Place(90, 100, 50), asked_box(-180, 80, 180, 90)) is Fit.INSIDE


def test_a_disc_beyond_the_pole_reaches_a_box_on_the_other_side() -> None:
    box = asked_box(170, 89, -170, 89.9)
    assert fit_in_box(Place(89.95, 0, 10_000), box) is Fit.OUTSIDE
    assert fit_in_box(Place(89.95, 0, 17_000), box) is Fit.CROSSES


def test_a_box_whose_east_is_less_than_its_west_crosses_the_antimeridian() -> None:
    assert asked_box(170, -10, -170, 10) == Box(-10, 170, 10, 190)


def test_a_map_that_was_turned_round_gives_the_same_box() -> None:
    assert asked_box(400, 10, 410, 20) == Box(10, 40, 20, 50)


@pytest.mark.parametrize(
    "edges", [(0, 10, 10, 5), (0, -91, 10, 5), (float("nan"), 0, 1, 1), (0, 0, 1000, 1)]
)
def test_edges_that_make_no_box_are_refused(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(Invalid):
        asked_box(*edges)
