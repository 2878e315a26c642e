"""How runs are planned, ended, and tried again after a fault."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalog import pipeline
from catalog.custody.chain import faults
from catalog.models import Case, CustodyAct, Run, State
from catalog.pipeline import work
from catalog.review.progress import progress_lines
from media_tools.step import all_steps
from tests.catalog.pipeline.conftest import hand_in, work_off

pytestmark = pytest.mark.django_db


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


def test_every_attempt_to_read_is_a_link_of_the_chain_and_the_chain_holds(case: Case) -> None:
    item = hand_in(case, "damaged")
    work_off(item)
    reads = item.custody.filter(act=CustodyAct.READ)
    assert sorted(event.details["step"] for event in reads) == ["anyway", "open"]
    assert list(faults()) == []
