"""Angles against those worked out by hand from the size of film and sensor."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.collected import Collected
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.field_of_view import Frame, understand_field_of_view
from media_tools.findings import Findings, Meaning

PHONE = {
    "EXIF FocalLength": ExifTag("4.25", [[425, 100]]),
    "EXIF FocalLengthIn35mmFilm": ExifTag("26", [26]),
    "EXIF ExifImageWidth": ExifTag("4032", [4032]),
    "EXIF ExifImageLength": ExifTag("3024", [3024]),
}
# 5472 x 3648 pixels on 22.3 x 14.9 mm, as Canon writes it, in inches.
REFLEX = {
    "EXIF FocalLength": ExifTag("50", [50]),
    "EXIF ExifImageWidth": ExifTag("5472", [5472]),
    "EXIF ExifImageLength": ExifTag("3648", [3648]),
    "EXIF FocalPlaneXResolution": ExifTag("", [[5472000 * 254, 22300 * 10]]),
    "EXIF FocalPlaneYResolution": ExifTag("", [[3648000 * 254, 14900 * 10]]),
    "EXIF FocalPlaneResolutionUnit": ExifTag("Pixels/Inch", [2]),
}


def found_in(tags: dict[str, ExifTag], width: int, height: int) -> Findings:
    into = Collected()
    understand_field_of_view(tags, Frame(width, height), "ExifRead", into)
    return into.findings()


def view(tags: dict[str, ExifTag], width: int = 4032, height: int = 3024) -> Any:
    return found_in(tags, width, height).value(Meaning.FIELD_OF_VIEW)


def angle(side_mm: float, focal_mm: float) -> float:
    return math.degrees(2 * math.atan(side_mm / 2 / focal_mm))


def holds(value: Any, degrees: float) -> bool:
    return bool(abs(value["horizontal_deg"] - degrees) <= value["error_deg"])


def test_a_phones_angle_holds_both_ways_of_counting_the_equivalent() -> None:
    value = view(PHONE)
    # On the diagonal a 4 : 3 picture is 34.61 mm wide, on the long side 36 mm.
    assert holds(value, angle(34.61, 26))
    assert holds(value, angle(36, 26))
    assert value["error_deg"] < 5
    assert value["basis"] == "35 mm equivalent of 26 mm"


def test_a_picture_held_upright_is_narrower_than_high() -> None:
    lying, upright = view(PHONE), view(PHONE, 3024, 4032)
    assert upright["horizontal_deg"] == lying["vertical_deg"]
    assert upright["vertical_deg"] == lying["horizontal_deg"]
    assert holds(upright, angle(25.96, 26))


def test_a_picture_made_smaller_is_as_wide_and_a_wider_shape_may_be_cut_out() -> None:
    assert view(PHONE, 1008, 756) == view(PHONE)
    wide = {key: tag for key, tag in PHONE.items() if "ExifImage" not in key}
    # 16 : 9 cut from a 4 : 3 sensor keeps the sensor's width.
    assert holds(view(wide, 1920, 1080), angle(34.61, 26))


def test_a_sensors_size_gives_the_angle_of_the_lens() -> None:
    value = view(REFLEX, 5472, 3648)
    assert holds(value, angle(22.3, 50))
    assert value["error_deg"] < 2
    assert value["basis"] == "focal length 50 mm, sensor 22.3 mm long"


def test_two_bases_give_two_readings() -> None:
    both = REFLEX | {"EXIF FocalLengthIn35mmFilm": ExifTag("81", [81])}
    found = found_in(both, 5472, 3648).readings
    assert [reading.meaning for reading in found] == [Meaning.FIELD_OF_VIEW] * 2
    assert contradictions(found, 0) == []


def test_two_bases_that_cannot_both_be_are_told() -> None:
    both = REFLEX | {"EXIF FocalLengthIn35mmFilm": ExifTag("50", [50])}
    (told,) = contradictions(found_in(both, 5472, 3648).readings, 0)
    assert told.startswith("Two fields of view contradict each other")


def test_a_picture_of_a_few_pixels_has_no_shape_to_go_by() -> None:
    without_sides = {key: tag for key, tag in PHONE.items() if "ExifImage" not in key}
    assert view(without_sides, 15, 15) is None
    assert view(without_sides, 16, 16) is not None


def test_a_digital_zoom_widens_the_error_and_is_named() -> None:
    value = view(PHONE | {"EXIF DigitalZoomRatio": ExifTag("2", [[2, 1]])})
    assert holds(value, angle(34.61, 26))
    assert holds(value, angle(34.61, 52))
    assert "digital zoom 2" in value["basis"]


def test_a_zoom_of_zero_or_over_zero_is_none() -> None:
    for numbers in ([0, 1], [1, 0]):
        assert view(PHONE | {"EXIF DigitalZoomRatio": ExifTag("", [numbers])}) == view(PHONE)


def test_a_picture_cut_since_has_no_angle_and_says_why() -> None:
    found = found_in(PHONE, 1000, 900)
    assert found.value(Meaning.FIELD_OF_VIEW) is None
    assert "It was cut since" in found.warnings[0]


@pytest.mark.parametrize(
    "change",
    [
        {"EXIF FocalLengthIn35mmFilm": ExifTag("0", [0])},
        {"EXIF FocalLengthIn35mmFilm": ExifTag("", [])},
        {"EXIF CustomRendered": ExifTag("Panorama", [6])},
        {
            "EXIF DateTimeOriginal": ExifTag("2023:05:03 02:27:11"),
            "Image DateTime": ExifTag("2023:06:01 10:00:00"),
        },
    ],
)
def test_where_it_cannot_be_told_nothing_is_said(change: dict[str, ExifTag]) -> None:
    assert view(PHONE | change) is None


@pytest.mark.parametrize(
    "change",
    [
        {"EXIF FocalLength": ExifTag("0/0", [[0, 0]])},
        {"EXIF FocalPlaneXResolution": ExifTag("1/0", [[1, 0]])},
        {"EXIF FocalPlaneResolutionUnit": ExifTag("1", [1])},
        {"EXIF FocalPlaneXResolution": ExifTag("72", [72])},
    ],
)
def test_a_sensor_that_cannot_be_gives_nothing(change: dict[str, ExifTag]) -> None:
    assert view(REFLEX | change, 5472, 3648) is None


numbers = st.lists(
    st.integers(0, 2**32) | st.lists(st.integers(-(2**31), 2**32), min_size=2, max_size=2),
    max_size=2,
)


@given(
    st.dictionaries(
        st.sampled_from([*PHONE, *REFLEX, "EXIF DigitalZoomRatio", "EXIF CustomRendered"]),
        st.builds(ExifTag, st.just(""), numbers),
    ),
    st.integers(1, 100_000),
    st.integers(1, 100_000),
)
def test_any_tags_give_an_angle_below_a_half_turn_or_none(
    tags: dict[str, ExifTag], width: int, height: int
) -> None:
    for reading in found_in(tags, width, height).readings:
        value: Any = reading.value
        assert 0 <= value["horizontal_deg"] <= 180
        assert value["error_deg"] >= 0
