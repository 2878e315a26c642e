"""The readers of receivers' formats on bytes that nobody's camera wrote."""

import math
import os
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_tools.children import camm, dji, free_gps, gpmf, nmea
from media_tools.children.camera_track import read_track
from media_tools.children.fixes import Fixes
from tests.media_tools.receivers import (
    box,
    camm6,
    full,
    gps5,
    gps9,
    klv,
    novatek,
    plain_clip,
    rmc,
    with_boxes,
    with_track,
)
from tests.media_tools.running import findings_of

WHOLE = {
    "gpmf": gps5(0),
    "gpmf9": gps9(0),
    "camm": camm6(0, 0.0),
    "nmea": rmc(0).encode(),
    "free_gps": novatek(0),
    "dji": b"GPS (32.6, 46.6, 18) [latitude: 46.6] [longitude: 32.6] 2023-05-03 05:27:11",
}


def read(name: str, data: bytes) -> Fixes:
    into = Fixes()
    if name.startswith("gpmf"):
        gpmf.read_payload(data, 0.0, 1.0, into)
        gpmf.camera_of(data)
    elif name == "camm":
        camm.read_packets(data, 0.0, None, into)
    elif name == "nmea":
        nmea.read_sentences(data, 0.0, 1.0, into)
        nmea.read_log(data, into)
    elif name == "free_gps":
        free_gps.read_block(data, 0.0, into)
    else:
        dji.read_caption(data.decode("utf-8", "replace"), 0.0, into)
    return into


def assert_all_are_positions(fixes: Fixes) -> None:
    rows = np.frombuffer(fixes.rows).reshape(-1, 6)
    assert np.isfinite(rows[:, :3]).all()
    assert (np.abs(rows[:, 1]) <= 90).all()
    assert (np.abs(rows[:, 2]) <= 180).all()
    assert (rows[:, 1:3] != 0).any(axis=1).all()


def test_what_is_whole_gives_a_fix() -> None:
    assert [len(read(name, data)) for name, data in WHOLE.items()] == [4, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_any_bytes_give_positions_or_none(name: str, data: Any) -> None:
    whole = WHOLE[name]
    at = data.draw(st.integers(0, len(whole)))
    garbage = data.draw(st.binary(max_size=64))
    overwritten = whole[:at] + garbage + whole[at + len(garbage) :]
    for content in (garbage, overwritten, whole[:at], whole[:at] + garbage):
        assert_all_are_positions(read(name, content))


def movie(*tables: bytes, coding: bytes = b"gpmd") -> bytes:
    media = [
        full(b"mdhd", struct.pack(">4I", 0, 0, 1000, 1000)),
        full(b"hdlr", bytes(4), b"meta"),
        box(b"minf", box(b"stbl", full(b"stsd", bytes(4), box(coding)), *tables)),
    ]
    return box(b"moov", box(b"trak", box(b"mdia", *media)))


def read_movie(content: bytes) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        before = Path.cwd()
        os.chdir(folder)
        try:
            return read_track(str(path), None)
        finally:
            os.chdir(before)


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from([b"stts", b"stsc", b"stsz", b"stco", b"co64"]))
def test_any_tables_are_walked_or_left(content: bytes, kind: bytes) -> None:
    tables = {
        b"stts": full(b"stts", struct.pack(">3I", 1, 1, 1000)),
        b"stsc": full(b"stsc", struct.pack(">4I", 1, 1, 1, 1)),
        b"stsz": full(b"stsz", struct.pack(">3I", 0, 1, len(gps5(0)))),
        b"stco": full(b"stco", struct.pack(">2I", 1, 0)),
    }
    tables[kind] = box(kind, content)
    read_movie(movie(*tables.values()) + box(b"mdat", gps5(0)))
    read_movie(box(b"moov", content) + box(b"free", box(b"gps ", content)))


def test_tables_that_claim_four_thousand_million_samples_end_with_the_file() -> None:
    most = 0xFFFFFFFF
    tables = [
        full(b"stts", struct.pack(">3I", 1, most, most)),
        full(b"stsc", struct.pack(">4I", most, 1, most, 1)),
        full(b"stsz", struct.pack(">2I", len(gps5(0)), most)),
    ]
    first = len(movie(*tables, full(b"stco", struct.pack(">2I", most, 0)))) + 8
    head = movie(*tables, full(b"stco", struct.pack(">2I", most, first)))
    found = read_movie(head + box(b"mdat", gps5(0) * 3))
    assert found["is_cut"]


def test_nests_deeper_than_any_camera_writes_are_left(tmp_path: Path) -> None:
    nested = klv(b"GPSU", "U", 16, b"230503022711.000")
    for _ in range(5000):
        nested = struct.pack(">4sBBH", b"DEVC", 0, 255, 65_535) + nested
    clip = with_track(plain_clip(tmp_path / "plain.mp4", 1), [nested, gps5(1)], b"gpmd")
    (tmp_path / "upload").write_bytes(clip)
    found = findings_of("track", tmp_path / "upload")
    assert any("damaged" in warning for warning in found.warnings)
    assert np.load(found.artefact("track").path)[:, 0].tolist() == [1, 1.25, 1.5, 1.75]


def test_a_track_of_something_else_is_given_up_early() -> None:
    tables = [
        full(b"stts", struct.pack(">3I", 1, 0xFFFFFFFF, 1)),
        full(b"stsc", struct.pack(">4I", 1, 1, 0xFFFFFFFF, 1)),
        full(b"stsz", struct.pack(">2I", 1, 0xFFFFFFFF)),
        full(b"stco", struct.pack(">2I", 1, 8)),
    ]
    assert read_movie(movie(*tables, coding=b"mett") + bytes(2000)) == {"camera": ""}


def test_a_list_of_blocks_that_points_outside_says_so(tmp_path: Path) -> None:
    clip = plain_clip(tmp_path / "plain.mp4", 1)
    listed = box(b"gps ", struct.pack(">4I", 0x101, 1, 0xFFFFFF00, 512))
    assert read_movie(with_boxes(clip, listed)) == {"camera": ""}


def test_numbers_that_are_none_do_not_become_positions() -> None:
    for latitude in (math.nan, math.inf, -math.inf, 1e300):
        into = Fixes()
        camm.read_packets(struct.pack("<HH3d", 0, 5, latitude, 32.6, 0.0), 0.0, None, into)
        assert (len(into), into.impossible) == (0, 1)
