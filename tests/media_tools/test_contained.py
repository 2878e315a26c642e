"""Media that lie in a picture: found by the bytes, whatever the picture says of them."""

import struct
from pathlib import Path

import pillow_heif
import pytest

from media_tools.findings import Contained, Findings
from media_tools.media import Kind, Media
from media_tools.step import Job
from media_tools.steps.contained import STEP
from tests.media_tools.golden import golden
from tests.media_tools.making import (
    PICTURES,
    SOUND,
    jpeg_bytes,
    make_clip,
    picture,
    segment,
    with_segments,
)
from tests.media_tools.running import findings_of

_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" '
    b'xmlns:Container="http://ns.google.com/photos/1.0/container/" '
    b'xmlns:Item="http://ns.google.com/photos/1.0/container/item/" '
)


def micro_video(offset: int) -> bytes:
    """XMP as phones of before 2020 write it: counted from the end of the file."""
    return _XMP + b'GCamera:MicroVideoOffset="%d"/></rdf:RDF></x:xmpmeta>' % offset


def directory(*items: tuple[str, int, int]) -> bytes:
    """XMP that lists each item's meaning, length and padding, the picture itself first."""
    listed = b"".join(
        b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" '
        b'Item:Semantic="%s" Item:Length="%d" Item:Padding="%d"/></rdf:li>'
        % (semantic.encode(), length, padding)
        for semantic, length, padding in items
    )
    return (
        _XMP
        + b'GCamera:MotionPhoto="1"><Container:Directory><rdf:Seq>'
        + listed
        + b"</rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def picture_table(*pictures: tuple[int, int, int]) -> bytes:
    """The MPF segment of a picture: type, length and offset (from this table) of the others."""
    entries = struct.pack(">IIII", 0x20030000, 0, 0, 0) + b"".join(
        struct.pack(">IIII", kind, length, offset, 0) for kind, length, offset in pictures
    )
    fields = struct.pack(">HHHII", 1, 0xB002, 7, len(entries), 26) + bytes(4)
    return segment(0xE2, b"MPF\0MM\0*" + struct.pack(">I", 8) + fields + entries)


def samsung(clip: bytes) -> bytes:
    """A Samsung trailer: a block with a time, a block with the clip, then their directory."""
    time = struct.pack("<HHI", 0, 0x0A01, 14) + b"Image_UTC_Data1683068824000"
    motion = struct.pack("<HHI", 0, 0x0A30, 16) + b"MotionPhoto_Data" + clip
    entries = struct.pack("<HHII", 0, 0x0A01, len(time) + len(motion), len(time))
    entries += struct.pack("<HHII", 0, 0x0A30, len(motion), len(motion))
    head = b"SEFH" + struct.pack("<II", 107, 2) + entries
    return time + motion + head + struct.pack("<I", len(head)) + b"SEFT"


def found_in(tmp_path: Path, content: bytes, name: str = "photo.jpg") -> Findings:
    path = tmp_path / name
    path.write_bytes(content)
    return findings_of("contained", path)


def spans(findings: Findings) -> list[tuple[str, int, int]]:
    found = [(one.role, one.span) for one in findings.contained]
    return [(role, *span) for role, span in found if span]


def content(one: Contained) -> bytes:
    return one.path.read_bytes()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    arguments = (*PICTURES, *SOUND, "-c:v", "mpeg4", "-c:a", "aac")
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", *arguments).read_bytes()


def test_the_clip_of_a_motion_photo_is_taken_out_byte_for_byte(tmp_path: Path, clip: bytes) -> None:
    photo = jpeg_bytes(xmp=micro_video(len(clip)))
    findings = found_in(tmp_path, photo + clip)
    assert spans(findings) == [("motion_photo", len(photo), len(clip))]
    assert content(findings.contained[0]) == clip
    assert findings.contained[0].suggested_name == "motion photo.mp4"
    assert findings.warnings == []


@golden("contained", 1)
def test_the_golden_motion_photo_gives_what_it_gave(tmp_path: Path, clip: bytes) -> None:
    photo = jpeg_bytes(xmp=micro_video(len(clip)))
    findings = found_in(tmp_path, photo + clip)
    where = f"video/mp4, {len(clip):,} bytes from offset {len(photo):,}"
    assert [(one.tag, one.text) for one in findings.readings] == [("motion photo", where)]
    [one] = findings.contained
    assert (one.role, one.suggested_name) == ("motion_photo", "motion photo.mp4")


def test_a_directory_of_items_leads_to_a_gain_map_and_a_clip(tmp_path: Path, clip: bytes) -> None:
    gain = jpeg_bytes()
    items = (("Primary", 0, 8), ("GainMap", len(gain), 0), ("MotionPhoto", len(clip), 0))
    photo = jpeg_bytes(xmp=directory(*items))
    findings = found_in(tmp_path, photo + bytes(8) + gain + clip)
    start = len(photo) + 8
    assert spans(findings) == [
        ("gain_map", start, len(gain)),
        ("motion_photo", start + len(gain), len(clip)),
    ]
    assert [content(one) for one in findings.contained] == [gain, clip]
    assert findings.warnings == []


def test_what_a_phone_writes_behind_the_last_item_is_no_part_of_it(
    tmp_path: Path, clip: bytes
) -> None:
    gain = jpeg_bytes()
    items = (("Primary", 0, 0), ("GainMap", len(gain), 0))
    photo = jpeg_bytes(xmp=directory(*items))
    findings = found_in(tmp_path, photo + gain + samsung(clip))
    assert [role for role, *_ in spans(findings)] == ["gain_map", "motion_photo"]
    assert [content(one) for one in findings.contained] == [gain, clip]
    assert findings.warnings == []
    assert findings.readings[-1].text.startswith("Samsung's own data: ")


def test_the_second_picture_of_a_pair_is_found_and_a_preview_is_left(tmp_path: Path) -> None:
    first, second, preview = (jpeg_bytes(b"Exif\0\0" + bytes(n)) for n in (1, 2, 3))
    base = 2 + 4 + 4
    table = len(picture_table((0, 0, 0), (0, 0, 0)))
    at = len(first) + table
    head = picture_table(
        (0x00020003, len(second), at - base), (0x00010002, len(preview), at + len(second) - base)
    )
    findings = found_in(tmp_path, with_segments(first, head) + second + preview)
    assert spans(findings) == [("second_view", at, len(second))]
    assert content(findings.contained[0]) == second
    assert [reading.tag for reading in findings.readings] == ["second view", "preview"]
    assert findings.warnings == []


def test_the_clip_in_a_box_of_a_heic_is_taken_out(tmp_path: Path, clip: bytes) -> None:
    path = tmp_path / "plain.heic"
    pillow_heif.from_pillow(picture(64, 64)).save(path)
    plain = path.read_bytes()
    box = struct.pack(">I", len(clip) + 8) + b"mpvd"
    findings = found_in(tmp_path, plain + box + clip, "photo.heic")
    assert spans(findings) == [("motion_photo", len(plain) + 8, len(clip))]
    assert content(findings.contained[0]) == clip
    assert findings.warnings == []


def test_a_clip_nobody_names_is_found_behind_the_end_mark(tmp_path: Path, clip: bytes) -> None:
    photo = jpeg_bytes()
    findings = found_in(tmp_path, photo + bytes(5) + clip + b"what is this")
    assert spans(findings) == [("appended", len(photo) + 5, len(clip))]
    assert content(findings.contained[0]) == clip
    start = len(photo) + 5 + len(clip)
    assert findings.warnings == [
        f"12 bytes follow the end of the picture and begin like text/plain: "
        f"the first at offset {start:,}. "
        "They are no medium that is known here; look at them by hand."
    ]


def test_an_archive_behind_a_picture_is_told_and_not_taken_out(tmp_path: Path) -> None:
    findings = found_in(tmp_path, jpeg_bytes() + b"PK\3\4" + bytes(range(256)))
    assert findings.contained == []
    assert findings.warnings[0].startswith("260 bytes follow the end of the picture and begin like")
    assert "application/zip" in findings.warnings[0]


def test_zeros_behind_a_picture_are_padding(tmp_path: Path) -> None:
    findings = found_in(tmp_path, jpeg_bytes() + bytes(4096))
    assert (findings.contained, findings.warnings) == ([], [])


@pytest.mark.parametrize("offset", [0, -5, 3, 10**9, 10**17])
def test_an_offset_that_lies_is_a_warning_and_the_clip_is_found_all_the_same(
    tmp_path: Path, clip: bytes, offset: int
) -> None:
    photo = jpeg_bytes(xmp=micro_video(offset))
    findings = found_in(tmp_path, photo + clip)
    assert spans(findings) == [("appended", len(photo), len(clip))]
    assert len(findings.warnings) == (1 if offset else 0)


def test_items_of_no_length_beyond_the_file_or_over_another_are_warnings(
    tmp_path: Path, clip: bytes
) -> None:
    gain = jpeg_bytes()
    items = [("Primary", 0, 0), ("GainMap", 0, 0), ("Depth", 10**12, 0)]
    items += [("MotionPhoto", len(clip), 0)]
    photo = jpeg_bytes(xmp=directory(*items))
    table = picture_table((0, len(gain) + len(clip) - 10, 0))
    base = 2 + 4 + 4
    lies = picture_table((0, len(gain) + len(clip) - 10, len(photo) + len(table) - base))
    findings = found_in(tmp_path, with_segments(photo, lies) + gain + clip)
    said = " ".join(findings.warnings)
    assert "(GainMap) names a gain map of 0 bytes, which is none." in said
    assert "names a depth map of 1,000,000,000,000 bytes, but none lies where it should." in said
    # The table's picture is cut at its own end, so that it takes nothing from the clip.
    assert [content(one) for one in findings.contained] == [gain, clip]


def test_a_motion_photo_whose_clip_was_taken_away_says_so(tmp_path: Path) -> None:
    findings = found_in(
        tmp_path, jpeg_bytes(xmp=directory(("Primary", 0, 0), ("MotionPhoto", 99, 0)))
    )
    assert findings.contained == []
    assert findings.warnings == [
        "XMP Container item 2 (MotionPhoto) names a motion photo of 99 bytes, "
        "but none lies where it should."
    ]


def test_a_picture_without_an_end_mark_still_gives_its_clip(tmp_path: Path, clip: bytes) -> None:
    photo = jpeg_bytes(xmp=directory(("Primary", 0, 0), ("MotionPhoto", len(clip), 0)))[:-2]
    findings = found_in(tmp_path, photo + clip)
    assert [content(one) for one in findings.contained] == [clip]


def test_a_clip_that_is_cut_off_is_kept_as_it_is_and_told(tmp_path: Path, clip: bytes) -> None:
    cut = clip[: len(clip) // 2]
    findings = found_in(tmp_path, jpeg_bytes(xmp=micro_video(len(cut))) + cut)
    assert [content(one) for one in findings.contained] == [cut]
    assert findings.warnings[0].endswith("it is cut off or damaged, and kept as it is.")


def test_pictures_in_pictures_never_nest_and_are_limited_in_number(tmp_path: Path) -> None:
    """Each could claim the rest of the file for itself: what is copied is at most the file."""
    layers = b""
    for _ in range(40):
        length = len(layers)
        layers = jpeg_bytes(xmp=directory(("Primary", 0, 0), ("GainMap", length, 0))) + layers
    findings = found_in(tmp_path, layers)
    assert len(findings.contained) == 16
    assert sum(len(content(one)) for one in findings.contained) < len(layers)
    assert any("only the first 16 media are taken out" in words for words in findings.warnings)
    inner = found_in(tmp_path, content(findings.contained[-1]), "inner.jpg")
    assert inner.contained == []


def test_every_length_of_a_damaged_file_ends_in_findings(tmp_path: Path, clip: bytes) -> None:
    items = (("Primary", 0, 0), ("MotionPhoto", len(clip), 0))
    whole = with_segments(jpeg_bytes(xmp=directory(*items)), picture_table((0, 50, 50))) + clip
    folder = tmp_path / "work"
    folder.mkdir()
    for length in range(4, len(whole), len(whole) // 6):
        path = tmp_path / "cut.jpg"
        path.write_bytes(whole[:length])
        media = Media(path, "0" * 64, Kind.IMAGE, "image/jpeg")
        findings = STEP.run(Job(media, folder))
        assert findings.contained == [] or length > len(whole) - len(clip)
