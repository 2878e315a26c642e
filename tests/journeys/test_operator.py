"""What an operator and other tools rely on: commands, their one JSON object a line, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, Installation
from tests.journeys.making import photo
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.journey


def end_of(installation: Installation, *args: str) -> tuple[int, str]:
    """Exit code and standard error of one command."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *args],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_what_is_refused_does_not_hold_up_the_rest(
    installation: Installation, tmp_path: Path
) -> None:
    good = photo(
        tmp_path / "b good.jpg",
        taken="2023:05:03 02:43:10",
        offset="+03:00",
        latitude=-17.5,
        longitude=-149.5,
    )
    (tmp_path / "a empty.jpg").touch()
    os.mkfifo(tmp_path / "c pipe.mp4")
    lines = installation.manage_json(
        "ingest", str(tmp_path), str(tmp_path / "missing.mp4"), "--case", "OPS", "--wait",
        "--claimed-place", "-17.5,-149.5±50", code=1,
    )  # fmt: skip
    told = {Path(line["path"]).name: line for line in lines}
    assert {name: line["outcome"] for name, line in told.items()} == {
        "a empty.jpg": "refused",
        "b good.jpg": "queued",
        "c pipe.mp4": "refused",
        "missing.mp4": "refused",
    }
    assert told["a empty.jpg"]["reason"].startswith("The file is empty")
    assert told["c pipe.mp4"]["reason"] == "This is a pipe, not a file."
    assert told["b good.jpg"]["state"] == "done"
    [facts] = installation.manage_json("show", told["b good.jpg"]["ref"])
    assert facts["embedded"]["captured"][0]["offset"] == "+03:00"
    assert facts["embedded"]["position"]["latitude"] == pytest.approx(-17.5, abs=1e-6)
    assert facts["claims"][0]["radius_m"] == 50
    [hit] = installation.manage_json("find", "--near", "-17.5,-149.5", "--within", "1km")
    assert (hit["ref"], hit["certainty"]) == (told["b good.jpg"]["ref"], "certain")
    assert good.exists(), "what is handed in stays where it was"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["ingest"], 2, "PATH"),
        (["ingest", "x", "--claimed-time", "31 February 2023"], 2, "--claimed-time"),
        (["ingest", "x", "--claimed-place", "120,10"], 2, "--claimed-place"),
        (["ingest", "x", "--viewpoint", "nonsense"], 2, "--viewpoint"),
        (["ingest", "x", "--case", "not a code"], 2, "--case"),
        (["find", "--near", "1,2,3", "--within", "1km"], 2, "--near"),
        (["show", "NO-0001"], 1, "There is no item NO-0001."),
    ],
)
def test_wrong_use_is_told_in_a_sentence_that_names_it(
    installation: Installation, args: list[str], code: int, said: str
) -> None:
    ended, told = end_of(installation, *args)
    assert ended == code, told
    assert said in told


def test_the_doctor_looks_at_everything_while_it_runs(installation: Installation) -> None:
    report = json.loads(installation.manage("doctor", "--json"))
    assert report["queue"]["running"] is True
    assert report["database"]["migrations_missing"] == 0
    assert report["versions"]["ffmpeg"]
    assert report["containment"]["used"] != "none"
    assert [one for one in report["findings"] if one["level"] == "error"] == []
