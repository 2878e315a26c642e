"""Which tracks of a clip are taken, which are left aside, and what their headers claim."""

import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from media_tools.embedded.streams import container_findings
from media_tools.embedded.taken_streams import Stream, left_aside, take
from media_tools.findings import Findings, Meaning
from media_tools.media import Kind
from media_tools.pixel_formats import bits_of, has_alpha
from media_tools.tools import tool_path
from tests.media_tools.golden import golden
from tests.media_tools.making import PICTURES, SOUND, as_media, make_clip, picture, probe_of
from tests.media_tools.running import findings_of
from tests.waiting import PATIENCE_S

SILENCE = ("-f", "lavfi", "-i", "anullsrc=channel_layout=mono:duration=0.4")


def raw(findings: Findings) -> dict[str, str]:
    """Every reading by its tag, the first of each."""
    return {reading.tag: reading.text for reading in reversed(findings.readings)}


@pytest.mark.parametrize(
    ("name", "coding"),
    [
        ("song.m4a", "png"),
        ("song.flac", "png"),
        ("song.mp3", "png"),
        ("song.m4a", "bmp"),
        ("song.mp3", "gif"),
        ("song.mp3", "tiff"),
    ],
)
def test_cover_art_is_told_and_leaves_a_song_a_song(name: str, coding: str, tmp_path: Path) -> None:
    cover = tmp_path / f"cover.{coding}"
    picture().save(cover)
    inputs = (*SOUND, "-i", str(cover), "-map", "0", "-map", "1")
    path = make_clip(tmp_path / name, *inputs, "-c:v", "copy", "-disposition:v", "attached_pic")
    assert as_media(path).kind is Kind.AUDIO
    found = probe_of(path)
    fields = raw(found)
    assert fields["tracks:still picture"] == "1"
    assert fields["stream:1:disposition:attached_pic"] == "1"
    assert fields["stream:1:codec_name"] == coding
    assert found.value(Meaning.VIDEO_CODEC) is None
    scanned = findings_of("scan", path)
    assert not scanned.stills
    assert not [*found.warnings, *scanned.warnings]


def test_cover_art_of_a_film_is_not_its_pictures(tmp_path: Path) -> None:
    cover = tmp_path / "cover.png"
    picture(640, 480).save(cover)
    inputs = ("-i", str(cover), *PICTURES, "-map", "0", "-map", "1")
    coded = ("-c:v:0", "copy", "-c:v:1", "mpeg4", "-disposition:v:0", "attached_pic")
    path = make_clip(tmp_path / "film.mp4", *inputs, *coded)
    found = probe_of(path)
    assert (found.value(Meaning.WIDTH), found.value(Meaning.VIDEO_CODEC)) == (64, "mpeg4")
    fields = raw(found)
    assert fields["tracks:still picture"] == "1"
    assert fields["stream:0:pix_fmt:bits"] == "8"  # its header names the format alone
    assert not found.warnings


def test_the_default_sound_track_is_heard_and_the_others_are_named(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "two.mkv",
        *(*PICTURES, *SILENCE, *SOUND, "-map", "0", "-map", "1", "-map", "2"),
        *("-c:a:0", "flac", "-c:a:1", "pcm_s16le", "-metadata:s:a:0", "language=ukr"),
        *("-disposition:a:0", "0", "-disposition:a:1", "default"),
    )
    assert probe_of(path).warnings == [
        "There are 2 sound tracks: stream 2 (pcm_s16le) is taken; left aside: stream 1 (flac, ukr)."
    ]
    with wave.open(str(findings_of("scan", path).artefact("sound").path), "rb") as sound:
        heard = np.frombuffer(sound.readframes(4000), dtype="<i2")
    assert np.abs(heard).max() > 1000


def stream(index: int, side: int, *marks: str) -> Stream:
    """A track of moving pictures as ffprobe describes it."""
    return {
        "index": index,
        "codec_type": "video",
        "codec_name": "h264",
        "width": side,
        "height": side,
        "disposition": dict.fromkeys(marks, 1),
    }


@pytest.mark.parametrize(
    ("streams", "taken"),
    [
        ([stream(0, 32), stream(1, 64), stream(2, 64)], 1),
        ([stream(0, 32, "default"), stream(1, 64)], 0),
        ([stream(0, 32, "default"), stream(1, 64, "default")], 1),
        ([stream(0, 64, "default", "timed_thumbnails"), stream(1, 32)], 1),
        ([stream(0, 64, "default", "still_image"), stream(1, 32)], 1),
        ([stream(0, 64, "attached_pic")], None),
        ([{**stream(0, 64), "codec_name": ""}, stream(1, 32)], 1),
        ([{**stream(0, 64), "height": 0}, stream(1, 32)], 1),
        ([], None),
    ],
)
def test_the_largest_default_track_of_moving_pictures_is_taken(
    streams: list[Stream], taken: int | None
) -> None:
    pictures = take(streams).pictures
    assert (pictures["index"] if pictures else None) == taken


def test_the_clock_of_a_container_is_no_rate_and_none_is_guessed() -> None:
    # As ffprobe reads a clip of 30 frames a second whose packets state no duration.
    pictures = {**stream(0, 64), "avg_frame_rate": "1000/1", "r_frame_rate": "60/1"}
    found = container_findings({"streams": [pictures]}, Kind.VIDEO, "ffprobe")
    assert found.value(Meaning.FRAME_RATE) is None
    assert any("1000/1, which is the container's clock" in told for told in found.warnings)
    unstated = {**pictures, "avg_frame_rate": "0/0"}
    found = container_findings({"streams": [unstated]}, Kind.VIDEO, "ffprobe")
    assert (found.value(Meaning.FRAME_RATE), found.warnings) == (None, [])


def test_a_file_of_very_many_tracks_names_a_few_of_them() -> None:
    streams = [stream(index, 64) for index in range(60)]
    (told,) = left_aside(streams, take(streams))
    assert told.startswith("There are 60 tracks of moving pictures: stream 0 (h264, 64 x 64)")
    assert told.endswith("stream 8 (h264, 64 x 64) and 51 more.")


def test_what_a_header_claims_of_its_pictures_is_read(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "claims.mov",
        *(*PICTURES, *SOUND, "-timecode", "10:20:30:00", "-c:v", "prores_ks", "-profile:v", "hq"),
        *(
            "-vf",
            "scale=out_color_matrix=bt709,setsar=4/3,setfield=bff,format=yuv422p10le,"
            "setparams=color_primaries=bt2020:color_trc=bt709:colorspace=bt709",
        ),
        *("-flags", "+ildct"),
    )
    claimed = raw(probe_of(path))
    assert claimed["stream:0:field_order"].startswith("b")
    assert claimed["stream:0:color_primaries"] == "bt2020"
    assert claimed["stream:0:color_transfer"] == "bt709"
    assert claimed["stream:0:color_space"] == "bt709"
    assert claimed["stream:0:sample_aspect_ratio"] == "4:3"
    assert claimed["stream:0:bits_per_raw_sample"] == "10"
    assert claimed["stream:2:tags:timecode"] == "10:20:30:00"
    assert {tag: text for tag, text in claimed.items() if tag.startswith("tracks:")} == {
        "tracks:audio": "1",
        "tracks:data": "1",
        "tracks:video": "1",
    }


def test_bits_and_transparency_of_every_pixel_format_are_known() -> None:
    listed = subprocess.run(
        [tool_path("ffmpeg"), "-v", "error", "-pix_fmts"],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    ).stdout
    checked = 0
    for line in listed.partition("-----\n")[2].splitlines():
        _, name, components, _, *depths = line.split()
        # Those below 8 bits and raw sensor data stand in no film.
        if not depths or int(depths[0].split("-")[0]) < 8 or name.startswith("bayer"):
            continue
        checked += 1
        assert bits_of(name) == int(depths[0].split("-")[0]), name
        assert has_alpha(name) == (components in "24" or name == "pal8"), name
    assert checked > 100


@golden("probe", 4)
def test_the_golden_clip_reads_as_it_did(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "golden.mkv",
        *(*PICTURES, *SOUND, "-c:v", "ffv1", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le"),
    )
    found = probe_of(path)
    seen = [(r.meaning.value, r.tag, r.value) for r in found.readings if r.meaning]
    known = [
        ("duration", "format:duration", 0.4),
        ("video_codec", "stream:0:codec_name", "ffv1"),
        ("width", "stream:0:width", 64),
        ("height", "stream:0:height", 48),
        ("frame_rate", "stream:0:avg_frame_rate", {"numerator": 25, "denominator": 1}),
        ("audio_codec", "stream:1:codec_name", "pcm_s16le"),
        ("start_time", "stream:0:start_pts", {"stream": 0, "pts": 0, "time_base": "1/1000"}),
        ("start_time", "stream:1:start_pts", {"stream": 1, "pts": 0, "time_base": "1/1000"}),
    ]
    tracks = {tag: text for tag, text in raw(found).items() if tag.startswith("tracks:")}
    assert (seen, tracks) == (known, {"tracks:audio": "1", "tracks:video": "1"})
