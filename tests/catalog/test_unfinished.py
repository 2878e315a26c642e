"""What a killed worker had finished is taken up by the next one."""

import logging
import multiprocessing
import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from catalog import pipeline
from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, Item, Run, State
from catalog.pipeline import work
from catalog.storage.originals import local_original
from catalog.storage.unfinished import KEPT_FOR_S, remove_stale, unfinished_folder
from media_tools.errors import Unreadable
from tests.media_tools.interrupting import frames_kept, job_on, kill_after
from tests.media_tools.making import make_clip

CLIP = (
    *("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=20"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p"),
)


@pytest.fixture
def item(case: Case, tmp_path: Path) -> Item:
    with make_clip(tmp_path / "clip.mp4", *CLIP).open("rb") as file:
        receipt = receive(
            file, case=case, file_name="clip.mp4", actor=COMMAND_LINE, sheet=ClaimSheet()
        )
    assert receipt.item
    return receipt.item


@pytest.mark.django_db(transaction=True)
def test_a_scan_goes_on_where_a_killed_worker_was(
    item: Item, data_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline.execute(item.runs.get(step="probe").pk)
    run = work._claim(item.runs.get(step="scan").pk)
    assert run
    with unfinished_folder(work._same_work(run)) as unfinished:
        assert unfinished
    unfinished.mkdir()
    with local_original(item.original_id) as path:
        kill_after(job_on(path, tmp_path / "attempt", unfinished), 100, 0)
    kept = frames_kept(unfinished)
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    pipeline.take_back()
    with caplog.at_level(logging.INFO):
        pipeline.execute(run.pk)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert f"went on after {kept:,} frames" in caplog.text
    assert run.measurements.get(name="frames_counted").value == 600
    assert not unfinished.exists()


def test_a_folder_is_for_one_process_at_a_time_and_free_once_that_is_killed(
    data_dir: Path,
) -> None:
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()

    def hold() -> None:
        with unfinished_folder("work") as folder:
            assert folder
            (folder / "done").write_text("half")
            theirs.send(True)
            signal.pause()

    holder = fork.Process(target=hold)
    holder.start()
    ours.recv()
    with unfinished_folder("work") as folder:
        assert folder is None
    holder.kill()
    holder.join()
    with unfinished_folder("work") as folder:
        assert folder
        assert (folder / "done").read_text() == "half"
    assert not folder.exists()


@pytest.mark.parametrize(("fault", "stays"), [(Unreadable("x"), False), (KeyError("x"), True)])
def test_a_folder_stays_only_if_the_work_has_not_come_to_its_end(
    fault: Exception, stays: bool, data_dir: Path
) -> None:
    with pytest.raises(type(fault)), unfinished_folder("work") as folder:
        raise fault
    assert folder
    assert folder.exists() == stays


def test_folders_that_nobody_came_back_to_for_a_week_are_removed(data_dir: Path) -> None:
    long_ago = time.time() - KEPT_FOR_S - 60
    for name in ("old", "held", "young"):
        (data_dir / "unfinished" / name).mkdir(parents=True)
    with pytest.raises(KeyError), unfinished_folder("held"):
        for name in ("old", "held"):
            os.utime(data_dir / "unfinished" / name, (long_ago, long_ago))
        remove_stale()
        raise KeyError
    assert {path.name for path in (data_dir / "unfinished").iterdir()} == {"held", "young"}
