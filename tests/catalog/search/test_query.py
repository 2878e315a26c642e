"""The grammar of a search: what it reads, what it says when it cannot, and that it comes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Basis, State
from catalog.search.query import Certainty, Query, Sort
from catalog.search.reader import QueryError
from media_tools.media import Kind
from media_tools.places import Box
from media_tools.regions import Circle

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
names = st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12), max_size=3)
some = st.booleans()


def _several(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=3)


@st.composite
def params(draw: st.DrawFn) -> dict[str, str | list[str]]:
    given: dict[str, str | list[str]] = {
        "text": draw(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)),
        "case": draw(names),
        "source": draw(names),
        "kind": draw(_several([kind.value for kind in Kind])),
        "state": draw(_several(State.values)),
        "basis": draw(_several(Basis.values)),
        "certainty": draw(st.sampled_from(["", *Certainty])),
        "sort": draw(st.sampled_from(["", *Sort])),
        "page": draw(st.sampled_from(["", "0_-1683068400000000_7", "1_12_3"])),
    }
    place = draw(st.sampled_from(["", "circle", "box", "polygon"]))
    if place == "circle":
        given["near"] = f"{draw(latitudes)!r},{draw(longitudes)!r}"
        given["within"] = f"{draw(st.floats(0, 3e7))!r} m"
    if place == "box":
        south, north = sorted((draw(latitudes), draw(latitudes)))
        given["bbox"] = f"{draw(longitudes)!r},{south!r},{draw(longitudes)!r},{north!r}"
    if place == "polygon":
        north, east = draw(st.floats(-89, 89)), draw(st.floats(-180, 540))
        given["polygon"] = f"{north!r},{east!r};{north - 1!r},{east!r};{north!r},{east + 0.5!r}"
    if draw(some):
        given["from"] = draw(st.sampled_from(["2023-05-02 23:15 UTC", "2 May 2023", "2023-05-02"]))
    if draw(some):
        given["to"] = draw(st.sampled_from(["2023-05-03T00:00:00Z", "3 May 2023 04:00 UTC+3"]))
    return given


@given(params())
def test_the_whole_query_is_in_its_address(given: dict[str, str | list[str]]) -> None:
    query = Query.from_params(given)
    again = Query.from_params(query.to_params())
    assert again == query
    assert again.query_string == query.query_string


def _errors(**params: str) -> dict[str, str]:
    with pytest.raises(QueryError) as refusal:
        Query.from_params({name.rstrip("_"): value for name, value in params.items()})
    return refusal.value.errors


@pytest.mark.parametrize(
    ("written", "metres"),
    [("2km", 2000), ("2 km", 2000), ("1.5 KM", 1500), ("500m", 500), ("500", 500), ("0", 0)],
)
def test_a_distance_is_kilometres_or_metres(written: str, metres: float) -> None:
    query = Query.from_params({"near": "55.3, 44.02", "within": written})
    assert query.place == Circle(55.3, 44.02, metres)


def test_a_box_across_the_antimeridian_is_read() -> None:
    assert Query.from_params({"bbox": "170,-20,-170,-10"}).place == Box(-20, 170, -10, 190)


def test_a_window_takes_in_the_whole_minute_it_names() -> None:
    query = Query.from_params({"from": "2023-05-02 23:15 UTC", "to": "2023-05-02 23:30 UTC"})
    assert query.time
    assert query.time.outer.earliest == datetime(2023, 5, 2, 23, 15, tzinfo=UTC)
    assert query.time.outer.latest == datetime(2023, 5, 2, 23, 30, 59, 999999, tzinfo=UTC)


def test_a_window_without_a_zone_is_sure_only_of_what_every_zone_agrees_on() -> None:
    query = Query.from_params({"from": "2023-05-01", "to": "2023-05-04"})
    assert query.time
    assert query.time.inner
    assert query.time.outer.earliest == datetime(2023, 4, 30, 10, tzinfo=UTC)
    assert query.time.inner.earliest == datetime(2023, 5, 1, 12, tzinfo=UTC)
    assert query.time.inner.latest == datetime(2023, 5, 4, 9, 59, 59, 999999, tzinfo=UTC)


def test_a_short_window_without_a_zone_is_sure_of_nothing() -> None:
    query = Query.from_params({"from": "2023-05-02 23:00", "to": "2023-05-02 23:30"})
    assert query.time
    assert query.time.inner is None


def test_every_field_at_fault_is_named_at_once() -> None:
    errors = _errors(kind="film", within="far", near="here", page="2", color="red", text="a\x00b")
    assert set(errors) == {"kind", "within", "near", "page", "color", "text"}
    assert all(said.endswith(".") for said in errors.values())


def test_a_centre_without_a_distance_asks_for_the_distance() -> None:
    assert "how far" in _errors(near="55.3,44.02")["within"]


def test_a_distance_without_a_centre_asks_for_the_centre() -> None:
    assert "from where" in _errors(within="2 km")["near"]


def test_a_circle_and_a_box_together_are_refused() -> None:
    assert "Give one place" in _errors(near="1,2", within="1km", bbox="1,2,3,4")["bbox"]


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    errors = _errors(from_="2023-05-03 UTC", to="2023-05-01 UTC")
    assert errors == {"to": "The window ends before it begins."}


def test_an_open_phrase_is_no_end_of_a_window() -> None:
    assert "leaves open" in _errors(from_="before 3 May 2023 UTC")["from"]


def test_a_place_off_the_earth_is_refused() -> None:
    assert "91" in _errors(near="91,0", within="1km")["near"]
