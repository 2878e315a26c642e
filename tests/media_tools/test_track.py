"""The track step on clips into which we wrote the way of a camera ourselves."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_tools.findings import Findings, Meaning
from media_tools.step import Job
from media_tools.steps.track import STEP
from tests.media_tools.golden import golden
from tests.media_tools.making import PICTURES, as_media, exif_of, make_clip, probe_of
from tests.media_tools.receivers import (
    START,
    START_S,
    box,
    camm5,
    camm6,
    gga,
    gps5,
    gps9,
    klv,
    novatek,
    plain_clip,
    rmc,
    where,
    with_blocks,
    with_boxes,
    with_captions,
    with_log,
    with_track,
)
from tests.media_tools.running import findings_of


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Three seconds whose header says, as if it were UTC, the local time of Kherson."""
    folder = tmp_path_factory.mktemp("plain")
    return plain_clip(folder / "plain.mp4", 3.0, "2023-05-03T05:27:11Z")


def track_of(folder: Path, content: bytes) -> Findings:
    path = folder / "upload"
    path.write_bytes(content)
    return findings_of("track", path)


def rows_of(findings: Findings) -> Any:
    return np.load(findings.artefact("track").path)


def value_of(findings: Findings, meaning: Meaning) -> Any:
    return findings.value(meaning)


def assert_is_where_it_was(rows: Any, tolerance: float = 1e-6) -> None:
    """Every fix lies where the camera was at that second of the clip."""
    for seconds, latitude, longitude, *_ in rows:
        assert (latitude, longitude) == pytest.approx(where(seconds), abs=tolerance)


def test_a_clip_without_a_receiver_has_no_track(tmp_path: Path, clip: bytes) -> None:
    found = track_of(tmp_path, clip)
    assert (found.readings, found.measurements, found.artefacts) == ([], [], [])


def test_a_gopro_says_where_it_was_and_when(tmp_path: Path, clip: bytes) -> None:
    found = track_of(tmp_path, with_track(clip, [gps5(second) for second in range(3)], b"gpmd"))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [number / 4 for number in range(12)]
    assert_is_where_it_was(rows)
    assert rows[:, 3].tolist() == [12.345] * 12
    assert rows[:, 4] == pytest.approx(15.4)
    clocks = rows[:, 5]
    assert clocks[::4].tolist() == [START_S, START_S + 1, START_S + 2]
    assert np.isnan(np.delete(clocks, [0, 4, 8])).all()
    details = found.artefact("track").details
    assert (details["layout"], details["altitude_reference"]) == (1, "ellipsoid")
    assert value_of(found, Meaning.MODEL) == "Hero9 Black"
    place = value_of(found, Meaning.POSITION)
    assert (place["latitude"], place["longitude"], place["radius_m"]) == (46.6, 32.6, 15.4)
    assert place["altitude_reference"] == "ellipsoid"


def test_the_receivers_clock_says_when_the_clip_begins(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps5(second) for second in range(3)]
    found = track_of(tmp_path, with_track(clip, payloads, b"gpmd", delay_ms=500))
    assert rows_of(found)[0, 0] == 0.5
    captured = value_of(found, Meaning.CAPTURED)
    begins = START - timedelta(seconds=0.5)
    assert datetime.fromisoformat(captured["earliest"]) <= begins
    assert begins <= datetime.fromisoformat(captured["latest"])
    assert (captured["zone"], captured["offset"]) == ("stated", "+00:00")


def test_a_header_in_local_time_is_measured_and_told(tmp_path: Path, clip: bytes) -> None:
    found = track_of(tmp_path, with_track(clip, [gps5(second) for second in range(3)], b"gpmd"))
    offset = found.measurements[0]
    assert (offset.name, offset.value, offset.unit) == ("clock_offset", 3 * 3600, "s")
    assert offset.uncertainty == pytest.approx(5)
    assert "local time of UTC+03:00" in found.warnings[0]


def test_a_header_that_is_right_gives_no_warning(tmp_path: Path) -> None:
    right = plain_clip(tmp_path / "right.mp4", 3.0, "2023-05-03T02:27:13Z")
    found = track_of(tmp_path, with_track(right, [gps5(0), gps5(1)], b"gpmd"))
    assert found.measurements[0].value == 2
    assert found.warnings == []


def test_a_newer_gopro_gives_each_fix_its_own_clock(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps9(0), gps9(1, locks=(0, 2))]
    found = track_of(tmp_path, with_track(clip, payloads, b"gpmd"))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 0.5, 1.5]
    assert_is_where_it_was(rows)
    assert (rows[:, 5] - rows[:, 0]).tolist() == [START_S] * 3
    assert rows[:, 4].tolist() == [25.0] * 3
    assert found.artefact("track").details["altitude_reference"] == "sea level"
    assert "no lock for 1 of its fixes" in found.warnings[0]


def test_without_a_lock_there_is_no_position_and_no_clock(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps5(second, lock=0) for second in range(3)]
    found = track_of(tmp_path, with_track(clip, payloads, b"gpmd"))
    assert found.artefacts == []
    assert found.value(Meaning.POSITION) is None
    assert found.value(Meaning.CAPTURED) is None
    assert found.measurements[0].value is None
    assert "receiver's clock" in found.measurements[0].cannot_tell
    assert any("no lock for 12" in warning for warning in found.warnings)


def test_what_cannot_be_a_position_never_becomes_one(tmp_path: Path, clip: bytes) -> None:
    places = [(0.0, 0.0), (46.6, 32.6), (91.0, 10.0), (10.0, -200.0)]
    found = track_of(tmp_path, with_track(clip, [gps5(0, at=places)], b"gpmd"))
    assert rows_of(found)[:, 1:3].tolist() == [[46.6, 32.6]]
    assert any(warning.startswith("3 fixes hold 0, 0") for warning in found.warnings)


def test_a_leap_is_kept_and_marked(tmp_path: Path, clip: bytes) -> None:
    places = [(46.6, 32.6), (46.6001, 32.6), (45.0, 39.0), (45.0001, 39.0)]
    found = track_of(tmp_path, with_track(clip, [gps5(0, at=places)], b"gpmd"))
    assert len(rows_of(found)) == 4
    assert found.artefact("track").details["jumps"] == [2]
    assert any("leaps 1 times, first at 0:00:00.500" in told for told in found.warnings)
    discs = value_of(found, Meaning.TRACK)["stretches"]
    assert [round(disc["latitude"]) for disc in discs] == [47, 45]
    assert all(disc["radius_m"] < 50 for disc in discs)


def test_seconds_count_from_the_first_frame(tmp_path: Path) -> None:
    late = make_clip(tmp_path / "late.mp4", *PICTURES, "-output_ts_offset", "0.2")
    payloads = [gps5(0), gps5(1)]
    found = track_of(tmp_path, with_track(late.read_bytes(), payloads, b"gpmd"))
    assert rows_of(found)[0, 0] == pytest.approx(-0.2, abs=1e-3)


def test_camm_gives_positions_with_and_without_a_clock(tmp_path: Path, clip: bytes) -> None:
    packets = [camm5(at / 4) for at in range(4)]
    rows = rows_of(track_of(tmp_path, with_track(clip, packets, b"camm", 250)))
    assert rows[:, 0].tolist() == [0, 0.25, 0.5, 0.75]
    assert_is_where_it_was(rows)
    assert np.isnan(rows[:, 4:]).all()


@pytest.mark.parametrize("ahead_s", [18 - 315_964_800, 0])
def test_camm_counts_from_1980_or_from_1970(tmp_path: Path, clip: bytes, ahead_s: int) -> None:
    packets = [camm6(at / 4, START_S + at / 4 + ahead_s) for at in range(4)]
    packets.append(camm6(1, 0, lock=0))
    found = track_of(tmp_path, with_track(clip, packets, b"camm", 250))
    rows = rows_of(found)
    assert_is_where_it_was(rows)
    assert (rows[:, 5] - rows[:, 0]).tolist() == [START_S] * 4
    assert rows[:, 4].tolist() == [3.5] * 4


def test_sentences_in_a_caption_track_make_one_fix_a_second(tmp_path: Path) -> None:
    damaged = rmc(2).replace(",E,", ",W,")
    lines = [gga(0) + rmc(0), rmc(1, state="V"), damaged, "[1]" + rmc(3) + gga(3)]
    found = findings_of("track", with_captions(tmp_path / "nmea", lines))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 3]
    assert_is_where_it_was(rows)
    assert rows[0, 3:].tolist() == pytest.approx([41.5, 9.0, START_S])
    assert found.artefact("track").details["altitude_reference"] == "sea level"
    told = " ".join(found.warnings)
    assert "no lock for 1" in told
    assert "1 packets with positions are damaged" in told


@pytest.mark.parametrize(
    "line",
    [
        "F/3.5, SS 1000, ISO 100, EV 0, GPS ({lon:.6f}, {lat:.6f}, 18), D 24.26m, H 6.00m",
        "HOME(32.6000,46.6000) 2023.05.03 05:27:11 GPS({lon:.6f},{lat:.6f},16) BAROMETER:1.9",
        "2023-05-03 05:27:11,118,697 [latitude: {lat:.6f}] [longitude: {lon:.6f}] "
        "[rel_alt: 6.000 abs_alt: 41.500]",
        "[latitude : {lat:.6f}] [longtitude : {lon:.6f}] [altitude: 41.500]",
    ],
)
def test_a_drones_captions_give_its_way(tmp_path: Path, line: str) -> None:
    lines = [line.format(lat=where(at)[0], lon=where(at)[1]) for at in range(3)]
    found = findings_of("track", with_captions(tmp_path / "dji", lines))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 1, 2]
    assert_is_where_it_was(rows)
    captured = value_of(found, Meaning.CAPTURED)
    if "2023" in line:
        assert (captured["zone"], captured["offset"]) == ("unknown", None)
    else:
        assert captured is None


def test_captions_in_another_container_are_read_as_well(tmp_path: Path) -> None:
    lines = [gga(at) + rmc(at) for at in range(3)]
    found = findings_of("track", with_captions(tmp_path / "nmea", lines, ".mkv"))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 1, 2]
    assert_is_where_it_was(rows)
    assert (rows[:, 5] - rows[:, 0]).tolist() == [START_S] * 3


def test_data_in_a_transport_stream_is_read_as_well(tmp_path: Path) -> None:
    data = tmp_path / "data.bin"
    data.write_text(rmc(0) + gga(0))
    path = make_clip(
        tmp_path / "clip.ts",
        *(*PICTURES, "-f", "data", "-i", str(data), "-map", "0", "-map", "1", "-c:d", "copy"),
        *("-c:v", "mpeg2video", "-muxdelay", "0"),
    )
    rows = rows_of(findings_of("track", path))
    assert rows[:, 0] == pytest.approx([0], abs=1e-3)
    assert_is_where_it_was(rows)


@pytest.mark.parametrize("begin", [0x30, 0x10])
def test_a_dash_camera_lists_its_blocks(tmp_path: Path, clip: bytes, begin: int) -> None:
    blocks = [novatek(0, begin), novatek(1, begin), novatek(2, begin, state=b"V")]
    found = track_of(tmp_path, with_blocks(clip, blocks))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 1]
    assert_is_where_it_was(rows, tolerance=1e-5)
    assert value_of(found, Meaning.CAPTURED)["zone"] == "unknown"
    assert any("no lock for 1" in warning for warning in found.warnings)


def test_a_dash_camera_logs_its_sentences(tmp_path: Path, clip: bytes) -> None:
    rows = rows_of(track_of(tmp_path, with_log(clip, [0, 1, 2])))
    assert rows[:, 0].tolist() == [0, 1, 2]
    assert_is_where_it_was(rows)
    assert rows[:, 3].tolist() == [41.5] * 3


def test_a_file_cut_off_is_read_up_to_there(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps5(second) for second in range(3)]
    whole = with_track(clip, payloads, b"gpmd")
    found = track_of(tmp_path, whole[: -len(payloads[2]) - 30])
    rows = rows_of(found)
    assert len(rows) == 6
    assert_is_where_it_was(rows, tolerance=1e-4)
    assert any("The file ends before its track" in warning for warning in found.warnings)


def test_a_damaged_payload_is_told_and_the_next_one_read(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps5(0), gps5(1).replace(b"GPSP", b"\xff\xfe\xfd\xfc"), gps5(2)]
    found = track_of(tmp_path, with_track(clip, payloads, b"gpmd"))
    rows = rows_of(found)
    assert rows[:, 0].tolist() == [0, 0.25, 0.5, 0.75, 2, 2.25, 2.5, 2.75]
    assert_is_where_it_was(rows)
    assert any("1 packets with positions are damaged" in warning for warning in found.warnings)


def test_a_clip_from_elsewhere_contradicts_its_tag(tmp_path: Path) -> None:
    place = ("-metadata", "location=+48.0000+037.8000/")
    tagged = make_clip(tmp_path / "tagged.mp4", *PICTURES, *place).read_bytes()
    path = tmp_path / "upload"
    path.write_bytes(with_track(tagged, [gps5(0)], b"gpmd"))
    upstream = {"probe": probe_of(path), "exif": exif_of(path)}
    found = STEP.run(Job(as_media(path), tmp_path, upstream))
    assert any("Two positions contradict each other" in warning for warning in found.warnings)


def test_the_camera_in_the_header_is_the_model(tmp_path: Path, clip: bytes) -> None:
    named = klv(b"DEVC", "\0", 1, klv(b"MINF", "c", 1, b"GoPro Max"))
    found = track_of(tmp_path, with_boxes(clip, box(b"udta", box(b"GPMF", named))))
    assert found.value(Meaning.MODEL) == "GoPro Max"


@golden("track", 2)
def test_the_golden_track_reads_as_it_did(tmp_path: Path, clip: bytes) -> None:
    payloads = [gps5(second) for second in range(3)]
    found = track_of(tmp_path, with_track(clip, payloads, b"gpmd"))
    assert [(r.tag, r.meaning, r.text) for r in found.readings] == [
        ("gpmd:DVNM", "model", "Hero9 Black"),
        ("gpmd:positions", "track", "12 fixes from 0.000 s to 2.750 s of the clip"),
        ("gpmd:first position", "position", "46.6000000, 32.6000000"),
        ("gpmd:GPS clock", "captured", "2023-05-03T02:27:11Z at 0.000 s of the clip"),
    ]
    assert value_of(found, Meaning.TRACK) == {
        "artefact": "track",
        "points": 12,
        "starts_s": 0.0,
        "ends_s": 2.75,
        "south": 46.6,
        "west": 32.6,
        "north": 46.6003465,
        "east": 32.6005088,
        "stretches": [
            {
                "starts_s": 0.0,
                "ends_s": 2.75,
                "latitude": 46.6001732,
                "longitude": 32.6002544,
                "radius_m": 43.0,
            }
        ],
    }
    assert value_of(found, Meaning.CAPTURED)["earliest"] == "2023-05-03T02:27:10Z"
    assert value_of(found, Meaning.CAPTURED)["latest"] == "2023-05-03T02:27:12Z"
    assert (rows_of(found).shape, rows_of(found).dtype) == ((12, 6), np.dtype("<f8"))
