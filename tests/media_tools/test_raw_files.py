"""A camera's raw file shows the largest JPEG that lies in it, and says that it is that."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_tools.children.raw_files import largest_preview
from media_tools.errors import Unreadable
from media_tools.findings import Meaning
from media_tools.media import Kind
from media_tools.sniff import sniff
from media_tools.tiff import directories
from tests.media_tools.making import exif_of, probe_of
from tests.media_tools.running import findings_of

SENSOR = (6000, 4000)


def jpeg(width: int, height: int, colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def sensor_data() -> bytes:
    """A lossless JPEG by its head, larger than any preview, as sensors' data are packed."""
    frame = b"\xff\xc3" + struct.pack(">HBHHB", 11, 14, *SENSOR, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + frame + b"\xff\xda\0\x08\x01\x01\0\0\0\0" + bytes(500) + b"\xff\xd9"


def raw_file(make: bytes, *, order: str = "<", mark: bytes = b"", extra: int = 0) -> bytes:
    """A TIFF such as cameras write: a thumbnail first, the sensor in a directory below."""
    make = make.ljust(12, b"\0")
    entries = [(254, 4, 1, 1), (271, 2, len(make), 200), (274, 3, 1, 6), (330, 4, 1, 300)]
    entries += [(extra, 1, 4, 1)] if extra else []
    below = [(254, 4, 1, 0), (256, 4, 1, SENSOR[0]), (257, 4, 1, SENSOR[1])]
    content = bytearray(2000)
    content[:8] = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 16)
    content[: len(mark)] = mark
    content[200 : 200 + len(make)] = make
    for at, directory in ((16, sorted(entries)), (300, below)):
        content[at : at + 2] = struct.pack(f"{order}H", len(directory))
        for number, (tag, kind, count, value) in enumerate(directory):
            wide = "HH" if kind == 3 else "I"
            values = (value, 0) if kind == 3 else (value,)
            place = at + 2 + 12 * number
            entry = struct.pack(f"{order}HHI{wide}", tag, kind, count, *values)
            content[place : place + 12] = entry
    return bytes(content) + jpeg(32, 24, "red") + sensor_data() + jpeg(96, 64, "blue")


FILES = {
    "image/x-nikon-nef": raw_file(b"NIKON", order=">"),
    "image/x-sony-arw": raw_file(b"SONY"),
    "image/x-samsung-srw": raw_file(b"SAMSUNG"),
    "image/x-pentax-pef": raw_file(b"PENTAX", order=">"),
    "image/x-adobe-dng": raw_file(b"Google", extra=50706),
    "image/x-canon-cr2": raw_file(b"Canon", mark=b"II*\0\x10\0\0\0CR\x02\0"),
    "image/x-olympus-orf": raw_file(b"OLYMPUS", mark=b"IIRO"),
    "image/x-panasonic-rw2": raw_file(b"Panasonic", mark=b"IIU\0"),
    "image/x-canon-cr3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom\0\0\4\0CMT1" + raw_file(b"Canon"),
}


@pytest.mark.parametrize("mime", FILES)
def test_the_largest_preview_is_shown_upright_and_named(mime: str, tmp_path: Path) -> None:
    path = tmp_path / "raw"
    path.write_bytes(FILES[mime])
    assert sniff(FILES[mime]) == (Kind.IMAGE, mime)
    found = findings_of("scan", path)
    with Image.open(found.stills[0].path) as still:
        assert still.size == (64, 96)
        assert still.convert("RGB").getpixel((20, 20)) == pytest.approx((0, 0, 255), abs=9)
    assert found.warnings == [
        "The still is the camera's embedded preview of 96 x 64 pixels, not the sensor's data."
    ]


def test_the_size_that_is_told_is_the_sensors(tmp_path: Path) -> None:
    path = tmp_path / "raw.nef"
    path.write_bytes(FILES["image/x-nikon-nef"])
    header = probe_of(path)
    assert (header.value(Meaning.WIDTH), header.value(Meaning.HEIGHT)) == SENSOR
    assert header.value(Meaning.ROTATION) == {"degrees_clockwise": 90, "mirrored": False}


@pytest.mark.parametrize("mime", ["image/x-sony-arw", "image/x-panasonic-rw2", "image/x-canon-cr3"])
def test_the_maker_is_read_from_its_tags(mime: str, tmp_path: Path) -> None:
    path = tmp_path / "raw"
    path.write_bytes(FILES[mime])
    maker = exif_of(path).value(Meaning.MAKE)
    assert str(maker).lower() == {"arw": "sony", "rw2": "panasonic", "cr3": "canon"}[mime[-3:]]


def test_a_raw_file_from_fuji_is_known_by_its_preview(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271], exif[274] = "FUJIFILM", 3
    stream = io.BytesIO()
    Image.new("RGB", (90, 60), "lime").save(stream, "JPEG", exif=exif)
    path = tmp_path / "raw.raf"
    path.write_bytes(b"FUJIFILMCCD-RAW 0201FF".ljust(160, b"\0") + stream.getvalue() + bytes(99))
    assert findings_of("scan", path).stills[0].width == 90
    assert exif_of(path).value(Meaning.MAKE) == "FUJIFILM"


def test_a_picture_that_a_scanner_wrote_stays_a_tiff(tmp_path: Path) -> None:
    path = tmp_path / "plain.tif"
    exif = Image.Exif()
    exif[271] = "NIKON"
    Image.new("RGB", (20, 20)).save(path, exif=exif)
    assert sniff(path.read_bytes()) == (Kind.IMAGE, "image/tiff")


def test_without_a_preview_nothing_is_made_up(tmp_path: Path) -> None:
    path = tmp_path / "raw.nef"
    path.write_bytes(FILES["image/x-nikon-nef"][:2000] + sensor_data())
    with pytest.raises(Unreadable):
        findings_of("scan", path)


@given(st.binary(max_size=3000))
def test_directories_of_any_bytes_come_to_an_end(noise: bytes) -> None:
    assert len(list(directories(b"II*\0\x08\0\0\0" + noise))) <= 32
    largest_preview(b"\xff\xd8\xff" + noise)


def test_directories_that_point_at_each_other_come_to_an_end() -> None:
    loop = b"MM\0*" + struct.pack(">IHHHIII", 8, 1, 330, 4, 1, 8, 8)
    assert len(list(directories(loop))) == 1
