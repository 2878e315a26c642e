"""``python -m media_tools`` does what docs say to people and to scripts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from media_tools.__main__ import main
from media_tools.step import all_steps
from tests.media_tools.making import make_clip
from tests.waiting import PATIENCE_S

SOURCE = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second of lossless pictures."""
    path = tmp_path_factory.mktemp("clips") / "clip.mkv"
    return make_clip(path, *SOURCE, "-c:v", "ffv1")


def test_it_runs_as_a_module(clip: Path) -> None:
    argv = [sys.executable, "-m", "media_tools", "scan", str(clip), "--json"]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    answer = json.loads(ended.stdout)
    assert answer["path"] == str(clip)
    assert (answer["step"], answer["version"], answer["error"]) == (
        "scan",
        all_steps()["scan"].version,
        "",
    )
    assert answer["stills"][1]["pts"] == 300
    assert answer["stills"][1]["time_base"] == "1/1000"
    assert answer["stills"][1]["seconds"] == 0.3
    assert len(answer["stills"][1]["sha256"]) == 64
    wanted = {"readings", "measurements", "stills", "artefacts", "warnings", "made_with"}
    assert wanted < set(answer)
    assert answer["made_with"][0]["argv"][0] == "ffmpeg"
    assert str(clip.parent) not in json.dumps(answer["made_with"])


def test_one_bad_file_fails_the_call_and_not_the_others(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("not a clip")
    assert main(["scan", str(bad), str(clip), "--json"]) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["error"].startswith("Not a clip or picture: the bytes look like plain text.")
    assert second["error"] == ""


def test_a_step_is_told_what_came_before_and_what_the_file_is_called(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dated = tmp_path / "IMG_20230514_221530.mkv"
    make_clip(dated, "-i", str(clip), "-metadata", "creation_time=2023-05-14T19:15:30Z")
    sidecar = tmp_path / "IMG_20230514_221530.xmp"
    sidecar.write_text('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    assert main(["exif", str(dated), str(sidecar), "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    meanings = [reading["meaning"] for reading in first["readings"] if reading["meaning"]]
    assert meanings == ["named", "captured", "captured"]
    assert [reading["meaning"] for reading in second["readings"]] == ["named"]


def test_a_person_gets_a_table(clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(clip)]) == 0
    shown = capsys.readouterr().out
    assert "frames_counted" in shown
    assert "10 ± 0 frames" in shown


def test_what_is_made_can_be_kept(clip: Path, tmp_path: Path) -> None:
    assert main(["grid", "--keep", str(tmp_path / "kept"), str(clip)]) == 0
    kept = tmp_path / "kept" / clip.name
    assert (kept / "grid" / "poster.jpg").is_file()
    assert (kept / "scan" / "luma.npy").is_file()
    with pytest.raises(SystemExit, match="2"):
        main(["grid", "--keep", str(tmp_path / "kept"), str(clip)])


def test_a_step_refuses_what_it_does_not_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = make_clip(tmp_path / "tone.wav", "-f", "lavfi", "-i", "sine=duration=0.2")
    assert main(["first_look", str(sound), "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == "The step first_look does not take audio/x-wav."


def test_every_step_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["name"] for one in listed] == list(all_steps())
    assert main(["--list"]) == 0
    assert "needs probe" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a step"),
        (["scan"], "name a step"),
        (["dance", __file__], "there is no step dance"),
        (["scan", "/nowhere/at/all.mp4"], "these are not files: /nowhere/at/all.mp4"),
    ],
)
def test_wrong_use_says_what_is_wrong(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
