"""Asked polygons, and how a disc lies to one."""

import pytest

from media_tools.errors import Invalid
from media_tools.places import Place
from media_tools.polygons import asked_polygon
from media_tools.regions import Fit

# A wedge whose long side runs from south-west to north-east.
WEDGE = asked_polygon([(55.0, 44.0), (56.0, 45.0), (55.0, 45.0)])


@pytest.mark.parametrize(
    ("place", "fit"),
    [
        (Place(55.2, 44.8, 100), Fit.INSIDE),
        (Place(55.5, 44.5, 0), Fit.INSIDE),  # on the long side
        (Place(55.5, 44.5, 10), Fit.CROSSES),
        (Place(55.2, 44.8, 30_000), Fit.CROSSES),
        (Place(55.8, 44.2, 100), Fit.OUTSIDE),  # inside the box, beyond the long side
        (Place(55.501, 44.5, 200), Fit.CROSSES),
        (Place(55.51, 44.5, 200), Fit.OUTSIDE),
        (Place(10.0, 10.0, 15_000_000), Fit.CROSSES),
    ],
)
def test_a_disc_lies_inside_across_or_outside(place: Place, fit: Fit) -> None:
    assert WEDGE.fit(place) is fit


@pytest.mark.parametrize("turn", [-360, 0, 360])
def test_a_polygon_across_the_antimeridian_is_the_same_however_it_is_turned(turn: int) -> None:
    corners = [(-18.0, 179.0), (-17.0, 179.0), (-17.0, 181.0), (-18.0, 181.0)]
    fiji = asked_polygon([(latitude, longitude + turn) for latitude, longitude in corners])
    assert fiji == asked_polygon(corners)
    assert fiji.fit(Place(-17.5, 179.5, 100)) is Fit.INSIDE
    assert fiji.fit(Place(-17.5, -179.5, 100)) is Fit.INSIDE
    assert fiji.fit(Place(-17.5, -180.0, 100)) is Fit.INSIDE
    assert fiji.fit(Place(-17.5, -178.9999, 100)) is Fit.CROSSES
    assert fiji.fit(Place(-17.5, 0.0, 100)) is Fit.OUTSIDE


def test_a_polygon_up_to_the_pole_holds_the_pole() -> None:
    arctic = asked_polygon([(80.0, 0.0), (90.0, 0.0), (90.0, 90.0), (80.0, 90.0)])
    assert arctic.fit(Place(90.0, 0.0, 0)) is Fit.INSIDE
    assert arctic.fit(Place(90.0, 0.0, 1000)) is Fit.CROSSES
    assert arctic.fit(Place(85.0, 45.0, 1000)) is Fit.INSIDE


def test_its_cells_cover_it_and_tell_which_lie_inside() -> None:
    inside = [box for box, is_inside in WEDGE.cells if is_inside]
    assert inside
    for box in inside:
        middle = Place((box.south + box.north) / 2, (box.west + box.east) / 2, 0)
        assert WEDGE.fit(middle) is Fit.INSIDE
    for share in (0.01, 0.3, 0.7, 0.99):
        north, east = 55.0 + share, 44.0 + share
        assert any(
            box.south <= north <= box.north and box.west <= east <= box.east
            for box, _ in WEDGE.cells
        )


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        ([(0, 0), (1, 1)], "3 to 100 corners, not 2"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "must not cross: they do near 0.50000, 0.50000"),
        ([(0, 0), (1, 1), (2, 2)], "must not cross"),
        ([(0, 0), (91, 1), (1, 0)], "Latitudes lie between"),
        ([(0, -180), (1, 180), (2, 0)], "does not go round the whole Earth"),
        ([(0, float("nan")), (1, 1), (1, 0)], "numbers of degrees"),
    ],
)
def test_what_is_no_polygon_is_refused_with_a_sentence(
    corners: list[tuple[float, float]], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        asked_polygon(corners)
