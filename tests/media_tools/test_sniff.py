import io
import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media_tools.media import Kind
from media_tools.sniff import HEAD_BYTES, sniff
from tests.media_tools.making import PICTURES, SOUND, make_clip, picture

CLIPS = [
    ("mp4", "video/mp4", (*PICTURES, *SOUND)),
    ("mov", "video/quicktime", PICTURES),
    ("3gp", "video/3gpp", (*PICTURES, "-c:v", "mpeg4")),
    ("m4v", "video/x-m4v", PICTURES),
    ("mkv", "video/x-matroska", PICTURES),
    ("webm", "video/webm", (*PICTURES, "-c:v", "libvpx")),
    ("avi", "video/x-msvideo", PICTURES),
    ("flv", "video/x-flv", PICTURES),
    ("ts", "video/mp2t", PICTURES),
    ("mts", "video/m2ts", (*PICTURES, "-mpegts_m2ts_mode", "1", "-f", "mpegts")),
    ("mpg", "video/mpeg", PICTURES),
    ("ogv", "video/ogg", (*PICTURES, "-c:v", "libtheora")),
    ("m4a", "audio/mp4", SOUND),
    ("wav", "audio/x-wav", SOUND),
    ("ogg", "audio/ogg", SOUND),
    ("mp3", "audio/mpeg", SOUND),
    ("bare.mp3", "audio/mpeg", (*SOUND, "-write_xing", "0", "-id3v2_version", "0")),
    ("mp2", "audio/mpeg", SOUND),
    ("flac", "audio/flac", SOUND),
    ("aac", "audio/aac", SOUND),
]


@pytest.mark.parametrize(("name", "mime", "arguments"), CLIPS, ids=[clip[0] for clip in CLIPS])
def test_a_clip_is_known_by_its_bytes(
    tmp_path: Path, name: str, mime: str, arguments: tuple[str, ...]
) -> None:
    content = make_clip(tmp_path / f"clip.{name}", *arguments).read_bytes()
    kind = Kind.VIDEO if mime.startswith("video") else Kind.AUDIO
    assert sniff(content[:HEAD_BYTES], content[-128:]) == (kind, mime)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("JPEG2000", "image/jp2"),
        ("AVIF", "image/avif"),
    ],
)
def test_a_picture_is_known_by_its_bytes(name: str, mime: str) -> None:
    stream = io.BytesIO()
    picture().save(stream, name)
    assert sniff(stream.getvalue()[:HEAD_BYTES]) == (Kind.IMAGE, mime)


@pytest.mark.parametrize(
    ("brand", "kind", "mime"),
    [
        (b"heic", Kind.IMAGE, "image/heic"),
        (b"mif1", Kind.IMAGE, "image/heif"),
        (b"M4A ", Kind.AUDIO, "audio/mp4"),
        (b"3gp5", Kind.VIDEO, "video/3gpp"),
        (b"3g2a", Kind.VIDEO, "video/3gpp2"),
        (b"crx ", Kind.IMAGE, "image/x-canon-cr3"),
        (b"hevc", Kind.VIDEO, "image/heic-sequence"),
        (b"jxl ", Kind.OTHER, "application/octet-stream"),
    ],
)
def test_boxes_are_told_apart_by_their_brand(brand: bytes, kind: Kind, mime: str) -> None:
    assert sniff(b"\0\0\0\x14ftyp" + brand + b"\0\0\0\0isom") == (kind, mime)


def test_quicktime_from_before_brands_is_a_clip() -> None:
    assert sniff(b"\0\0\0\x08wide\0\0\x10\0mdat") == (Kind.VIDEO, "video/quicktime")


@pytest.mark.parametrize(
    ("words", "mime"),
    [
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:5\nfile:///etc/passwd\n", "text/plain"),
        (b"ffconcat version 1.0\nfile other.mp4\n", "text/plain"),
        (b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', "application/xml"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "application/xml"),
        (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', "application/rdf+xml"),
        (
            b'<?xml version="1.0"?>\n<?xpacket begin="\xef\xbb\xbf" id="1"?>\n<rdf:RDF/>',
            "application/rdf+xml",
        ),
        (b"<?xml?>" * 5000 + b"<x/>", "application/xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><gpx/>', "application/xml"),
        (b"1\n00:00:00,000 --> 00:00:01,000\nGPS(1.0,2.0,3)\n", "text/plain"),
        (b'{"photoTakenTime": {"timestamp": "1"}}', "application/json"),
        ("\ufeffhello".encode("utf-16-le"), "text/plain"),
        (b"G" * 5000, "text/plain"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"\x01\x02\xff\x00" * 9, "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_what_could_make_a_parser_open_other_files_is_no_media(words: bytes, mime: str) -> None:
    assert sniff(words) == (Kind.OTHER, mime)


def test_text_cut_within_a_letter_is_still_text() -> None:
    assert sniff("нет".encode()[:-1]) == (Kind.OTHER, "text/plain")


@given(st.binary(max_size=4096))
@example(b"RIFF")
@example(b"\x1aE\xdf\xa3B\x82\x84webm")
@example(b"ID3\x04\0\0\x7f\x7f\x7f\x7f")
@example(b"\0\0\0\x14ftyp")
def test_any_bytes_get_an_answer(content: bytes) -> None:
    kind, mime = sniff(content, content[-128:])
    assert isinstance(kind, Kind)
    assert "/" in mime


def test_a_chance_frame_head_is_not_taken_for_sound() -> None:
    chance = random.Random(1)
    for _ in range(300):
        content = chance.randbytes(chance.randrange(1500, 3000))
        assert sniff(b"\xff\xfb\x90\x00" + content)[0] is not Kind.AUDIO
