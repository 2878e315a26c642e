"""How runs are stopped, done again, and planned for steps that are new."""

import json
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog import pipeline
from catalog.custody.chain import Actor
from catalog.models import Case, Run, State
from media_tools.step import all_steps
from tests.catalog.pipeline.conftest import HEAD, STEPS, hand_in, work_off

pytestmark = pytest.mark.django_db


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
