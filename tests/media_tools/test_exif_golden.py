"""What the exif step says of one picture with a tag of every kind."""

from pathlib import Path
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from tests.media_tools.golden import golden
from tests.media_tools.making import exif_of, jpeg_bytes

XMP = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
    b'<rdf:Description xmp:CreateDate="2023-05-14T22:15:33+03:00"/></rdf:RDF>'
)


def golden_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Pear", "pPhone 9"
    details = exif.get_ifd(0x8769)
    details[0x9000], details[0x9003], details[0x9011] = b"0300", "2023:05:14 22:15:30", "+03:00"
    details[0x920A], details[0xA405] = IFDRational(17, 4), 26
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (46.0, 38.0, 12.5)
    gps[3], gps[4] = "E", (32.0, 36.0, 30.0)
    gps[5], gps[6], gps[31] = b"\x01", 41.5, 5.0
    gps[16], gps[17] = "M", 271.25
    return exif


def time_of(earliest: str, latest: str, text: str, tag: str) -> dict[str, Any]:
    return {
        "earliest": earliest,
        "latest": latest,
        "offset": "+03:00",
        "zone": "stated",
        "text": text,
        "tag": tag,
    }


@golden("exif", 4)
def test_the_golden_picture_reads_as_it_did(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(golden_exif(), XMP))
    found = exif_of(path, "PXL_20230514_191530250.jpg")
    seen = [(r.meaning, r.tag, r.value) for r in found.readings if r.meaning]
    known = [
        (
            *("captured", "EXIF DateTimeOriginal"),
            time_of(
                *("2023-05-14T19:15:30Z", "2023-05-14T19:15:30.999999Z"),
                *("2023:05:14 22:15:30+03:00", "EXIF DateTimeOriginal"),
            ),
        ),
        ("make", "Image Make", "Pear"),
        ("model", "Image Model", "pPhone 9"),
        (
            *("position", "GPS GPSLatitude, GPSLongitude"),
            {
                "latitude": 46.636805555555554,
                "longitude": 32.608333333333334,
                "altitude_m": -41.5,
                "altitude_reference": "ellipsoid",
                "radius_m": 5.0,
            },
        ),
        ("heading", "GPS GPSImgDirection", {"degrees": 271.25, "reference": "magnetic"}),
        ("focal_length", "EXIF FocalLength", {"millimetres": 4.25, "equivalent_35mm": 26.0}),
        (
            *("field_of_view", "EXIF FocalLengthIn35mmFilm"),
            {
                "horizontal_deg": 68.5,
                "vertical_deg": 54.1,
                "error_deg": 4.8,
                "basis": "35 mm equivalent of 26 mm",
            },
        ),
        (
            *("named", "file name: Pixel camera"),
            {
                "earliest": "2023-05-14T19:15:30.250000Z",
                "latest": "2023-05-14T19:15:30.250999Z",
                "offset": None,
                "zone": "utc_by_standard",
                "text": "PXL_20230514_191530250",
                "tag": "file name: Pixel camera",
                "pattern": "Pixel camera",
                "of": "made",
            },
        ),
        (
            *("captured", "XMP xmp:CreateDate"),
            time_of(
                *("2023-05-14T19:15:33Z", "2023-05-14T19:15:33.999999Z"),
                *("2023-05-14T22:15:33+03:00", "XMP xmp:CreateDate"),
            ),
        ),
    ]
    assert seen == known
    assert found.warnings == []
