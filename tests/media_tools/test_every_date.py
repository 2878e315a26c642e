"""All dates that a file holds, in containers and pictures made here with known truth."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from media_tools.findings import Findings, Meaning
from tests.media_tools.making import (
    PICTURES,
    SOUND,
    exif_of,
    jpeg_bytes,
    make_clip,
    picture,
    probe_of,
    segment,
    with_segments,
)
from tests.media_tools.test_movie_boxes import box, in_the_header


def dates(findings: Findings, meaning: Meaning = Meaning.CAPTURED) -> dict[str, list[str]]:
    """The words of each date of this meaning, by the tag they stand in."""
    found: dict[str, list[str]] = {}
    for reading in findings.readings:
        value: Any = reading.value
        if reading.meaning is meaning:
            found.setdefault(reading.tag, []).append(value["text"])
    return found


def exif_in(tmp_path: Path, content: bytes) -> Findings:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return exif_of(path)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(text: dict[str, str], *chunks: bytes) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, words in text.items():
        info.add_text(key, words)
    stream = io.BytesIO()
    picture().save(stream, "PNG", pnginfo=info)
    png = stream.getvalue()
    end = png.index(b"IEND") - 4
    return png[:end] + b"".join(chunks) + png[end:]


def sidecar(attributes: str) -> bytes:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" {attributes}/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


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


def reconyx(clock: tuple[int, ...]) -> bytes:
    exif = Image.Exif()
    note = b"\x01\xf1" + bytes(20) + struct.pack("<6H", *clock) + bytes(60)
    exif.get_ifd(0x8769)[0x927C] = note
    return jpeg_bytes(exif)


def test_a_reconyx_trap_keeps_its_clock_in_its_maker_note(tmp_path: Path) -> None:
    found = exif_in(tmp_path, reconyx((30, 15, 22, 5, 14, 2023)))
    assert dates(found) == {"Reconyx DateTimeOriginal": ["2023:05:14 22:15:30"]}
    broken = exif_in(tmp_path, reconyx((30, 15, 22, 55, 14, 2023)))
    assert dates(broken) == {}
    assert "Reconyx DateTimeOriginal holds" in broken.warnings[0]


def flir(camera: bytes, receiver: bytes) -> bytes:
    """A JPEG with FLIR's own file in two segments: a head, a directory and two records."""
    place = 64 + 2 * 32
    entries = [
        struct.pack(">H10xII12x", kind, start, len(body))
        for kind, start, body in (
            (0x20, place, camera),
            (0x2B, place + len(camera), receiver),
        )
    ]
    head = b"FFF\0" + bytes(16) + struct.pack(">3I", 100, 64, 2) + bytes(32)
    file = head + b"".join(entries) + camera + receiver
    halves = (file[:700], file[700:])
    parts = [b"FLIR\0\x01" + bytes([number, 1]) + half for number, half in enumerate(halves)]
    return with_segments(jpeg_bytes(), *(segment(0xE1, part) for part in parts))


def flir_receiver(valid: int = 1, latitude: float = 46.5) -> bytes:
    body = bytearray(184)
    struct.pack_into("<I4x2s2s", body, 0, valid, b"N", b"W")
    struct.pack_into("<ddf", body, 16, latitude, 32.25, 41.5)
    body[72:73] = b"T"
    struct.pack_into("<f", body, 84, 271.25)
    return bytes(body)


def flir_camera() -> bytes:
    body = bytearray(1000)
    struct.pack_into("<H", body, 0, 2)
    body[212:220] = b"FLIR Two"
    struct.pack_into("<IIh", body, 900, 1_684_102_530, 107, -180)
    return bytes(body)


def test_flirs_segments_give_date_place_and_direction(tmp_path: Path) -> None:
    found = exif_in(tmp_path, flir(flir_camera(), flir_receiver()))
    # 1,684,102,530 s after 1970 is 22:15:30 UTC; the camera's clock is 180 minutes east of it.
    assert dates(found) == {"FLIR DateTimeOriginal": ["2023-05-15T01:15:30.107+03:00"]}
    assert found.value(Meaning.MODEL) == "FLIR Two"
    assert found.value(Meaning.HEADING) == {"degrees": 271.25, "reference": "true"}
    where: Any = found.value(Meaning.POSITION)
    assert (where["latitude"], where["longitude"], where["altitude_m"]) == (46.5, -32.25, 41.5)
    assert not found.warnings


@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        (flir_receiver(valid=0), []),
        (flir_receiver(latitude=float("nan")), ["FLIR GPSLatitude"]),
        (flir_receiver()[:40], []),
    ],
)
def test_a_flir_without_a_fix_has_no_place(
    tmp_path: Path, receiver: bytes, told: list[str]
) -> None:
    found = exif_in(tmp_path, flir(flir_camera(), receiver))
    assert found.value(Meaning.POSITION) is None
    assert [
        warning[: len(start)] for warning, start in zip(found.warnings, told, strict=True)
    ] == told
