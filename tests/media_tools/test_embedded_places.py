from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.places import (
    Altitude,
    altitude,
    heading,
    parse_iso_6709,
    parse_xmp_coordinate,
    position,
    signed_degrees,
)
from media_tools.errors import Invalid

LATITUDES = st.decimals(-90, 90, places=4).map(Fraction)


@given(LATITUDES)
def test_degrees_minutes_and_seconds_come_back_as_degrees(latitude: Fraction) -> None:
    size = abs(latitude)
    degrees, rest = divmod(size, 1)
    minutes, rest = divmod(rest * 60, 1)
    parts = [Fraction(degrees), Fraction(minutes), rest * 60]
    found = signed_degrees(parts, "S" if latitude < 0 else "N", "NS")
    assert found == pytest.approx(float(latitude), abs=1e-9)


@given(LATITUDES, st.decimals(-180, 180, places=4).map(Fraction))
def test_a_quicktime_position_comes_back(latitude: Fraction, longitude: Fraction) -> None:
    text = f"{float(latitude):+08.4f}{float(longitude):+09.4f}/"
    if latitude == 0 and longitude == 0:
        return
    found = parse_iso_6709(text)
    assert found is not None
    assert found.place.latitude == pytest.approx(float(latitude), abs=1e-9)
    assert found.place.longitude == pytest.approx(float(longitude), abs=1e-9)


@given(st.text(alphabet="+-./0123456789CRSWG_ ", max_size=40))
def test_any_text_is_a_position_or_blank_or_a_told_fault(text: str) -> None:
    try:
        found = parse_iso_6709(text)
    except Invalid as cause:
        assert str(cause).endswith(".")
    else:
        assert found is None or abs(found.place.latitude) <= 90


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "height"),
    [
        ("+32.0929+034.8620+028.516/", 32.0929, 34.862, 28.516),
        ("+51.5932-0.2431/", 51.5932, -0.2431, None),
        ("-3330.5+15115.25/", -33.508333, 151.254167, None),
        ("+404523.4-0735930.2CRSWGS_84/", 40.756500, -73.991722, None),
    ],
)
def test_the_forms_of_iso_6709_are_read(
    text: str, latitude: float, longitude: float, height: float | None
) -> None:
    found = parse_iso_6709(text)
    assert found is not None
    assert found.place.latitude == pytest.approx(latitude, abs=1e-6)
    assert found.place.longitude == pytest.approx(longitude, abs=1e-6)
    assert found.altitude_m == height


@pytest.mark.parametrize(
    "text",
    [
        *("+00.0000+000.0000/", "+91.0+000.1/", "+10.0+181.0/", "+1099.0+000.1/", "here"),
        *("+1+2+3+4/", f"+10.{'1' * 5000}+020.0/", f"+10.0+020.0+{'9' * 400}/"),
        "+10.0+020.0+2000000/",
    ],
)
def test_a_quicktime_position_that_cannot_be_is_damaged(text: str) -> None:
    with pytest.raises(Invalid):
        parse_iso_6709(text)


@pytest.mark.parametrize(
    ("parts", "reference"),
    [
        ([Fraction(50), Fraction(99), Fraction(0)], "N"),
        ([Fraction(50), None, Fraction(0)], "N"),
        ([None, None, None], "N"),
        ([Fraction(91)], "N"),
        ([Fraction(50)], ""),
        ([Fraction(50)], "E"),
        ([Fraction(-50)], "N"),
        ([], "N"),
        ([Fraction(1)] * 4, "N"),
    ],
)
def test_a_latitude_that_cannot_be_is_damaged(parts: list[Fraction | None], reference: str) -> None:
    with pytest.raises(Invalid):
        signed_degrees(parts, reference, "NS")


def test_zero_zero_is_no_position() -> None:
    with pytest.raises(Invalid, match="0, 0"):
        position(0, 0)


def test_a_place_on_the_equator_is_a_position() -> None:
    assert position(0, 9.45).place.longitude == 9.45


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("51,33.748N", 51.562467), ("0,4.21601S", -0.070267), ("51,33,44.9N", 51.562472)],
)
def test_adobes_degrees_and_minutes_are_read(text: str, degrees: float) -> None:
    assert parse_xmp_coordinate(text, "NS") == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize("text", ["51.5N", "51,33.748", "51,33.748E", "51,60.0N", ""])
def test_other_forms_of_xmp_coordinates_are_damaged(text: str) -> None:
    with pytest.raises(Invalid):
        parse_xmp_coordinate(text, "NS")


@pytest.mark.parametrize(
    ("reference", "by_version_2", "by_version_3"),
    [
        (None, Altitude(12.5), Altitude(12.5)),
        (0, Altitude(12.5, "sea level"), Altitude(12.5, "ellipsoid")),
        (1, Altitude(-12.5, "sea level"), Altitude(-12.5, "ellipsoid")),
        (2, Altitude(12.5, "sea level"), Altitude(12.5, "sea level")),
        (3, Altitude(-12.5, "sea level"), Altitude(-12.5, "sea level")),
    ],
)
def test_an_altitude_takes_its_sign_and_its_ground_from_its_reference(
    reference: int | None, by_version_2: Altitude, by_version_3: Altitude
) -> None:
    assert altitude(Fraction(25, 2), reference) == by_version_2
    assert altitude(Fraction(25, 2), reference, by_version_3=True) == by_version_3


@pytest.mark.parametrize(("number", "reference"), [(None, 0), (Fraction(1), 7)])
def test_an_altitude_that_cannot_be_is_damaged(number: Fraction | None, reference: int) -> None:
    with pytest.raises(Invalid):
        altitude(number, reference)


@pytest.mark.parametrize(
    ("reference", "known"), [("T", "true"), ("M", "magnetic"), ("", "unknown"), ("X", "unknown")]
)
def test_a_heading_says_which_north_it_counts_from(reference: str, known: str) -> None:
    assert heading(Fraction(360), reference) == {"degrees": 0.0, "reference": known}


@pytest.mark.parametrize("number", [None, Fraction(-1), Fraction(361)])
def test_a_heading_that_cannot_be_is_damaged(number: Fraction | None) -> None:
    with pytest.raises(Invalid):
        heading(number, "T")
