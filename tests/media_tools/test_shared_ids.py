"""Ids that a camera writes into files that belong together: Live Photos and bursts."""

import struct
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from media_tools.findings import Findings, Meaning
from tests.media_tools.making import PICTURES, exif_of, jpeg_bytes, make_clip

CONTENT = "1745E022-9712-43C7-B024-F308EC6413CB"
BURST = "5AB7C1F0-0D3E-4A8B-9D55-2A1B7C9E0F11"


def apple_note(ids: dict[int, bytes], order: str = ">") -> bytes:
    """A maker note as iPhones write it: a directory whose offsets count from its own start."""
    head = b"Apple iOS\0\0\1" + (b"MM" if order == ">" else b"II")
    at = len(head) + 2 + 12 * len(ids) + 4
    entries, texts = b"", b""
    for tag, text in sorted(ids.items()):
        entries += struct.pack(f"{order}HHII", tag, 2, len(text), at + len(texts))
        texts += text
    return head + struct.pack(f"{order}H", len(ids)) + entries + bytes(4) + texts


def with_note(note: bytes) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Apple"
    exif.get_ifd(ExifTags.IFD.Exif)[0x927C] = note
    return jpeg_bytes(exif)


def found_in(tmp_path: Path, content: bytes) -> Findings:
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(content)
    return exif_of(path)


@pytest.mark.parametrize("order", [">", "<"])
def test_the_ids_of_an_iphones_picture_are_read(tmp_path: Path, order: str) -> None:
    ids = {0x0B: BURST.encode() + b"\0", 0x11: CONTENT.encode() + b"\0"}
    findings = found_in(tmp_path, with_note(apple_note(ids, order)))
    assert findings.value(Meaning.CONTENT_ID) == CONTENT
    assert findings.value(Meaning.BURST_ID) == BURST


def test_a_damaged_note_gives_no_id_and_loses_no_other_tag(tmp_path: Path) -> None:
    whole = apple_note({0x11: CONTENT.encode() + b"\0"})
    lying = whole[:14] + b"\xff\xff" + whole[16:20] + b"\xff\xff\xff\xf0" * 2
    for note in (whole[:15], whole[:25], lying):
        findings = found_in(tmp_path, with_note(note))
        assert findings.value(Meaning.CONTENT_ID) is None
        assert findings.value(Meaning.MAKE) == "Apple"


def test_the_id_of_a_live_photos_clip_is_read(tmp_path: Path) -> None:
    name = "com.apple.quicktime.content.identifier"
    arguments = (
        "-c:v",
        "mpeg4",
        "-movflags",
        "use_metadata_tags",
        "-metadata",
        f"{name}={CONTENT}",
    )
    clip = make_clip(tmp_path / "IMG_0001.mov", *PICTURES, *arguments)
    assert exif_of(clip).value(Meaning.CONTENT_ID) == CONTENT


def test_the_id_of_an_androids_burst_is_read(tmp_path: Path) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:c="http://ns.google.com/photos/1.0/camera/" c:BurstID="{BURST}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    findings = found_in(tmp_path, jpeg_bytes(xmp=packet.encode()))
    assert findings.value(Meaning.BURST_ID) == BURST
