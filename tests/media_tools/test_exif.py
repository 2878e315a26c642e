"""The exif step on real files, made here with known truth."""

from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from media_tools.findings import Findings, Meaning
from tests.media_tools.making import (
    PICTURES,
    exif_of,
    jpeg_bytes,
    make_clip,
    picture,
)

XMP = b"http://ns.adobe.com/xap/1.0/\0"


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Pear", "pPhone 9"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9291], details[0x9011] = "2023:05:03 02:27:11", "250", "+03:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (46.0, 38.0, 12.5)
    gps[3], gps[4] = "E", (32.0, 36.0, 30.0)
    gps[5], gps[6] = b"\x00", 41.5
    gps[16], gps[17] = "T", 271.25
    return exif


def assert_is_the_cameras(found: Findings) -> None:
    when, where = found.value(Meaning.CAPTURED), found.value(Meaning.POSITION)
    assert isinstance(when, dict)
    assert when["earliest"] == "2023-05-02T23:27:11.250000Z"
    assert when["offset"] == "+03:00"
    assert isinstance(where, dict)
    assert where["latitude"] == pytest.approx(46.636806, abs=1e-6)
    assert where["longitude"] == pytest.approx(32.608333, abs=1e-6)
    assert where["altitude_m"] == 41.5
    assert found.value(Meaning.HEADING) == {"degrees": 271.25, "reference": "true"}
    assert found.value(Meaning.MAKE) == "Pear"
    assert not found.warnings


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_exif_is_read_whatever_it_is_packed_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    block = camera_exif().tobytes()
    if name == "HEIF":
        pillow_heif.from_pillow(picture(64, 48)).save(path, exif=block)
    else:
        picture(64, 48).save(path, name, exif=block)
    assert_is_the_cameras(exif_of(path))


def test_every_reading_names_the_tool_that_read_it(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(camera_exif()))
    assert {reading.tool for reading in exif_of(path).readings} == {
        "ExifRead 3.5.1 via file",
        "Pillow 13.0.0",
    }


def test_a_picture_that_says_nothing_gives_nothing_understood(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes())
    found = exif_of(path)
    assert all(reading.meaning is None for reading in found.readings)
    assert found.warnings == []


def test_hidden_characters_in_tags_are_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = "phone\u202egpj.exe\x01".encode()
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(exif))
    assert exif_of(path).value(Meaning.MODEL) == "phone[U+202E]gpj.exe[U+0001]"


def test_an_exif_block_that_is_rubbish_is_told(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40))
    found = exif_of(path)
    assert found.value(Meaning.CAPTURED) is None
    assert found.warnings


def test_xmp_in_a_jpeg_is_read_and_a_bomb_in_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(
        jpeg_bytes(
            xmp=b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            b'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
            b'<rdf:Description xmp:CreateDate="2022-11-07T14:20:13-08:00"/></rdf:RDF>'
        )
    )
    value = exif_of(path).value(Meaning.CAPTURED)
    assert isinstance(value, dict)
    assert value["tag"] == "XMP xmp:CreateDate"
    path.write_bytes(jpeg_bytes(xmp=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))
    assert "document type" in exif_of(path).warnings[0]


def test_text_in_a_png_is_kept_also_behind_the_picture(tmp_path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Creation Time", "2022-11-07 14:20:13")
    text.add(b"iTXt", b"Comment\0\0\0\0\0" + "знято з даху".encode(), after_idat=True)
    path = tmp_path / "upload"
    picture().save(path, "PNG", pnginfo=text)
    found = exif_of(path)
    assert any(reading.text == "знято з даху" for reading in found.readings)
    value = found.value(Meaning.CAPTURED)
    assert isinstance(value, dict)
    assert value["text"] == "2022-11-07 14:20:13"


def test_a_clip_gives_its_header_time_both_ways_and_its_place(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4",
        *PICTURES,
        *("-metadata", "creation_time=2023-05-03T02:27:11Z"),
        *("-metadata", "location=+46.6368+032.6083+041.500/"),
    )
    found = exif_of(path)
    zones = [
        reading.value["zone"]
        for reading in found.readings
        if reading.meaning is Meaning.CAPTURED and isinstance(reading.value, dict)
    ]
    assert zones == ["utc_by_standard", "unknown"]
    assert found.value(Meaning.POSITION) == {
        "latitude": pytest.approx(46.6368, abs=2e-5),
        "longitude": pytest.approx(32.6083, abs=2e-5),
        "altitude_m": 41.5,
        "altitude_reference": None,
        "radius_m": None,
    }


def test_a_matroska_clip_gives_its_date(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mkv", *PICTURES, "-metadata", "creation_time=2023-05-03T02:27:11Z"
    )
    value = exif_of(path).value(Meaning.CAPTURED)
    assert isinstance(value, dict)
    assert value["earliest"] == "2023-05-03T02:27:11Z"
