from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.collected import Collected
from media_tools.embedded.container_tags import understand_container
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_tags import understand_exif
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.picture_texts import understand_iptc, understand_text
from media_tools.embedded.xmp import flatten_xmp, understand_xmp
from media_tools.findings import Findings, Meaning, Reading

POSITION = {
    "GPS GPSLatitude": ExifTag("[48, 51, 3]", [48, 51, [3, 1]]),
    "GPS GPSLatitudeRef": ExifTag("N"),
    "GPS GPSLongitude": ExifTag("[2, 17, 40]", [2, 17, [40, 1]]),
    "GPS GPSLongitudeRef": ExifTag("W"),
}


def of_exif(tags: dict[str, ExifTag]) -> Findings:
    into = Collected()
    understand_exif(tags, "ExifRead", into)
    return into.findings()


def of_container(**tags: str) -> Findings:
    into = Collected()
    names = {name.replace("__", "."): text for name, text in tags.items()}
    readings = [Reading(f"format:tags:{name}", text, "ffprobe") for name, text in names.items()]
    understand_container(readings, into)
    return into.findings()


def of_xmp(body: str) -> Findings:
    into = Collected()
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        f'xmlns:tiff="http://ns.adobe.com/tiff/1.0/">{body}</rdf:RDF></x:xmpmeta>'
    )
    understand_xmp(flatten_xmp(packet), "Pillow", into)
    return into.findings()


def captured(findings: Findings) -> list[tuple[str, str]]:
    values = [r.value for r in findings.readings if r.meaning is Meaning.CAPTURED]
    return [(value["text"], value["zone"]) for value in values if isinstance(value, dict)]  # type: ignore[misc]


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


def test_quicktime_time_by_standard_is_kept_both_ways() -> None:
    found = of_container(creation_time="2019-11-18T15:45:32.000000Z")
    assert captured(found) == [
        ("2019-11-18T15:45:32.000000Z", "utc_by_standard"),
        ("2019-11-18T15:45:32", "unknown"),
    ]


def test_apples_creation_date_comes_before_the_header_time() -> None:
    found = of_container(
        creation_time="2019-07-24T08:25:57.000000Z",
        com__apple__quicktime__creationdate="2019-07-24T11:25:40+0300",
        com__apple__quicktime__location__ISO6709="+32.0929+034.8620+028.516/",
        com__apple__quicktime__location__accuracy__horizontal="4.7",
        com__apple__quicktime__make="Apple",
    )
    assert captured(found)[0] == ("2019-07-24T11:25:40+0300", "stated")
    value = found.value(Meaning.POSITION)
    assert isinstance(value, dict)
    assert value["radius_m"] == 4.7
    assert found.value(Meaning.MAKE) == "Apple"


def test_a_broadcast_wave_keeps_day_and_clock_in_two_tags() -> None:
    found = of_container(date="2024-05-28", creation_time="10:00:00")
    assert ("2024-05-28 10:00:00", "unknown") in captured(found)


def test_the_date_that_flash_recorders_write_is_a_captured_one() -> None:
    found = of_container(creationdate="Wed May  3 02:27:01 2023")
    assert captured(found) == [("Wed May  3 02:27:01 2023", "unknown")]


def test_the_year_of_a_song_is_no_date_of_recording() -> None:
    assert of_container(date="2019") == Findings()


def test_xmp_dates_positions_and_names_are_understood() -> None:
    found = of_xmp(
        '<rdf:Description exif:DateTimeOriginal="2010-07-11T13:53:00+02:00" '
        'exif:GPSLatitude="0,4.21601S" exif:GPSLongitude="34,22.91611E" '
        'exif:GPSAltitude="136169/100" exif:GPSAltitudeRef="0">'
        "<tiff:Make>SAMSUNG</tiff:Make></rdf:Description>"
    )
    assert captured(found) == [("2010-07-11T13:53:00+02:00", "stated")]
    assert found.value(Meaning.MAKE) == "SAMSUNG"
    assert found.value(Meaning.POSITION) == {
        "latitude": pytest.approx(-0.070267, abs=1e-6),
        "longitude": pytest.approx(34.381935, abs=1e-6),
        "altitude_m": 1361.69,
        "altitude_reference": "sea level",
        "radius_m": None,
    }


PANORAMA = (
    '<rdf:Description xmlns:g="http://ns.google.com/photos/1.0/panorama/" '
    'g:ProjectionType="equirectangular" {}/>'
)


@pytest.mark.parametrize(
    ("properties", "heading_deg", "horizontal_deg"),
    [
        ("", None, None),
        ('g:PoseHeadingDegrees="350.5"', 350.5, None),
        ('g:CroppedAreaImageWidthPixels="1000" g:FullPanoWidthPixels="4000"', None, 90.0),
        ('g:CroppedAreaImageWidthPixels="8192" g:FullPanoWidthPixels="8192"', None, 360.0),
    ],
)
def test_a_panorama_is_known_by_its_projection(
    properties: str, heading_deg: float | None, horizontal_deg: float | None
) -> None:
    seen = of_xmp(PANORAMA.format(properties)).value(Meaning.PROJECTION)
    assert seen == {
        "kind": "equirectangular",
        "heading_deg": heading_deg,
        "horizontal_deg": horizontal_deg,
    }


@pytest.mark.parametrize(
    "properties",
    [
        'g:PoseHeadingDegrees="400"',
        'g:PoseHeadingDegrees="north"',
        'g:CroppedAreaImageWidthPixels="5000" g:FullPanoWidthPixels="4000"',
    ],
)
def test_a_panorama_that_cannot_be_is_told_and_not_understood(properties: str) -> None:
    found = of_xmp(PANORAMA.format(properties))
    assert found.value(Meaning.PROJECTION) is None
    assert found.warnings


def test_nested_xmp_keeps_its_path() -> None:
    packet = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:creator><rdf:Seq>'
        "<rdf:li>Ana</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>"
    )
    assert flatten_xmp(packet) == {"dc:creator/1": "Ana", "dc:creator/2": "Bo"}


@pytest.mark.parametrize(
    "packet",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        "<x><y></x>",
    ],
)
def test_xmp_that_is_a_bomb_or_broken_is_refused(packet: str) -> None:
    with pytest.raises(ValueError, match="XMP"):
        flatten_xmp(packet)


@given(st.text(max_size=200))
def test_any_xmp_is_flat_or_refused(packet: str) -> None:
    try:
        assert isinstance(flatten_xmp(packet), dict)
    except ValueError as error:
        assert "XMP" in str(error)


def test_iptc_day_and_clock_make_one_date() -> None:
    into = Collected()
    records = {"2:55": b"20200723", "2:60": b"101500+0200"}
    understand_iptc({name: raw.hex() for name, raw in records.items()}, "Pillow", into)
    assert captured(into.findings()) == [("2020-07-23 10:15:00+0200", "stated")]


def test_png_text_dates_are_taken_in_the_recommended_form_only() -> None:
    into = Collected()
    understand_text({"Creation Time": "2020-07-23 10:15:00"}, "Pillow 13", into)
    understand_text({"Creation Time": "last summer"}, "Pillow 13", into)
    found = into.findings()
    assert captured(found) == [("2020-07-23 10:15:00", "unknown")]
    assert not found.warnings


def test_a_receiver_a_day_off_the_camera_is_a_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2008:10:22 16:28:39"),
            "GPS GPSDate": ExifTag("2008:10:23"),
            "GPS GPSTimeStamp": ExifTag("[14, 27, 7]", [14, 27, 7]),
        }
    )
    told = contradictions(found.readings, 0)
    assert len(told) == 1
    assert "2008:10:22 16:28:39" in told[0]
    assert "2008:10:23 14:27:07" in told[0]


def test_a_receiver_some_hours_off_is_only_another_time_zone() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2018:04:28 21:23:12"),
            "GPS GPSDate": ExifTag("2018:04:29"),
            "GPS GPSTimeStamp": ExifTag("[1, 22, 57]", [1, 22, 57]),
        }
    )
    assert contradictions(found.readings, 0) == []


def test_dates_that_agree_with_the_best_and_not_with_each_other_are_told() -> None:
    into = Collected()
    # The camera's clock without a zone may be either; a program took it for UTC.
    tags = {
        "EXIF DateTimeOriginal": ExifTag("2023:05:03 02:27:01"),
        "GPS GPSDate": ExifTag("2023:05:02"),
        "GPS GPSTimeStamp": ExifTag("[23, 27, 0]", [23, 27, 0]),
    }
    understand_exif(tags, "ExifRead", into)
    assert contradictions(into.findings().readings, 0) == []
    understand_xmp({"photoshop:DateCreated": "2023-05-03T02:27:01Z"}, "Pillow", into)
    (told,) = contradictions(into.findings().readings, 0)
    assert "GPS GPSDate, GPSTimeStamp says “2023:05:02 23:27:00”, XMP photoshop:DateCreated" in told
    assert "at least 3 hours" in told


@pytest.mark.parametrize(("written", "told"), [("08:25:57", 0), ("09:25:57", 0), ("08:48:30", 1)])
def test_header_times_minutes_off_the_stated_date_are_told(written: str, told: int) -> None:
    found = of_container(
        com__apple__quicktime__creationdate="2019-07-24T09:25:40+0100",
        creation_time=f"2019-07-24T{written}.000000Z",
    )
    assert len(contradictions(found.readings, 4.0)) == told


def test_a_scan_made_years_after_the_picture_is_no_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("1987:10:22 16:28:39"),
            "EXIF DateTimeDigitized": ExifTag("2008:10:22 16:28:39"),
        }
    )
    assert contradictions(found.readings, 0) == []


def test_a_change_before_the_taking_is_a_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2013:01:20 18:54:08"),
            "Image DateTime": ExifTag("2011:01:20 18:54:08"),
        }
    )
    assert "changed before it was taken" in contradictions(found.readings, 0)[0]


def test_positions_far_apart_are_a_contradiction() -> None:
    into = Collected()
    understand_exif(POSITION, "ExifRead", into)
    understand_xmp({"exif:GPSLatitude": "49,0.0N", "exif:GPSLongitude": "2,17.7W"}, "Pillow", into)
    assert "16.6 km apart" in contradictions(into.findings().readings, 0)[0]


def test_a_ratio_keeps_a_division_by_zero_apart_from_zero() -> None:
    assert ExifTag("", [[0, 5], [1, 0], 7]).ratios() == [Fraction(0), None, Fraction(7)]
