"""The probe on real files, made here with known truth."""

import io
import json
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media_tools.children import opened
from media_tools.children.start import answer_to
from media_tools.errors import Unreadable
from media_tools.findings import Findings, Meaning
from tests.media_tools.golden import golden
from tests.media_tools.making import (
    PICTURES,
    SOUND,
    exif_of,
    jpeg_bytes,
    make_clip,
    picture,
    probe_of,
)


def raw(findings: Findings, tag: str) -> str:
    return next(reading.text for reading in findings.readings if reading.tag == tag)


def test_a_clip_gives_its_sizes_codecs_and_rate(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4",
        *("-f", "lavfi", "-i", "testsrc2=size=66x48:rate=30000/1001:duration=1"),
        *SOUND,
    )
    found = probe_of(path)
    assert found.value(Meaning.WIDTH) == 66
    assert found.value(Meaning.HEIGHT) == 48
    assert found.value(Meaning.VIDEO_CODEC) == "h264"
    assert found.value(Meaning.AUDIO_CODEC) == "aac"
    assert found.value(Meaning.FRAME_RATE) == {"numerator": 30000, "denominator": 1001}
    assert found.value(Meaning.DURATION) == pytest.approx(1.0, abs=0.035)
    assert found.value(Meaning.ROTATION) is None
    assert not found.warnings


def test_every_field_is_kept_raw_but_not_the_name_on_disk(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4", *PICTURES, "-metadata", "comment=from\u202ehere", "-color_range", "2"
    )
    found = probe_of(path)
    assert raw(found, "format:tags:comment") == "from[U+202E]here"
    assert raw(found, "stream:0:color_range") == "pc"
    assert raw(found, "stream:0:disposition:default") == "1"
    assert not any(str(tmp_path) in reading.text for reading in found.readings)
    assert all(str(tmp_path) not in str(made) for made in found.made_with)


@pytest.mark.parametrize(("rotation", "clockwise"), [(90, 270), (180, 180), (270, 90)])
def test_a_turn_flag_is_told_clockwise(tmp_path: Path, rotation: int, clockwise: int) -> None:
    content = bytearray(make_clip(tmp_path / "flat.mp4", *PICTURES).read_bytes())
    quarter = {
        90: (0, -65536, 65536, 0),
        180: (-65536, 0, 0, -65536),
        270: (0, 65536, -65536, 0),
    }[rotation]
    a, b, c, d = quarter
    plain = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    at = content.index(plain, content.index(b"tkhd"))
    content[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path = tmp_path / "turned.mp4"
    path.write_bytes(content)
    assert probe_of(path).value(Meaning.ROTATION) == {
        "degrees_clockwise": clockwise,
        "mirrored": False,
    }


def test_sound_that_starts_later_has_its_own_start(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "late.mkv", *PICTURES, "-itsoffset", "0.2", *SOUND, "-c:a", "pcm_s16le"
    )
    starts = [
        reading.value
        for reading in probe_of(path).readings
        if reading.meaning is Meaning.START_TIME
    ]
    assert starts == [
        {"stream": 0, "pts": 0, "time_base": "1/1000"},
        {"stream": 1, "pts": 200, "time_base": "1/1000"},
    ]


def test_cover_art_is_not_the_picture_of_a_song(tmp_path: Path) -> None:
    cover = tmp_path / "cover.png"
    picture().save(cover)
    path = make_clip(
        tmp_path / "song.mp3", *SOUND, "-i", str(cover), *("-map", "0", "-map", "1", "-c:v", "copy")
    )
    found = probe_of(path)
    assert found.value(Meaning.WIDTH) is None
    assert found.value(Meaning.VIDEO_CODEC) is None
    assert found.value(Meaning.AUDIO_CODEC) == "mp3"
    assert not found.warnings


def test_a_clip_with_sound_alone_is_told(tmp_path: Path) -> None:
    found = probe_of(make_clip(tmp_path / "sound.mp4", *SOUND))
    assert found.value(Meaning.AUDIO_CODEC) == "aac"
    assert found.warnings == ["The container is one for moving pictures; it holds only sound."]


def test_a_transport_stream_with_a_service_name_is_read(tmp_path: Path) -> None:
    found = probe_of(make_clip(tmp_path / "clip.ts", *PICTURES, *SOUND))
    assert found.value(Meaning.VIDEO_CODEC) == "mpeg2video"


def test_a_clip_cut_off_before_its_index_says_so(tmp_path: Path) -> None:
    content = make_clip(tmp_path / "whole.mp4", *PICTURES).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable, match="index"):
        probe_of(path)


def test_a_stream_of_an_unlisted_kind_is_not_opened(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "odd.avi", *PICTURES, "-c:v", "zmbv")
    with pytest.raises(Unreadable, match="decoder zmbv"):
        probe_of(path)


@pytest.mark.parametrize(
    ("content", "look"),
    [
        (b'{"a": 1}', "JSON text"),
        (b"#EXTM3U\nother.ts\n", "plain text"),
        (b"\x00\x01\x02\x03", "no kind that is known"),
    ],
)
def test_what_is_no_media_says_what_it_looks_like(
    tmp_path: Path, content: bytes, look: str
) -> None:
    path = tmp_path / "upload.mp4"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=look):
        probe_of(path)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "JPEG2000", "AVIF"])
def test_a_picture_gives_its_size_and_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    picture(40, 30).save(path, name)
    found = probe_of(path)
    assert found.value(Meaning.WIDTH) == 40
    assert found.value(Meaning.HEIGHT) == 30
    assert found.value(Meaning.VIDEO_CODEC) == name
    assert raw(found, "frames") == "1"


def test_a_turned_heic_gives_its_stored_size_and_its_turn(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "upload"
    pillow_heif.from_pillow(picture(128, 64)).save(path, exif=exif.tobytes())
    found = probe_of(path)
    assert (found.value(Meaning.WIDTH), found.value(Meaning.HEIGHT)) == (128, 64)
    assert found.value(Meaning.ROTATION) == {"degrees_clockwise": 90, "mirrored": False}
    assert not exif_of(path).warnings


def test_a_heic_whose_boxes_and_exif_turn_differently_is_told(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "upload"
    pillow_heif.from_pillow(picture(128, 64)).save(path, exif=exif.tobytes())
    path.write_bytes(path.read_bytes().replace(b"irot", b"free"))
    found = exif_of(path)
    assert probe_of(path).value(Meaning.ROTATION) == {"degrees_clockwise": 0, "mirrored": False}
    assert "orientation 6" in found.warnings[0]


def test_a_moving_gif_counts_its_pictures(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    frames = [picture().rotate(angle) for angle in (0, 90, 180)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:])
    assert raw(probe_of(path), "frames") == "3"


class Pictures:
    """A file whose pictures are counted in this way."""

    def __init__(self, count: Callable[[], int]) -> None:
        self.count = count

    @property
    def n_frames(self) -> int:
        return self.count()


def spin() -> int:
    while True:
        pass


def wait() -> int:
    time.sleep(0.3)
    return 7


def test_only_the_time_of_the_processor_counts_while_pictures_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opened, "COUNT_LIMIT_S", 0.1)
    with pytest.raises(TimeoutError):
        opened.count_pictures(cast("Image.Image", Pictures(spin)))
    assert opened.count_pictures(cast("Image.Image", Pictures(wait))) == 7


def test_a_jpeg_cut_off_in_its_pixels_keeps_its_size_and_is_told(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pixels = np.random.default_rng(4).integers(0, 255, (300, 400), dtype=np.uint8)
    Image.fromarray(pixels).save(stream, "JPEG")
    path = tmp_path / "upload"
    path.write_bytes(stream.getvalue()[: stream.tell() // 2])
    found = probe_of(path)
    assert found.value(Meaning.WIDTH) == 400
    assert found.warnings == ["The picture is cut off: its end marker is missing."]


def test_a_header_that_claims_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    content = bytearray(jpeg_bytes())
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 65535, 65535)
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="more pixels"):
        probe_of(path)


def test_a_picture_that_is_only_a_beginning_says_so(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with pytest.raises(Unreadable, match="header is damaged"):
        probe_of(path)


@golden("probe", 4)
def test_the_golden_picture_reads_as_it_did(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(exif, b"<x xmlns:g='http://ns.adobe.com/hdr-gain-map/1.0/'/>"))
    seen = [(one.tag, one.text, one.meaning, one.value) for one in probe_of(path).readings]
    turned = {"degrees_clockwise": 270, "mirrored": False}
    gain_map = "present: how much brighter an HDR screen shows each part; the still is without it"
    known = [
        ("format", "JPEG", Meaning.VIDEO_CODEC, "JPEG"),
        ("width", "32", Meaning.WIDTH, 32),
        ("height", "24", Meaning.HEIGHT, 24),
        ("mode", "RGB", None, None),
        ("frames", "1", None, None),
        ("gain_map", gain_map, None, None),
        ("orientation", "8", Meaning.ROTATION, turned),
    ]
    assert seen == known


@given(data=st.data())
def test_a_damaged_jpeg_gets_an_answer_and_never_an_error(tmp_path: Path, data: Any) -> None:
    """The child's own function, here in this process: a child for each would take minutes."""
    path = tmp_path / "upload"
    path.write_bytes(data.draw(damaged_jpegs()))
    for module, action in (("picture_header", "header"), ("image_tags", "tags")):
        answer = answer_to(module, action, {"path": str(path), "pillow_format": "JPEG"})
        json.dumps(answer)
        assert {"failed", "complaints"} & set(answer)


@settings(max_examples=5)
@given(data=st.data())
def test_a_damaged_jpeg_is_read_or_unreadable_and_nothing_else(tmp_path: Path, data: Any) -> None:
    path = tmp_path / "upload"
    path.write_bytes(data.draw(damaged_jpegs()))
    try:
        assert isinstance(exif_of(path), Findings)
    except Unreadable as cause:
        assert str(cause).endswith(".")


@st.composite
def damaged_jpegs(draw: st.DrawFn) -> bytes:
    """A JPEG with EXIF in which some bytes are wrong and some missing at the end."""
    exif = Image.Exif()
    exif[0x0132] = "2023:05:03 02:27:11"
    exif.get_ifd(0x8769)[0x9003] = "2023:05:03 02:27:11"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 3.0)
    content = bytearray(jpeg_bytes(exif))
    for at in draw(st.lists(st.integers(3, 400), max_size=12)):
        content[at] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(100, len(content)))])
