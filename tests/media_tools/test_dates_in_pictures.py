"""All dates that a picture or its sidecar holds, made here with known truth."""

import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_tools.findings import Findings, Meaning
from tests.media_tools.dating import chunk, dates, exif_in, png_with, sidecar
from tests.media_tools.making import (
    jpeg_bytes,
    segment,
    with_segments,
)

SIDECAR = sidecar(
    'xmp:CreateDate="2023-05-14T22:15:30" '
    'exif:GPSLatitude="46,38.2083N" exif:GPSLongitude="32,36.5E"'
)


def test_a_pngs_text_and_its_clock_are_two_dates(tmp_path: Path) -> None:
    clock = chunk(b"tIME", struct.pack(">H5B", 2023, 5, 14, 22, 15, 30))
    words = {"Creation Time": "Sun, 14 May 2023 20:00:00 +0300", "Software": "Drawer 3"}
    found = exif_in(tmp_path, png_with(words, clock))
    assert dates(found) == {"Pillow Creation Time": ["Sun, 14 May 2023 20:00:00 +0300"]}
    assert dates(found, Meaning.MODIFIED) == {"PNG tIME": ["2023-05-14 22:15:30"]}
    assert found.value(Meaning.SOFTWARE) == "Drawer 3"
    assert not found.warnings


@pytest.mark.parametrize(
    "clock",
    [bytes(7), struct.pack(">H5B", 2023, 14, 1, 0, 0, 0), struct.pack(">H5B", 1970, 1, 1, 0, 0, 0)],
)
def test_a_pngs_clock_that_cannot_be_is_told(tmp_path: Path, clock: bytes) -> None:
    found = exif_in(tmp_path, png_with({}, chunk(b"tIME", clock)))
    assert dates(found, Meaning.MODIFIED) == {}
    assert "PNG tIME holds" in found.warnings[0]


def test_a_png_cut_within_its_clock_has_none(tmp_path: Path) -> None:
    whole = png_with({}, chunk(b"tIME", struct.pack(">H5B", 2023, 5, 14, 22, 15, 30)))
    found = exif_in(tmp_path, whole[: whole.index(b"tIME") + 6])
    assert dates(found, Meaning.MODIFIED) == {}


def iptc(*records: tuple[int, bytes]) -> bytes:
    body = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text for number, text in records
    )
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(body)) + body
    return segment(0xED, b"Photoshop 3.0\0" + resource + b"\0" * (len(body) % 2))


def test_iptc_keeps_the_taking_and_the_digitising_apart(tmp_path: Path) -> None:
    records = iptc(
        (55, b"19870723"),
        (60, b"101500+0200"),
        (62, b"20200102"),
        (63, b"030405"),
        (116, b"\xa9 x"),
    )
    found = exif_in(tmp_path, with_segments(jpeg_bytes(), records))
    assert dates(found) == {
        "IPTC 2:55, 2:60": ["1987-07-23 10:15:00+0200"],
        "IPTC 2:62, 2:63": ["2020-01-02 03:04:05"],
    }
    # A print is often digitised years after it was taken.
    assert not found.warnings
    rights = next(r for r in found.readings if r.tag == "IPTC 2:116")
    assert (rights.text, rights.raw_hex) == ("© x", "a92078")


def test_every_date_of_exif_and_xmp_is_kept_beside_the_others(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0132] = "2023:05:16 08:00:00"
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9004] = "2023:05:14 22:15:30", "2023:05:14 22:15:31"
    details[0x9010] = "+02:00"
    xmp = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><rdf:Description '
        b'photoshop:DateCreated="2023-05" xmp:CreateDate="2023-05-14T22:15:30+03:00" '
        b'xmp:ModifyDate="2023-05-16T08:00:00+02:00" xmp:MetadataDate="2023-05-17T08:00:00+02:00"/>'
        b"</rdf:RDF>"
    )
    found = exif_in(tmp_path, jpeg_bytes(exif, xmp))
    assert dates(found) == {
        "EXIF DateTimeOriginal": ["2023:05:14 22:15:30"],
        "EXIF DateTimeDigitized": ["2023:05:14 22:15:31"],
        "XMP photoshop:DateCreated": ["2023-05"],
        "XMP xmp:CreateDate": ["2023-05-14T22:15:30+03:00"],
    }
    assert dates(found, Meaning.MODIFIED) == {
        "Image DateTime": ["2023:05:16 08:00:00+02:00"],
        "XMP xmp:ModifyDate": ["2023-05-16T08:00:00+02:00"],
        "XMP xmp:MetadataDate": ["2023-05-17T08:00:00+02:00"],
    }
    assert not found.warnings


def spelt_out(kind: str, block: bytes) -> str:
    """As ImageMagick writes it."""
    digits = block.hex()
    lines = [digits[at : at + 72] for at in range(0, len(digits), 72)]
    return "\n".join(["", kind, f"{len(block):8d}", *lines, ""])


def test_profiles_spelt_out_in_a_pngs_text_are_read(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2023:05:14 22:15:30"
    block = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + sidecar('xmp:CreateDate="2023-05-14T22:15:31Z"')
    words = {
        "Raw profile type exif": spelt_out("exif", block),
        "Raw profile type APP1": spelt_out("generic", xmp),
    }
    assert dates(exif_in(tmp_path, png_with(words))) == {
        "EXIF DateTimeOriginal": ["2023:05:14 22:15:30"],
        "XMP xmp:CreateDate": ["2023-05-14T22:15:31Z"],
    }
    cut = {name: text[:-40] for name, text in words.items()} | {
        "Raw profile type xmp": "\nx\n9\nzz"
    }
    assert isinstance(exif_in(tmp_path, png_with(cut)).warnings, list)


def test_a_sidecar_gives_its_dates_and_its_position(tmp_path: Path) -> None:
    found = exif_in(tmp_path, SIDECAR)
    assert dates(found) == {"XMP xmp:CreateDate": ["2023-05-14T22:15:30"]}
    where: Any = found.value(Meaning.POSITION)
    assert where["latitude"] == pytest.approx(46.636805, abs=1e-6)
    assert {reading.tool for reading in found.readings} == {"Sightline's XMP reader 1"}


def test_a_damaged_sidecar_says_so_and_other_documents_say_nothing(tmp_path: Path) -> None:
    found = exif_in(tmp_path, SIDECAR[:300])
    assert found.readings == []
    assert found.warnings[0].startswith("XMP cannot be read")
    assert exif_in(tmp_path, b"%PDF-1.4 IMG_20230514_221530") == Findings()
