"""All dates that a container holds, made here with known truth."""

import struct
from pathlib import Path

import pytest

from media_tools.findings import Meaning
from tests.media_tools.dating import dates, exif_in, sidecar
from tests.media_tools.making import (
    PICTURES,
    SOUND,
    exif_of,
    make_clip,
    probe_of,
)
from tests.media_tools.test_movie_boxes import box, in_the_header


def test_a_movie_tells_when_it_was_changed(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4", *PICTURES, "-metadata", "creation_time=2023-05-14T22:15:30Z"
    )
    content = bytearray(path.read_bytes())
    at = content.index(b"mvhd") + 12
    created = struct.unpack_from(">I", content, at - 4)[0]
    # ffmpeg writes one time into both fields: it is one date.
    assert dates(exif_of(path), Meaning.MODIFIED) == {}
    struct.pack_into(">I", content, at, created + 86_400)
    path.write_bytes(content)
    assert dates(exif_of(path), Meaning.MODIFIED) == {
        "mvhd:modification_time": ["2023-05-15T22:15:30Z", "2023-05-15T22:15:30"]
    }


def test_a_tracks_own_times_are_dates_where_they_say_something_new(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mp4", *PICTURES, "-metadata", "creation_time=2023-05-14T22:15:30Z"
    )
    assert [r.tag for r in probe_of(path).readings if r.tag.startswith(("tkhd", "mdhd"))] == []
    content = bytearray(path.read_bytes())
    made, year_s = content.index(b"tkhd") + 8, 365 * 86_400
    created = struct.unpack_from(">I", content, made)[0]
    struct.pack_into(">II", content, made, created - year_s, created + year_s)
    path.write_bytes(content)
    found = exif_of(path)
    assert dates(found)["tkhd:1:creation_time"] == ["2022-05-14T22:15:30Z", "2022-05-14T22:15:30"]
    assert list(dates(found, Meaning.MODIFIED)) == ["tkhd:1:modification_time"]
    assert "tkhd:1:creation_time says “2022-05-14T22:15:30Z”" in found.warnings[0]


@pytest.mark.parametrize("in_its_own_box", [True, False])
def test_a_movies_xmp_is_read_and_its_dates_are_held_against_the_header(
    tmp_path: Path, in_its_own_box: bool
) -> None:
    clip = make_clip(
        tmp_path / "clip.mp4", *PICTURES, "-metadata", "creation_time=2023-05-14T22:15:30Z"
    ).read_bytes()
    xmp = sidecar('exif:DateTimeOriginal="2019-02-03T04:05:06+00:00"')
    if in_its_own_box:
        uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
        clip += box(b"uuid", uuid, xmp)
    else:
        clip = in_the_header(clip, box(b"udta", box(b"XMP_", xmp)))
    found = exif_in(tmp_path, clip)
    assert dates(found)["XMP exif:DateTimeOriginal"] == ["2019-02-03T04:05:06+00:00"]
    assert "contradict each other" in found.warnings[0]


def test_a_movies_damaged_xmp_is_told(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "clip.mp4", *PICTURES, "-metadata", "creation_time=2023-05-14T22:15:30Z"
    ).read_bytes()
    found = exif_in(tmp_path, in_the_header(clip, box(b"udta", box(b"XMP_", b"<x><y></x>"))))
    assert any("XMP is not well-formed" in warning for warning in found.warnings)
    assert list(dates(found)) == ["format:tags:creation_time"]


def test_a_movie_whose_clock_was_not_set_has_no_date_and_says_so(tmp_path: Path) -> None:
    found = exif_of(make_clip(tmp_path / "clip.mp4", *PICTURES))
    assert dates(found) == {}
    assert dates(found, Meaning.MODIFIED) == {}
    (warning,) = found.warnings
    assert warning.startswith("mvhd:creation_time holds “0”. It holds zeros")


def test_matroskas_own_date_stands_beside_a_tag_that_hides_it(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clip.mkv",
        *(*PICTURES, "-metadata", "creation_time=2023-05-14T22:15:30Z"),
        *("-metadata", "CREATION_TIMX=2016-05-31 17:01:35"),
    )
    assert dates(exif_of(path)) == {
        "format:tags:creation_time": ["2023-05-14T22:15:30.000000Z", "2023-05-14T22:15:30"]
    }
    path.write_bytes(path.read_bytes().replace(b"CREATION_TIMX", b"CREATION_TIME"))
    found = exif_of(path)
    assert dates(found) == {
        "format:tags:CREATION_TIME": ["2016-05-31 17:01:35"],
        "Info:DateUTC": ["2023-05-14T22:15:30.000000Z", "2023-05-14T22:15:30"],
    }
    assert "contradict each other" in found.warnings[0]


def test_apples_key_and_the_day_in_a_movies_user_data_are_dates(tmp_path: Path) -> None:
    apple = make_clip(
        tmp_path / "clip.mov",
        *(*PICTURES, "-movflags", "use_metadata_tags"),
        *("-metadata", "com.apple.quicktime.creationdate=2023-05-14T22:15:30+0300"),
        *("-metadata", "creation_time=2023-05-14T19:15:32Z"),
    )
    found = dates(exif_of(apple))
    assert next(iter(found.values())) == ["2023-05-14T22:15:30+0300"]
    assert len(found) == 2
    day = make_clip(tmp_path / "clip.mp4", *PICTURES, "-metadata", "date=2023-05-14")
    assert dates(exif_of(day)) == {"format:tags:date": ["2023-05-14"]}


def test_a_broadcast_waves_day_and_clock_make_a_date(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "sound.wav",
        *(*SOUND, "-write_bext", "1", "-metadata", "origination_date=2023-05-14"),
        *("-metadata", "origination_time=22:15:30"),
    )
    assert "2023-05-14 22:15:30" in [
        text for told in dates(exif_of(path)).values() for text in told
    ]


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def test_an_avis_dates_are_read_in_the_words_of_riff(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.avi", *PICTURES, "-c:v", "mpeg4")
    content = path.read_bytes()
    head = content.index(b"hdrl") - 8
    (size,) = struct.unpack_from("<I", content, head + 4)
    taken = riff(b"IDIT", b"Sun May 14 22:15:30 2023\n\0")
    made = riff(b"LIST", b"INFO" + riff(b"ICRD", b"2023-05-14\0") + riff(b"ISMP", b"22:15:30:00\0"))
    longer = struct.pack("<I", size + len(taken))
    body = content[8 : head + 4] + longer + content[head + 8 : head + 8 + size] + taken + made
    path.write_bytes(riff(b"RIFF", body + content[head + 8 + size :]))
    found = exif_of(path)
    assert dates(found) == {
        "format:tags:creation_time": ["2023-05-14 22:15:30"],
        "format:tags:date": ["2023-05-14"],
    }
    assert not found.warnings
