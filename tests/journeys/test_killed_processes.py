"""Any process may be killed at any instant: work resumes, nothing is lost or doubled."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Installation
from tests.journeys.making import clip
from tests.waiting import PATIENCE_S, until

pytestmark = pytest.mark.journey
KILL = "SELECT id FROM catalog_item WHERE ref LIKE 'KILL-%'"


def kill(installation: Installation, word: str) -> None:
    """``kill -9`` every process of this installation whose command line has the word."""
    found = installation.processes(word)
    assert found, f"there is no {word} to kill"
    for process in found:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def wait_until(installation: Installation, count: int, question: str) -> None:
    """Ask the database itself, often, until so many rows answer."""
    path = installation.data_dir / "db.sqlite3"
    with closing(sqlite3.connect(path, timeout=PATIENCE_S)) as database:
        select = f"SELECT count(*) FROM {question}"
        until(lambda: database.execute(select).fetchone()[0] >= count)


def test_work_survives_killed_workers_and_a_queue_that_lost_everything(
    installation: Installation, tmp_path: Path
) -> None:
    clips = [
        clip(tmp_path / f"{n}.mp4", seconds=20, size="640x360", tone=300 + n) for n in range(2)
    ]
    lines = installation.manage_json("ingest", *map(str, clips), "--case", "KILL")
    refs = [line["ref"] for line in lines]
    # One that is too quick to be caught at it has still to outlive the rest.
    begun = "catalog_run WHERE step = 'scan' AND state IN ('running', 'done')"
    wait_until(installation, 1, f"{begun} AND item_id IN ({KILL})")
    kill(installation, "celery")
    kill(installation, "redis.sock")
    shutil.rmtree(installation.data_dir / "redis", ignore_errors=True)
    wait_until(installation, 2, "catalog_item WHERE ref LIKE 'KILL-%' AND state = 'done'")
    for ref in refs:
        facts: dict[str, Any]
        [facts] = installation.manage_json("show", ref)
        frames = facts["frames"]
        assert len({frame["pts"] for frame in frames}) == len(frames) > 10
        steps = [run["step"] for run in facts["runs"]]
        assert len(set(steps)) == len(steps)
    again = installation.manage_json("ingest", *map(str, clips), "--case", "KILL")
    assert [line["outcome"] for line in again] == ["already_held"] * 2
    assert [line["ref"] for line in again] == refs
    installation.manage("verify")
