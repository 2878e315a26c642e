"""Files on which ExifRead alone says nothing, gives up, or says less than is there."""

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exifread
import pillow_heif
import pytest
from PIL import Image

from media_tools.findings import Findings, Meaning, Reading
from tests.media_tools.making import exif_of, jpeg_bytes, picture, segment, with_segments
from tests.media_tools.test_exif import XMP, assert_is_the_cameras, camera_exif

PREFIX = b"Exif\0\0"


def tiff() -> bytes:
    return camera_exif().tobytes().removeprefix(PREFIX)


def saved(image_format: str) -> bytes:
    stream = io.BytesIO()
    if image_format == "HEIF":
        pillow_heif.from_pillow(picture(64, 48)).save(stream, exif=PREFIX + tiff())
    else:
        picture(64, 48).save(stream, image_format, exif=PREFIX + tiff())
    return stream.getvalue()


def behind_two_xmp_segments() -> bytes:
    padding = XMP + b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>" + b" " * 60_000
    return with_segments(jpeg_bytes(camera_exif()), segment(0xE1, padding), segment(0xE1, padding))


def behind_maker_segments() -> bytes:
    segments = [segment(marker, b"MAKER" + bytes(3000)) for marker in (0xE7, 0xE8, 0xE9)]
    return with_segments(jpeg_bytes(camera_exif()), *segments)


def by_exifread_alone(content: bytes) -> str:
    """What ExifRead makes of the file: the error that ends it, or how much it finds."""
    try:
        found = exifread.process_file(io.BytesIO(content), details=True)
    except (AssertionError, IndexError) as error:
        return type(error).__name__
    return "tags" if found else "nothing"


def exif_in(tmp_path: Path, content: bytes) -> Findings:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return exif_of(path)


def value(findings: Findings, meaning: Meaning) -> Any:
    return findings.value(meaning)


@pytest.mark.parametrize(
    ("make", "alone"),
    [
        (lambda: saved("HEIF"), "AssertionError"),
        (lambda: saved("WEBP"), "nothing"),
        (behind_two_xmp_segments, "nothing"),
        (behind_maker_segments, "nothing"),
    ],
)
def test_what_exifread_does_not_find_is_read_from_the_block_that_pillow_finds(
    tmp_path: Path, make: Callable[[], bytes], alone: str
) -> None:
    content = make()
    assert by_exifread_alone(content) == alone
    found = exif_in(tmp_path, content)
    assert_is_the_cameras(found)
    assert {r.tool for r in found.readings if r.tag.startswith("EXIF")} == {
        "ExifRead 3.5.1 via Pillow's block"
    }


def with_entry(block: bytes, tag: int, change: Callable[[bytes], bytes]) -> bytes:
    """The block with one entry of its first directory changed."""
    (start,) = struct.unpack_from(">I", block, 4)
    (count,) = struct.unpack_from(">H", block, start)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        if struct.unpack_from(">H", block, at)[0] == tag:
            return block[:at] + change(block[at : at + 12]) + block[at + 12 :]
    raise AssertionError(tag)


def test_a_block_on_which_exifread_gives_up_is_read_by_pillow_and_told(tmp_path: Path) -> None:
    # The pointer to the directory of details says that it is no pointer: IndexError.
    damaged = with_entry(tiff(), 0x8769, lambda entry: entry[:4] + bytes(4) + entry[8:])
    content = jpeg_bytes(PREFIX + damaged)
    assert by_exifread_alone(content) == "IndexError"
    found = exif_in(tmp_path, content)
    assert value(found, Meaning.MODEL) == "pPhone 9"
    where = value(found, Meaning.POSITION)
    assert where["latitude"] == pytest.approx(46.636806, abs=1e-6)
    assert {r.tool for r in found.readings if r.tag.startswith("GPS")} == {"Pillow 13.0.0"}
    assert "The EXIF block is damaged; ExifRead gave up with IndexError" in found.warnings[0]


def test_an_absent_an_empty_and_an_unreadable_block_are_told_apart(tmp_path: Path) -> None:
    absent = jpeg_bytes()
    empty = jpeg_bytes(PREFIX + b"MM\0*\0\0\0\x08\0\0\0\0\0\0")
    unreadable = jpeg_bytes(PREFIX + b"QQ\0*" + bytes(40))
    assert {by_exifread_alone(content) for content in (absent, empty, unreadable)} == {"nothing"}
    assert exif_in(tmp_path, absent).warnings == []
    assert exif_in(tmp_path, empty).warnings == []
    (warning,) = exif_in(tmp_path, unreadable).warnings
    assert "damaged; ExifRead found no tag in it, nothing in it could be read" in warning


def model_of(tmp_path: Path, raw: bytes) -> tuple[Reading, Findings]:
    """The reading of a model whose bytes are these, in a file that no library would write."""
    exif = Image.Exif()
    exif[0x0110] = b"#" * len(raw)
    content = jpeg_bytes(exif).replace(b"#" * len(raw), raw)
    found = exif_in(tmp_path, content)
    return next(r for r in found.readings if r.meaning is Meaning.MODEL), found


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"phone\0owner: A. B.", "phone"),
        (b"caf\xe9 phone 9", "café phone 9"),
        ("phone\u202egpj.exe".encode(), "phone[U+202E]gpj.exe"),
        (b"phone\x1b[2J", "phone[U+001B][2J"),
    ],
)
def test_the_bytes_are_kept_where_the_text_does_not_show_them(
    tmp_path: Path, raw: bytes, shown: str
) -> None:
    understood, found = model_of(tmp_path, raw)
    assert (understood.value, understood.raw_hex) == (shown, raw.hex())
    as_read = next(r for r in found.readings if r.tag == "Image Model" and r.meaning is None)
    assert (as_read.text, as_read.raw_hex) == (shown, raw.hex())


@pytest.mark.parametrize("raw", [b"pPhone 9", b"pPhone 9\0\0\0", "телефон".encode()])
def test_a_plain_text_needs_no_bytes_beside_it(tmp_path: Path, raw: bytes) -> None:
    understood, _ = model_of(tmp_path, raw)
    assert understood.raw_hex == ""
    assert understood.value == raw.rstrip(b"\0").decode()


def test_the_bytes_of_words_are_kept_whatever_the_block_is_packed_in(tmp_path: Path) -> None:
    raw = b"phone\0owner"
    exif = Image.Exif()
    exif[0x0110] = b"#" * len(raw)
    block = exif.tobytes().replace(b"#" * len(raw), raw)
    for name in ("TIFF", "WEBP"):
        stream = io.BytesIO()
        if name == "TIFF":
            picture().save(stream, "TIFF", exif=exif)
            content = stream.getvalue().replace(b"#" * len(raw), raw)
        else:
            picture().save(stream, name, exif=block)
            content = stream.getvalue()
        found = exif_in(tmp_path, content)
        assert value(found, Meaning.MODEL) == "phone"
        assert raw.hex() in {r.raw_hex for r in found.readings if r.meaning is Meaning.MODEL}
