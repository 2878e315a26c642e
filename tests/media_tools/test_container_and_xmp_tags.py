"""What the tags of containers, XMP, IPTC and PNG's texts are understood to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.collected import Collected
from media_tools.embedded.picture_texts import understand_iptc, understand_text
from media_tools.embedded.xmp import flatten_xmp
from media_tools.findings import Findings, Meaning
from tests.media_tools.understanding import captured, of_container, of_xmp


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
