"""A run is one worker's for as long as its lease is renewed; then it is put back."""

import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from catalog import pipeline
from catalog.custody.chain import Actor
from catalog.models import Case, CustodyAct, Run, State
from catalog.pipeline import ending, lease, upkeep, work
from media_tools.errors import Stopped
from tests.catalog.pipeline.conftest import hand_in, work_off
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_one_of_many_workers_gets_a_run(case: Case) -> None:
    run = hand_in(case, "hello").runs.get(step="open")
    claimed: list[Run] = []

    def try_to_claim() -> None:
        got = work._claim(run.pk)
        if got:
            claimed.append(got)
        connection.close()

    threads = [threading.Thread(target=try_to_claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 1


def test_a_message_that_comes_twice_does_nothing_the_second_time(case: Case) -> None:
    item = hand_in(case, "hello")
    run = item.runs.get(step="open")
    assert pipeline.execute(run.pk)
    assert pipeline.execute(run.pk) == []
    assert run.readings.count() == 1
    assert item.custody.filter(act=CustodyAct.READ).count() == 1


def test_a_dead_workers_run_is_put_back_and_its_late_result_is_not_taken(case: Case) -> None:
    item = hand_in(case, "hello")
    dead = work._claim(item.runs.get(step="open").pk)
    assert dead
    pipeline.take_back()
    dead.refresh_from_db()
    assert dead.state == State.RUNNING, "a lease that still runs is respected"
    Run.objects.filter(pk=dead.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    pipeline.take_back()
    assert Run.objects.get(pk=dead.pk).state == State.WAITING
    work_off(item)
    assert item.state == State.DONE
    assert ending.land(dead, State.UNREADABLE, error="late") == []
    item.refresh_from_db()
    assert item.state == State.DONE


def test_the_lease_of_work_that_reports_nothing_is_renewed_until_it_is_stopped(
    case: Case, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TELL_S", 0.01)
    monkeypatch.setattr(lease, "RENEW_S", 0.01)
    item = hand_in(case, "hello")
    run = work._claim(item.runs.get(step="open").pk)
    assert run

    def lease_until() -> datetime:
        lasts = Run.objects.get(pk=run.pk).lease_until
        assert lasts
        return lasts

    def has_come_to_its_end() -> bool:
        keeper.progress(None, "")
        return False

    with lease.Keeper(run, 3600) as keeper:
        first = lease_until()
        until(lambda: lease_until() != first)
        pipeline.ask_to_stop(item, Actor.of(lead))
        with pytest.raises(Stopped):
            until(has_come_to_its_end)


def test_a_file_that_keeps_killing_its_worker_ends_broken(case: Case) -> None:
    item = hand_in(case, "hello")
    run = item.runs.get(step="open")
    for _ in range(12):
        assert work._claim(run.pk)
        Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        pipeline.take_back()
    run.refresh_from_db()
    assert run.state == State.BROKEN
    assert run.error == "The worker died 12 times while it ran open."


def test_what_a_killed_worker_left_on_disk_is_cleared_away_and_live_work_is_not(
    case: Case, data_dir: Path
) -> None:
    item = hand_in(case, "hello")
    live = work._claim(item.runs.get(step="open").pk)
    assert live
    old = time.time() - 3600
    for name in ("work/dead/big.raw", f"work/{live.owner}/big.raw", "originals/incoming/half"):
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(b"x")
    for path in data_dir.rglob("*"):
        os.utime(path, (old, old))
    (data_dir / "originals/incoming/arriving").write_bytes(b"x")
    pipeline.take_back()
    left = {path.name for path in data_dir.rglob("*") if path.is_file()}
    assert left == {"big.raw", "arriving", item.original_id}
    assert (data_dir / "work" / live.owner / "big.raw").exists()


def test_lost_messages_are_sent_again_once_the_queue_is_empty(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "UNSENT_AFTER", timedelta(hours=1))
    item = hand_in(case, "hello")
    run = item.runs.get(step="open")
    Run.objects.filter(pk=run.pk).update(sent_at=timezone.now() - timedelta(hours=2))
    assert pipeline.unsent(["open"], queue_is_empty=False) == []
    assert pipeline.unsent(["open"], queue_is_empty=True) == [run]
    assert pipeline.unsent(["closer"], queue_is_empty=True) == []
    pipeline.note_sent([run.pk])
    assert pipeline.unsent(["open"], queue_is_empty=True) == [], "it was sent a moment ago"
