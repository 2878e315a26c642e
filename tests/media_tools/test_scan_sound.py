"""The scan's sound is mono at 16 kHz and lies where the file says it lies."""

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media_tools.findings import Findings
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, measured

PICTURES = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1")
# A click of one sample in silence, half a second in.
CLICK = ("-f", "lavfi", "-i", "aevalsrc='if(eq(n,24000),0.9,0)':sample_rate=48000:duration=1")


def samples(findings: Findings) -> NDArray[np.int16]:
    with wave.open(str(findings.artefact("sound").path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def click_at(findings: Findings) -> float:
    """Seconds after the first frame shown, by the artefact's own account."""
    heard, details = samples(findings), findings.artefact("sound").details
    start = details["starts_after_first_frame_s"]
    assert isinstance(start, float)
    return start + int(np.abs(heard.astype(int)).argmax()) / 16_000


def test_a_click_is_heard_at_its_time(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "click.mkv", *PICTURES, *CLICK, "-c:v", "ffv1", "-c:a", "pcm_s16le")
    assert click_at(findings_of("scan", path)) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("delay", ["0.3", "-0.2"])
def test_sound_that_starts_later_or_earlier_than_the_pictures_is_placed_right(
    delay: str, tmp_path: Path
) -> None:
    inputs = (*PICTURES, "-itsoffset", delay, *CLICK)
    path = make_clip(tmp_path / "shifted.mkv", *inputs, "-c:v", "ffv1", "-c:a", "pcm_s16le")
    found = findings_of("scan", path)
    assert measured(found, "sound_start") == pytest.approx(float(delay), abs=0.0011)
    assert click_at(found) == pytest.approx(0.5 + float(delay), abs=0.0015)


@pytest.mark.parametrize(
    ("name", "codec"), [("clip.mp4", "aac"), ("clip.ts", "aac"), ("clip.mp4", "libmp3lame")]
)
def test_what_an_encoder_puts_before_the_sound_moves_no_click(
    name: str, codec: str, tmp_path: Path
) -> None:
    coded = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", codec)
    path = make_clip(tmp_path / name, *PICTURES, "-itsoffset", "0.3", *CLICK, *coded)
    assert click_at(findings_of("scan", path)) == pytest.approx(0.8, abs=0.002)


def test_a_hole_in_the_sound_is_told_and_not_filled(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "hole.mkv",
        *("-f", "lavfi", "-i", "sine=frequency=440:duration=3:sample_rate=48000"),
        *("-af", "asetnsamples=4800,aselect='not(between(t,0.95,1.95))'", "-c:a", "pcm_s16le"),
    )
    found = findings_of("scan", path)
    jumps = found.artefact("sound").details["jumps"]
    assert samples(found).size == pytest.approx(32_000, abs=20)
    assert isinstance(jumps, list)
    sample, pts = np.array(jumps[-1])
    assert pts - sample == pytest.approx(16_000, abs=50)
    assert measured(found, "duration") == pytest.approx(3, abs=0.01)


def test_a_clip_without_sound_has_none(tmp_path: Path) -> None:
    found = findings_of("scan", make_clip(tmp_path / "mute.mkv", *PICTURES, "-c:v", "ffv1"))
    assert "sound" not in [artefact.name for artefact in found.artefacts]
    assert not found.warnings


@pytest.mark.parametrize("name", ["tone.wav", "tone.mp3", "tone.m4a", "tone.flac", "tone.ogg"])
def test_sound_alone_is_measured(name: str, tmp_path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:duration=2.5:sample_rate=44100")
    found = findings_of("scan", make_clip(tmp_path / name, *tone))
    assert measured(found, "duration") == pytest.approx(2.5, abs=0.08)
    assert not found.stills
    assert not found.warnings


def test_pictures_are_read_when_the_sound_cannot_be(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "odd.mkv", *PICTURES, *CLICK, "-c:v", "ffv1", "-c:a", "ac3")
    # Now the track claims a coding that its data do not have.
    path.write_bytes(path.read_bytes().replace(b"A_AC3", b"A_DTS"))
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 10
    assert "There is a sound track, but not one sample can be decoded." in found.warnings


def test_pictures_are_read_when_the_sound_cannot_be_mixed_to_mono(tmp_path: Path) -> None:
    silence = ("-f", "lavfi", "-i", f"aevalsrc='{'|'.join(['0'] * 10)}':duration=1")
    coded = ("-c:v", "ffv1", "-c:a", "pcm_s16le")
    path = make_clip(tmp_path / "ten.mkv", *PICTURES, *silence, *coded)
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 10
    assert found.warnings == ["There is a sound track, but not one sample can be decoded."]


def test_sound_that_begins_late_holds_no_pictures_back(tmp_path: Path) -> None:
    late = ("-itsoffset", "0.9", *CLICK)
    path = make_clip(tmp_path / "late.mkv", *PICTURES, *late, "-c:v", "ffv1", "-c:a", "pcm_s16le")
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 10
    assert measured(found, "sound_start") == pytest.approx(0.9, abs=0.0011)
