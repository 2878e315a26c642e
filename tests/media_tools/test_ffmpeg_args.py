import subprocess
from pathlib import Path

import pytest

from media_tools.ffmpeg_args import input_arguments
from media_tools.tools import tool_path
from tests.media_tools.making import PICTURES, SOUND, make_clip
from tests.waiting import PATIENCE_S


def frames_of(path: Path) -> "subprocess.CompletedProcess[str]":
    argv = [tool_path("ffmpeg"), *input_arguments(path), "-f", "framecrc", "-"]
    return subprocess.run(argv, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_a_plain_clip_is_read(tmp_path: Path) -> None:
    ended = frames_of(make_clip(tmp_path / "clip.mp4", *PICTURES, *SOUND))
    assert ended.returncode == 0
    assert ended.stdout.count("\n0,") == 10


@pytest.mark.parametrize(
    "script",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{other}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {other}\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-main:2011">'
        '<Period><AdaptationSet><Representation id="0" mimeType="video/mp4" bandwidth="1">'
        "<BaseURL>{other}</BaseURL></Representation></AdaptationSet></Period></MPD>",
    ],
    ids=["playlist", "concat script", "manifest"],
)
def test_a_script_under_a_clips_name_leads_to_no_other_file(tmp_path: Path, script: str) -> None:
    other = make_clip(tmp_path / "canary.ts", *PICTURES)
    path = tmp_path / "upload.mp4"
    path.write_text(script.format(other=other.name))
    ended = frames_of(path)
    assert ended.returncode != 0
    assert "\n0," not in ended.stdout


def test_pictures_are_left_to_the_other_parser(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "frame.png", *PICTURES, "-frames:v", "1")
    assert frames_of(path).returncode != 0
