"""What EXIF's tags are understood to say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_values import ExifTag
from media_tools.findings import Findings, Meaning
from tests.media_tools.understanding import POSITION, captured, of_exif


def test_all_dates_of_a_picture_are_kept_best_first() -> None:
    found = of_exif(
        {
            "EXIF DateTimeDigitized": ExifTag("2023:05:03 02:28:00"),
            "EXIF DateTimeOriginal": ExifTag("2023:05:03 02:27:11"),
            "EXIF SubSecTimeOriginal": ExifTag("25"),
            "EXIF OffsetTimeOriginal": ExifTag("+03:00"),
            "GPS GPSDate": ExifTag("2023:05:02"),
            "GPS GPSTimeStamp": ExifTag("[23, 27, 10]", [23, 27, 10]),
        }
    )
    assert captured(found) == [
        ("2023:05:03 02:27:11.25+03:00", "stated"),
        ("2023:05:03 02:28:00", "unknown"),
        ("2023:05:02 23:27:10", "utc_by_standard"),
    ]
    assert not found.warnings


def test_when_a_picture_was_changed_is_not_when_it_was_taken() -> None:
    found = of_exif({"Image DateTime": ExifTag("2023:05:03 02:27:11")})
    assert captured(found) == []
    assert found.value(Meaning.MODIFIED) is not None


def test_no_tags_give_no_readings_and_no_warnings() -> None:
    assert of_exif({}) == Findings()


def test_a_damaged_date_is_kept_raw_and_told_by_name() -> None:
    found = of_exif({"EXIF DateTimeOriginal": ExifTag("0000:00:00 00:00:00")})
    assert captured(found) == []
    assert [reading.text for reading in found.readings] == ["0000:00:00 00:00:00"]
    assert "EXIF DateTimeOriginal" in found.warnings[0]


def test_a_damaged_offset_leaves_the_date_without_one() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2023:05:03 02:27:11"),
            "EXIF OffsetTimeOriginal": ExifTag("noon"),
        }
    )
    assert captured(found) == [("2023:05:03 02:27:11", "unknown")]
    assert "OffsetTimeOriginal" in found.warnings[0]


def test_a_gps_position_has_its_signs_and_its_height() -> None:
    below = {
        "GPS GPSAltitude": ExifTag("25/2", [[25, 2]]),
        "GPS GPSAltitudeRef": ExifTag("1", [1]),
        "GPS GPSHPositioningError": ExifTag("5", [[5, 1]]),
    }
    assert of_exif(POSITION | below).value(Meaning.POSITION) == {
        "latitude": pytest.approx(48.850833, abs=1e-6),
        "longitude": pytest.approx(-2.294444, abs=1e-6),
        "altitude_m": -12.5,
        "altitude_reference": "sea level",
        "radius_m": 5.0,
    }


@pytest.mark.parametrize(
    "damage",
    [
        {"GPS GPSLatitude": ExifTag("[48, 0/0, 0]", [48, [0, 0], 0])},
        {"GPS GPSLatitude": ExifTag("[48, 99, 0]", [48, 99, 0])},
        {"GPS GPSLatitudeRef": ExifTag("Q")},
        {"GPS GPSLongitudeRef": ExifTag("")},
        {"GPS GPSLongitude": ExifTag("[200]", [200])},
        {"GPS GPSLongitude": ExifTag("")},
        {
            "GPS GPSLatitude": ExifTag("[0, 0, 0]", [0, 0, 0]),
            "GPS GPSLongitude": ExifTag("[0, 0, 0]", [0, 0, 0]),
        },
    ],
)
def test_a_damaged_position_is_none_and_is_told(damage: dict[str, ExifTag]) -> None:
    found = of_exif(POSITION | damage)
    assert found.value(Meaning.POSITION) is None
    assert "GPSLatitude, GPSLongitude" in found.warnings[0]
    assert len(found.readings) == 4


def test_a_height_counts_from_the_ellipsoid_since_exif_3() -> None:
    height = {
        "EXIF ExifVersion": ExifTag("0300"),
        "GPS GPSAltitude": ExifTag("25/2", [[25, 2]]),
        "GPS GPSAltitudeRef": ExifTag("1", [1]),
    }
    value = of_exif(POSITION | height).value(Meaning.POSITION)
    assert isinstance(value, dict)
    assert (value["altitude_m"], value["altitude_reference"]) == (-12.5, "ellipsoid")


def test_a_dilution_of_precision_is_no_radius() -> None:
    found = of_exif(POSITION | {"GPS GPSDOP": ExifTag("2", [[2, 1]])})
    value = found.value(Meaning.POSITION)
    assert isinstance(value, dict)
    assert value["radius_m"] is None


@pytest.mark.parametrize("error", [[0, 1], [5, 0], [0, 0]])
def test_an_error_of_zero_or_over_zero_is_no_radius(error: list[int]) -> None:
    found = of_exif(POSITION | {"GPS GPSHPositioningError": ExifTag("", [error])})
    value = found.value(Meaning.POSITION)
    assert isinstance(value, dict)
    assert value["radius_m"] is None


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        ({"GPS GPSStatus": ExifTag("V")}, "had no fix"),
        ({"GPS GPSMapDatum": ExifTag("TOKYO")}, "the map datum is “TOKYO”"),
    ],
)
def test_a_doubtful_position_is_kept_and_its_doubt_told(
    doubt: dict[str, ExifTag], words: str
) -> None:
    found = of_exif(POSITION | doubt)
    assert found.value(Meaning.POSITION) is not None
    assert words in found.warnings[0]


def test_a_position_on_the_usual_datum_is_not_doubted() -> None:
    usual = {"GPS GPSStatus": ExifTag("A"), "GPS GPSMapDatum": ExifTag("WGS-84")}
    assert of_exif(POSITION | usual).warnings == []


@pytest.mark.parametrize("numbers", [[[0, 0]], [[1, 0]], [[361, 1]], [[-1, 1]]])
def test_a_direction_that_cannot_be_is_none_and_is_told(numbers: list[list[int]]) -> None:
    tags = {"GPS GPSImgDirection": ExifTag("0/0", numbers), "GPS GPSImgDirectionRef": ExifTag("T")}
    found = of_exif(tags)
    assert found.value(Meaning.HEADING) is None
    assert "GPS GPSImgDirection holds" in found.warnings[0]


def test_a_damaged_height_does_not_lose_the_position() -> None:
    found = of_exif(POSITION | {"GPS GPSAltitude": ExifTag("1/0", [[1, 0]])})
    value = found.value(Meaning.POSITION)
    assert isinstance(value, dict)
    assert value["altitude_m"] is None
    assert "GPSAltitude" in found.warnings[0]


def test_device_and_lens_are_understood() -> None:
    found = of_exif(
        {
            "Image Make": ExifTag("NIKON CORPORATION  "),
            "Image Model": ExifTag(" "),
            "EXIF FocalLength": ExifTag("43/10", [[43, 10]]),
            "EXIF FocalLengthIn35mmFilm": ExifTag("0", [0]),
        }
    )
    assert found.value(Meaning.MAKE) == "NIKON CORPORATION"
    assert found.value(Meaning.MODEL) is None
    assert found.value(Meaning.FOCAL_LENGTH) == {"millimetres": 4.3, "equivalent_35mm": None}


numbers = st.lists(
    st.integers(0, 2**32) | st.lists(st.integers(-(2**31), 2**32), min_size=2, max_size=2),
    max_size=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *POSITION,
                "GPS GPSAltitude",
                "GPS GPSAltitudeRef",
                "GPS GPSImgDirection",
                "GPS GPSDate",
                "GPS GPSTimeStamp",
                "GPS GPSHPositioningError",
                "EXIF DateTimeOriginal",
                "EXIF OffsetTimeOriginal",
                "EXIF SubSecTimeOriginal",
                "EXIF FocalLength",
                "Image Make",
            ]
        ),
        st.builds(ExifTag, st.text(max_size=30) | st.sampled_from("NSEWTM"), numbers),
    )
)
def test_any_exif_gives_findings_and_never_an_error(tags: dict[str, ExifTag]) -> None:
    found = of_exif(tags)
    assert len(found.readings) >= len(tags)
    assert isinstance(contradictions(found.readings, 0), list)


def test_a_ratio_keeps_a_division_by_zero_apart_from_zero() -> None:
    assert ExifTag("", [[0, 5], [1, 0], 7]).ratios() == [Fraction(0), None, Fraction(7)]
