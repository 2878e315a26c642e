"""How files are put together, held against the settings with which they were made here."""

import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from media_tools.children.start import answer_to
from media_tools.findings import Findings, Meaning
from media_tools.tools import tool_path
from tests.media_tools.golden import golden
from tests.media_tools.making import SOUND, make_clip, picture
from tests.media_tools.running import findings_of
from tests.waiting import PATIENCE_S

LONG = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2")
X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p")


def told(found: Findings, tag: str) -> str:
    return next(reading.text for reading in found.readings if reading.tag == tag)


def encoders(found: Findings) -> list[str]:
    return [str(r.value) for r in found.readings if r.meaning is Meaning.ENCODER]


def noise(width: int = 64, height: int = 48) -> Image.Image:
    pixels = np.random.default_rng(4).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def layout_of(path: Path, reader: str) -> dict[str, str]:
    return dict(answer_to(reader, "layout", {"path": str(path)})["fields"])


def test_the_shape_of_the_coding_is_as_ordered(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", *LONG, *X264, *("-g", "12", "-bf", "2"))
    found = findings_of("structure", path)
    assert told(found, "coding:looked_at") == "50 packets"
    assert told(found, "coding:key_frames") == "every 12 frames (always), every 0.480 s"
    decoded = subprocess.run(
        [
            *(tool_path("ffprobe"), "-v", "error", "-select_streams", "v:0"),
            *("-show_entries", "frame=pict_type", "-of", "csv=p=0", str(path)),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    )
    types = decoded.stdout.replace(",", "").split()
    assert told(found, "coding:pattern") == "".join(types[:12])
    assert "B" in types[:12]


def test_an_encoder_is_named_with_its_settings(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", *LONG, *SOUND, *X264, *("-g", "12", "-crf", "31"))
    found = findings_of("structure", path)
    settings_told = told(found, "stream:0:first packet")
    assert encoders(found)[0].startswith("x264 - core ")
    every = [r.text for r in found.readings if r.tag == "stream:0:first packet"]
    assert any("keyint=12 " in text and "crf=31.0" in text for text in every), settings_told
    assert any(name.startswith("Lavf") for name in encoders(found))
    signs = [r.text for r in found.readings if r.tag.startswith("sign:")]
    assert any("ffmpeg's muxer: re-muxed or re-encoded" in sign for sign in signs)
    assert found.warnings == []


def test_the_order_of_the_boxes_tells_where_the_index_lies(tmp_path: Path) -> None:
    behind = findings_of("structure", make_clip(tmp_path / "a.mp4", *LONG, *X264))
    assert told(behind, "boxes").split()[0] == "ftyp"
    assert told(behind, "boxes").split()[-1] == "moov"
    assert told(behind, "index") == "behind the media data"
    assert told(behind, "brands").startswith("isom, version 512, fits isom")
    assert told(behind, "boxes:trak:0").startswith("trak(tkhd edts(elst) mdia(mdhd hdlr minf(vmhd ")
    fast = make_clip(tmp_path / "b.mp4", *LONG, *X264, "-movflags", "+faststart")
    assert told(findings_of("structure", fast), "index") == "before the media data"
    pieces = make_clip(
        tmp_path / "c.mp4", *LONG, *X264, *("-g", "25", "-movflags", "frag_keyframe+empty_moov")
    )
    assert "which lie in fragments (2)" in told(findings_of("structure", pieces), "index")


def test_matroska_names_two_programs(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mkv", *LONG, *X264)
    content = path.read_bytes()
    named = re.search(rb"WA.(Lavf[\d.]+)", content, re.DOTALL)
    assert named
    other = b"HandBrake".ljust(len(named[1]))
    path.write_bytes(content[: named.start(1)] + other + content[named.end(1) :])
    found = findings_of("structure", path)
    assert told(found, "WritingApp").startswith("HandBrake")
    assert told(found, "MuxingApp").startswith("Lavf")
    assert any("HandBrake, a program that re-encodes" in r.text for r in found.readings)
    assert told(found, "elements").startswith("SeekHead ")
    assert " Cluster" in told(found, "elements")


def test_a_transport_stream_has_no_layout_to_tell_and_names_its_encoder(tmp_path: Path) -> None:
    found = findings_of("structure", make_clip(tmp_path / "clip.ts", *LONG, *SOUND, *X264))
    assert encoders(found)[0].startswith("x264 - core ")
    assert found.warnings == []


@settings(max_examples=25)
@given(quality=st.integers(1, 100), sampling=st.sampled_from([0, 1, 2]), progressive=st.booleans())
def test_the_quality_of_a_jpeg_is_told_exactly(
    tmp_path: Path, quality: int, sampling: int, progressive: bool
) -> None:
    path = tmp_path / "picture.jpg"
    noise().save(path, quality=quality, subsampling=sampling, progressive=progressive)
    found = layout_of(path, "jpeg_layout")
    assert found["quantisation:quality"] == f"{quality}: exactly libjpeg's tables of this quality"
    assert found["sampling"] == ("4:4:4", "4:2:2", "4:2:0")[sampling]
    kind = "progressive" if progressive else "baseline"
    assert found["coding"] == f"{kind}, 8 bits, 3 components"


def test_tables_of_its_own_are_told_and_have_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    hashes = set()
    for step in (3, 3, 4):
        noise().save(path, qtables=[[min(255, 5 + step * n) for n in range(64)]] * 2)
        found = layout_of(path, "jpeg_layout")
        assert found["quantisation:quality"].startswith("tables of its own; libjpeg's nearest")
        hashes.add(found["quantisation:sha256"])
    assert len(hashes) == 2


def test_segments_of_a_jpeg_are_told_in_order_with_what_lies_behind(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Pear"
    noise().save(
        path, exif=exif, comment=b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90\n"
    )
    with path.open("ab") as file:
        file.write(b"a tail")
    found = findings_of("structure", path)
    segments = told(found, "segments")
    assert segments.startswith("SOI APP0:JFIF")
    assert "APP1:Exif" in segments
    assert segments.endswith("SOS EOI")
    assert told(found, "bytes after the end") == "6"
    assert encoders(found) == ["gd-jpeg v1.0"]


def test_chunks_of_png_webp_and_avi_are_told_in_order(tmp_path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "x")
    noise(640, 480).save(tmp_path / "a.png", pnginfo=text)
    content = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(content + b"tail")
    found = layout_of(tmp_path / "a.png", "chunk_layout")
    count = content.count(b"IDAT")
    assert count > 1
    assert found["chunks"] == f"IHDR tEXt IDAT×{count} IEND (4 bytes after the end)"
    noise().save(tmp_path / "a.webp", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    assert layout_of(tmp_path / "a.webp", "chunk_layout")["chunks"] == "VP8X VP8 EXIF"
    make_clip(tmp_path / "a.avi", *LONG)
    assert layout_of(tmp_path / "a.avi", "chunk_layout")["chunks"].startswith("LIST:hdrl ")


def test_a_heif_picture_tells_its_boxes(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    pillow_heif.from_pillow(picture(64, 48)).save(path)
    found = findings_of("structure", path)
    assert told(found, "boxes").startswith("ftyp meta mdat")
    assert "hdlr" in told(found, "boxes:meta")
    assert told(found, "brands").startswith("heic, ")


def packed(name: str) -> bytes:
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert("RGB").save(stream, name)
    return stream.getvalue()


SAMPLES = [
    ("jpeg_layout", packed("JPEG")),
    ("chunk_layout", packed("PNG")),
    ("chunk_layout", packed("WEBP")),
]


@settings(max_examples=60)
@given(data=st.data())
def test_damage_and_rubbish_never_break_a_layout_reader(
    tmp_path: Path, data: st.DataObject
) -> None:
    reader, whole = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=12)):
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(content[: data.draw(st.integers(16, len(content)))])
    for one in (reader, "box_layout", "matroska_layout", "chunk_layout"):
        assert "failed" not in answer_to(one, "layout", {"path": str(path)})


@pytest.mark.parametrize("size", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x01"])
def test_boxes_that_nest_without_end_are_followed_a_few_deep(tmp_path: Path, size: bytes) -> None:
    path = tmp_path / "deep.mp4"
    path.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + (size + b"moov") * 20_000)
    found = layout_of(path, "box_layout")
    assert sum(map(len, found.values())) < 200_000


@golden("structure", 1)
def test_the_golden_clip_reads_as_it_did(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", *LONG, *SOUND, *X264)
    found = findings_of("structure", path)
    assert [(r.tag, r.meaning and r.meaning.value) for r in found.readings] == [
        ("stream:0:first packet", "encoder"),
        ("stream:1:first packet", "encoder"),
        ("stream:0:tags:encoder", "encoder"),
        ("format:tags:encoder", "encoder"),
        ("stream:0:first packet", None),
        ("coding:looked_at", None),
        ("coding:key_frames", None),
        ("coding:pattern", None),
        ("boxes", None),
        ("brands", None),
        ("index", None),
        ("boxes:moov", None),
        ("boxes:trak:0", None),
        ("boxes:trak:1", None),
        ("sign:format:tags:encoder", None),
        ("sign:stream:0:tags:encoder", None),
    ]
