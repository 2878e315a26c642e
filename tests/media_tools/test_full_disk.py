"""A full disk: told as such, never as damage to the file."""

import errno
from pathlib import Path

import pytest

from media_tools.sandbox import Limits, run
from media_tools.step import Job, all_steps
from media_tools.tools import tool_path
from tests.media_tools.making import PICTURES, SOUND, as_media, make_clip, picture
from tests.media_tools.running import findings_of
from tests.waiting import PATIENCE_S


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the file ``out`` lies on a disk that is always full."""
    # The layers that hide the machine hide this disk as well.
    monkeypatch.setenv("SIGHTLINE_CONTAINMENT", "none")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "out").symlink_to("/dev/full")
    return folder


def test_a_decoder_on_a_full_disk_does_not_call_the_clip_damaged(
    folder: Path, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES, *SOUND)
    argv = [tool_path("ffmpeg"), "-nostdin", "-v", "error", "-i", str(clip), "-f", "s16le", "-y"]
    with pytest.raises(OSError, match="No space left") as full:
        run([*argv, "out"], folder=folder, limits=Limits(PATIENCE_S, 20), reads=[clip])
    assert full.value.errno == errno.ENOSPC


def test_a_parser_on_a_full_disk_does_not_call_the_picture_damaged(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "still0.jpg").symlink_to("/dev/full")
    photo = tmp_path / "photo.png"
    picture(400, 300).save(photo)
    job = Job(as_media(photo), folder, {"probe": findings_of("probe", photo)})
    with pytest.raises(OSError, match="No space left") as full:
        all_steps()["scan"].run(job)
    assert full.value.errno == errno.ENOSPC
