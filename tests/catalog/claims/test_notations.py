"""Other notations of a place: whatever is offered for copying is read back as the same place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.claims.notations import notations_of
from catalog.claims.place_phrase import read_place
from media_tools.places import Place, distance_m

# Half the diagonal of what each notation can tell apart, and a little for its rounding.
OFF_BY_M = {
    "Decimal degrees": 0.8,
    "Degrees, minutes, seconds": 2.3,
    "MGRS": 0.8,
    "Plus code": 10.0,
    "Geo address": 0.8,
}


def test_the_citadel_in_all_notations() -> None:
    written = {one.name: one.text for one in notations_of(Place(55.30022, 44.02063, 34.0))}
    assert written == {
        "Decimal degrees": "55.30022, 44.02063",
        "Degrees, minutes, seconds": "55°18'0.8\"N 44°1'14.3\"E",
        "MGRS": "38U MG 37820 28637",
        "Plus code": "9H76822C+37",
        "Geo address": "geo:55.30022,44.02063;u=34",
    }


@given(st.floats(-90, 90), st.floats(-180, 180))
@example(0.0, 0.0)
@example(-0.000001, -0.000001)
@example(90.0, 0.0)
@example(-90.0, 180.0)
@example(2.0, 180.0)
@example(12.0, 180.0)
@example(12.0, -180.0)
@example(59.9999999, 3.0)
@example(72.0, 9.0)
@example(83.9999999, 33.0)
@example(-80.0, 0.0)
@example(56.0, 3.0)
@example(8.0, 6.0)
def test_each_is_read_back_as_the_same_place(latitude: float, longitude: float) -> None:
    place = Place(latitude, longitude)
    for one in notations_of(place):
        assert distance_m(read_place(one.text), place) <= OFF_BY_M[one.name], one


@pytest.mark.parametrize("latitude", [84.0, 89.9, -80.1])
def test_mgrs_is_left_out_where_its_zones_end(latitude: float) -> None:
    assert "MGRS" not in [one.name for one in notations_of(Place(latitude, 10.0))]
