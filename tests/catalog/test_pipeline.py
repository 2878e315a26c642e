"""How runs are planned, owned, ended, put back and tried again."""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

import media_tools.steps
from catalog import pipeline
from catalog.custody.chain import COMMAND_LINE, Actor, faults
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, CustodyAct, Item, Run, State
from catalog.pipeline import ending, lease, upkeep, work
from catalog.review.progress import progress_lines
from media_tools.errors import Stopped
from media_tools.step import all_steps
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = """
from pathlib import Path
from media_tools.errors import Unreadable
from media_tools.findings import Artefact, Findings, Reading
from media_tools.media import Kind
from media_tools.step import Job, Step

def words(job: Job) -> str:
    return job.media.path.read_text()
"""
STEPS = {
    "open": """
        def run(job: Job) -> Findings:
            if "damaged" in words(job):
                raise Unreadable("The file is cut off.")
            if "bug" in words(job):
                raise KeyError("ours")
            if "full" in words(job):
                Path("/dev/full").write_text("no room for it")
            made = job.folder / "made.txt"
            made.write_text(words(job))
            if "hostile" in words(job):
                bad = "a\\x00b\\udc80"
                made.write_text("copy")
                return Findings(
                    readings=[Reading(bad, bad, "test", value={bad: [bad]})],
                    artefacts=[Artefact("copy", made, "text/plain", {bad: bad})],
                    warnings=[bad],
                    made_with=[{"argv": [bad]}],
                )
            return Findings(
                readings=[Reading("first word", words(job).split()[0], "test")],
                artefacts=[Artefact("copy", made, "text/plain")],
                warnings=["One warning."],
            )
        STEP = Step("open", 1, "Opens.", frozenset(Kind), run, 60, (), essential=True)
        """,
    "closer": """
        def run(job: Job) -> Findings:
            text = job.upstream["open"].artefact("copy").path.read_text()
            return Findings(readings=[Reading("from upstream", text, "test")])
        STEP = Step("closer", 1, "Looks closer.", frozenset(Kind), run, 60, (), needs=("open",))
        """,
    "anyway": """
        def run(job: Job) -> Findings:
            return Findings(readings=[Reading("saw", ",".join(job.upstream), "test")])
        STEP = Step("anyway", 1, "Looks anyway.", frozenset(Kind), run, 60, (), after=("open",))
        """,
}


@pytest.fixture(autouse=True)
def plain_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three steps in a folder of their own, found as the real ones are."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for name, code in STEPS.items():
        (folder / f"{name}.py").write_text(HEAD + dedent(code))
    monkeypatch.setattr(media_tools.steps, "__path__", [str(folder)])
    # A step rewritten within the same second would be taken from the old bytecode.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    all_steps.cache_clear()
    yield
    all_steps.cache_clear()
    for name in STEPS:
        sys.modules.pop(f"media_tools.steps.{name}", None)


def hand_in(case: Case, words: str) -> Item:
    receipt = receive(
        BytesIO(words.encode()),
        case=case,
        file_name="a.txt",
        actor=COMMAND_LINE,
        sheet=ClaimSheet(),
    )
    assert receipt.item
    return receipt.item


def work_off(item: Item) -> dict[str, Run]:
    """Do every run that is ready, as the workers would, until none is left."""
    ready = list(item.runs.filter(blocked=False, state=State.WAITING))
    while ready:
        ready += pipeline.execute(ready.pop(0).pk)
    item.refresh_from_db()
    return {run.step: run for run in item.runs.all()}


def test_a_step_runs_after_the_one_it_needs_and_sees_what_that_found(case: Case) -> None:
    item = hand_in(case, "hello world")
    assert {r.step: r.blocked for r in item.runs.all()} == {
        "open": False,
        "closer": True,
        "anyway": True,
    }
    runs = work_off(item)
    assert item.state == State.DONE
    assert runs["closer"].readings.get().text == "hello world"
    assert runs["anyway"].readings.get().text == "open"
    assert runs["open"].warnings == ["One warning."]


def test_an_unreadable_file_is_a_finding_and_stops_only_what_needs_it(case: Case) -> None:
    item = hand_in(case, "damaged goods")
    runs = work_off(item)
    assert item.state == State.UNREADABLE
    assert item.reason == "The file is cut off."
    assert runs["open"].attempts == 1
    assert runs["closer"].state == State.UNREADABLE
    assert runs["closer"].error == "Not tried: it needs open, which ended unreadable."
    assert runs["anyway"].state == State.DONE
    assert runs["anyway"].readings.get().text == ""


def test_our_own_fault_is_tried_again_later_and_then_broken_with_its_trace(case: Case) -> None:
    item = hand_in(case, "bug")
    for attempt in (1, 2):
        began = timezone.now()
        run = work_off(item)["open"]
        assert (run.state, run.attempts) == (State.WAITING, attempt)
        assert run.not_before >= began + work.BACK_OFF
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())
    run = work_off(item)["open"]
    assert (run.state, run.attempts, item.state) == (State.BROKEN, 3, State.BROKEN)
    assert run.error == "KeyError: 'ours'"
    assert "raise KeyError" in run.trace


def test_a_full_disk_is_waited_out_however_long_it_takes(case: Case, tmp_path: Path) -> None:
    item = hand_in(case, "full")
    for _ in range(20):
        began = timezone.now()
        run = work_off(item)["open"]
        assert (run.state, run.attempts, run.failures) == (State.WAITING, 0, 0)
        assert run.error.startswith("The disk is full.")
        assert run.not_before >= began + work.ROOM_LOOKED_FOR
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())
    step = tmp_path / "steps" / "open.py"
    step.write_text(step.read_text().replace("/dev/full", "/dev/null"))
    sys.modules.pop("media_tools.steps.open")
    all_steps.cache_clear()
    run = work_off(item)["open"]
    assert (run.state, run.error, item.state) == (State.DONE, "", State.DONE)


def test_a_broken_item_can_be_run_again_and_then_succeeds(
    case: Case, tmp_path: Path, lead: User
) -> None:
    item = hand_in(case, "bug")
    Run.objects.filter(item=item, step="open").update(failures=2)
    work_off(item)
    assert item.state == State.BROKEN
    mended = tmp_path / "steps" / "open.py"
    mended.write_text(mended.read_text().replace('if "bug"', 'if "bugs"'))
    sys.modules.pop("media_tools.steps.open")
    all_steps.cache_clear()
    ready = pipeline.retry(item, Actor.of(lead))
    assert [run.step for run in ready] == ["open"]
    runs = work_off(item)
    assert item.state == State.DONE
    assert {run.state for run in runs.values()} == {State.DONE}


def test_where_nothing_contains_a_file_its_runs_wait_and_then_go_on_by_themselves(
    case: Case, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MUST_CONTAIN = True
    monkeypatch.setenv("SIGHTLINE_CONTAINMENT", "none")
    item = hand_in(case, "hello world")
    run = work_off(item)["open"]
    assert (run.state, run.attempts, item.state) == (State.WAITING, 0, State.WAITING)
    assert run.error.startswith("It waits for a worker that can hide other files")
    assert progress_lines([run])[0].words == run.error
    assert run in pipeline.unsent(["open"], queue_is_empty=True), "the sweep offers it again"
    monkeypatch.setenv("SIGHTLINE_CONTAINMENT", "best")
    run = work_off(item)["open"]
    assert (run.state, run.attempts, run.error, item.state) == (State.DONE, 1, "", State.DONE)


def test_ones_own_machine_goes_on_without_a_layer(
    case: Case, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MUST_CONTAIN = False
    monkeypatch.setenv("SIGHTLINE_CONTAINMENT", "none")
    item = hand_in(case, "hello world")
    work_off(item)
    assert item.state == State.DONE


def test_what_no_database_can_keep_is_shown_instead_of_losing_the_finding(case: Case) -> None:
    item = hand_in(case, "hostile")
    run = work_off(item)["open"]
    assert item.state == State.DONE
    shown = "a[U+0000]b[U+DC80]"
    reading = run.readings.get()
    assert (reading.tag, reading.text, reading.value) == (shown, shown, {shown: [shown]})
    assert (run.warnings, run.made_with) == ([shown], [{"argv": [shown]}])
    assert run.artefacts.get().details == {shown: shown}


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


def test_stopping_ends_what_waits_at_once_and_says_by_whom(case: Case, lead: User) -> None:
    item = hand_in(case, "hello")
    pipeline.ask_to_stop(item, Actor.of(lead))
    item.refresh_from_db()
    assert item.state == State.BROKEN
    assert item.reason == "Stopped by lead. Run it again to go on."
    pipeline.retry(item, Actor.of(lead))
    work_off(item)
    assert item.state == State.DONE


def test_a_new_version_of_a_step_is_planned_beside_the_old_one(case: Case, tmp_path: Path) -> None:
    item = hand_in(case, "hello")
    work_off(item)
    newer = tmp_path / "steps" / "closer.py"
    newer.write_text(newer.read_text().replace('"closer", 1', '"closer", 2'))
    sys.modules.pop("media_tools.steps.closer")
    all_steps.cache_clear()
    [run] = pipeline.catch_up(item)
    assert (run.step, run.version, item.state) == ("closer", 2, State.RUNNING)
    pipeline.execute(run.pk)
    item.refresh_from_db()
    assert item.state == State.DONE
    assert item.runs.filter(step="closer", state=State.DONE).count() == 2
    assert pipeline.catch_up(item) == []


def test_what_a_new_step_needs_may_have_ended_badly_long_ago(case: Case, tmp_path: Path) -> None:
    item = hand_in(case, "damaged goods")
    work_off(item)
    later = STEPS["closer"].replace('"closer", 1', '"later", 1')
    (tmp_path / "steps" / "later.py").write_text(HEAD + dedent(later))
    all_steps.cache_clear()
    assert pipeline.catch_up(item) == []
    run = item.runs.get(step="later")
    assert (run.state, run.error) == (
        State.UNREADABLE,
        "Not tried: it needs open, which ended unreadable.",
    )
    sys.modules.pop("media_tools.steps.later")


def test_a_step_is_done_again_when_asked_for_and_its_findings_replaced(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    item = hand_in(case, "hello")
    work_off(item)
    call_command("reprocess", "--again", "open", "--case", case.code, "--json")
    assert json.loads(capsys.readouterr().out) == {"items": 0, "again": 1}
    item.refresh_from_db()
    assert item.state == State.RUNNING
    runs = work_off(item)
    assert (item.state, runs["open"].attempts) == (State.DONE, 1)
    assert runs["open"].readings.count() == 1
    with pytest.raises(CommandError, match="there is no step opened"):
        call_command("reprocess", "--again", "opened")


def test_every_attempt_to_read_is_a_link_of_the_chain_and_the_chain_holds(case: Case) -> None:
    item = hand_in(case, "damaged")
    work_off(item)
    reads = item.custody.filter(act=CustodyAct.READ)
    assert sorted(event.details["step"] for event in reads) == ["anyway", "open"]
    assert list(faults()) == []
