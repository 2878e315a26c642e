"""What the item page shows, to whom, and at what cost."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.custody.chain import COMMAND_LINE, append
from catalog.models import Case, CustodyAct, Frame, Item, Run, Sensitivity, State
from media_tools.step import all_steps
from tests.catalog.review.conftest import add_frames, finish, take_in


def page(client: Client, item: Item, query: str = "") -> str:
    answer = client.get(item.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.content.decode()


def words(client: Client, item: Item, query: str = "") -> str:
    return " ".join(page(client, item, query).split())


def test_every_frame_stands_with_its_exact_time_from_the_first(
    as_analyst: Client, clip: Item
) -> None:
    shown = page(as_analyst, clip)
    for clock in ("0:00:00.000", "0:00:00.100", "0:00:00.400"):
        assert f'data-clock="{clock}"' in shown
    assert "pts 900 × 1/30000 s" in shown


def test_the_frames_of_the_first_look_give_way_to_those_of_the_scan(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes, tmp_path: Path
) -> None:
    item = take_in(case, analyst, mp4 + b"2")
    finish(item, "probe")
    early = add_frames(finish(item, "first_look"), tmp_path, 2, "keyframe")
    shown = page(as_analyst, item)
    assert "key frames of the first look" in shown
    assert reverse("item-frame", args=[item.ref, early[0].pk]) in shown
    late = add_frames(finish(item, "scan"), tmp_path, 3)
    shown = page(as_analyst, item)
    assert reverse("item-frame", args=[item.ref, early[0].pk]) not in shown
    assert reverse("item-frame", args=[item.ref, late[0].pk]) in shown


def test_newer_frames_are_announced_and_not_slid_in(as_analyst: Client, clip: Item) -> None:
    address = reverse("item-progress", args=[clip.ref])
    scan = clip.runs.get(step="scan")
    assert "New frames" not in as_analyst.get(f"{address}?frames={scan.pk}").content.decode()
    offered = as_analyst.get(f"{address}?frames={scan.pk + 1}").content.decode()
    assert "New frames: show" in offered
    assert 'hx-trigger="load"' not in offered
    assert 'hx-trigger="load"' in as_analyst.get(f"{address}?frames=0").content.decode()


def test_progress_is_asked_for_until_all_has_ended(as_analyst: Client, clip: Item) -> None:
    assert 'hx-trigger="every 2s"' in page(as_analyst, clip)
    clip.state = State.DONE
    clip.save()
    assert 'hx-trigger="every 2s"' not in page(as_analyst, clip)


def test_a_covered_item_has_no_picture_in_its_page(as_analyst: Client, clip: Item) -> None:
    clip.sensitivity, clip.title = Sensitivity.GRAPHIC, "what it shows"
    clip.save()
    covered = page(as_analyst, clip)
    frame = reverse("item-frame", args=[clip.ref, Frame.objects.filter(run__item=clip)[0].pk])
    for leak in (frame, "<img", "<video", reverse("item-original", args=[clip.ref]) + '"'):
        assert leak not in covered
    assert "<title>KRM-0001 · Sightline</title>" in covered
    assert "0:00:00.400" in covered
    assert f"{frame}?show=1" in page(as_analyst, clip, "?show=1")


def test_covered_pictures_can_be_asked_for_small_and_grey(as_analyst: Client, clip: Item) -> None:
    clip.sensitivity = Sensitivity.GRAPHIC
    clip.save()
    assert 'href="?show=small"' in page(as_analyst, clip)
    small = page(as_analyst, clip, "?show=small")
    assert 'class="stack look dim"' in small
    assert ".jpg?show=1" in small
    assert "look dim" not in page(as_analyst, clip, "?show=1")
    viewed = clip.custody.filter(act=CustodyAct.VIEWED, details={"uncovered": True})
    assert viewed.count() == 1


def test_what_a_person_covers_is_that_persons_choice(as_analyst: Client, clip: Item) -> None:
    assert "Show pictures" not in page(as_analyst, clip)
    choose = reverse("preferences")
    as_analyst.post(choose, {"graphic": "hide_unknown", "next": clip.get_absolute_url()})
    assert "Show pictures" in page(as_analyst, clip)
    clip.sensitivity = Sensitivity.GRAPHIC
    clip.save()
    as_analyst.post(choose, {"graphic": "show"})
    assert "Show pictures" not in page(as_analyst, clip)


def test_looking_is_noted_once_a_day_and_looking_uncovered_once_more(
    noon: None, as_analyst: Client, clip: Item
) -> None:
    clip.sensitivity = Sensitivity.GRAPHIC
    clip.save()
    for query in ("", "", "?show=1", "?show=1"):
        page(as_analyst, clip, query)
    viewed = clip.custody.filter(act=CustodyAct.VIEWED).order_by("seq")
    assert [event.details for event in viewed] == [{}, {"uncovered": True}]


def test_the_original_is_called_unchanged_only_after_it_was_verified(
    as_analyst: Client, clip: Item
) -> None:
    assert "not verified again since intake" in page(as_analyst, clip)
    append(CustodyAct.VERIFIED, COMMAND_LINE, sha256=clip.original_id)
    assert "original unchanged since intake, last verified" in page(as_analyst, clip)
    append(
        CustodyAct.FAILED_VERIFICATION,
        COMMAND_LINE,
        sha256=clip.original_id,
        details={"fault": "The original is not there."},
    )
    failed = page(as_analyst, clip)
    assert "verification failed" in failed
    assert "The original is not there." in failed
    assert "unchanged" not in failed


HOSTILE = "<script>alert(1)</script> \u202egpj.exe\x00 “x” onerror='1'"


def test_hostile_words_are_shown_and_do_nothing(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    item = take_in(case, analyst, mp4 + b"3", HOSTILE, caption=HOSTILE.replace("\x00", "\n"))
    stored = HOSTILE.replace("\x00", "")
    run = finish(item, "probe", warnings=[stored], state=State.UNREADABLE, error=stored)
    run.readings.create(tag=stored, text="\u202e<b>", tool="<i>tool</i>")
    shown = "".join(
        page(as_analyst, item, f"?tab={tab}")
        for tab in ("runs", "custody", "appearances", "compared", "readings")
    )
    assert "&lt;script&gt;" in shown
    assert "[U+202E]" in shown
    assert "[U+0000]" in shown
    for live in ("<script>alert", "\u202e", "\x00", "<i>tool"):
        assert live not in shown


def test_a_link_is_shown_as_text_and_tells_nobody_where_it_came_from(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    item = take_in(case, analyst, mp4 + b"4", url="https://channel.example/1?a=<b>")
    shown = page(as_analyst, item, "?tab=appearances")
    assert 'href="https://channel.example/1?a=&lt;b&gt;" rel="noreferrer' in shown


def test_what_went_wrong_is_told_once_with_its_cause(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    item = take_in(case, analyst, mp4 + b"5")
    finish(item, "probe", state=State.UNREADABLE, error="The file is cut off.")
    for run in item.runs.exclude(step__in=["probe", "exif"]):
        finish(item, run.step, state=State.UNREADABLE, error="Not tried: it needs probe.")
    shown = words(as_analyst, item)
    notes = shown.partition('<section class="notes"')[2].partition("</section>")[0]
    assert notes.count("<li") == 1
    assert "The file is cut off." in notes
    assert "The original is kept as received" in notes


def test_no_picture_is_promised_that_can_no_longer_come(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    item = take_in(case, analyst, mp4 + b"6")
    assert "the first frames come within seconds" in words(as_analyst, item)
    for step in ("probe", "first_look", "scan"):
        finish(item, step, state=State.UNREADABLE, error="The file is cut off.")
    shown = words(as_analyst, item)
    assert "within seconds" not in shown
    assert "There is no picture of this file" in shown


def test_an_item_from_before_a_step_says_what_is_missing_and_who_can_make_it_up(
    as_analyst: Client, clip: Item
) -> None:
    assert "manage.py reprocess" not in words(as_analyst, clip)
    clip.runs.filter(step="proxy").update(version=1)
    clip.runs.filter(step="spectrogram").delete()
    told = all_steps()
    missing = [f"{name} {told[name].version}" for name in ("proxy", "spectrogram")]
    shown = words(as_analyst, clip)
    assert f"processed before {' and '.join(missing)} were there" in shown
    assert f"manage.py reprocess --case {clip.case.code}" in shown


def test_only_who_may_can_run_broken_steps_again(
    as_analyst: Client, clip: Item, reviewer: User
) -> None:
    run = finish(clip, "scan", state=State.BROKEN, error="MemoryError: no memory.")
    clip.state = State.BROKEN
    clip.save()
    address = reverse("item-retry", args=[clip.ref])
    assert ">Run again</button>" not in page(as_analyst, clip)
    assert as_analyst.post(address).status_code == 404
    client = Client()
    client.force_login(reviewer)
    assert ">Run again</button>" in page(client, clip)
    assert client.post(address).status_code == 302
    run.refresh_from_db()
    assert run.state == State.WAITING
    assert clip.custody.filter(act=CustodyAct.RETRIED, actor="reviewer").exists()


def test_steps_that_have_not_ended_can_be_stopped(clip: Item, reviewer: User) -> None:
    client = Client()
    client.force_login(reviewer)
    assert client.post(reverse("item-stop", args=[clip.ref])).status_code == 302
    assert not clip.runs.filter(state=State.WAITING).exists()
    assert "Stopped by reviewer." in page(client, clip)


def test_a_change_of_sensitivity_is_a_link_in_the_chain(
    as_analyst: Client, clip: Item, reviewer: User
) -> None:
    address = reverse("item-sensitivity", args=[clip.ref])
    for wanted in ("graphic", "graphic", "nonsense"):
        as_analyst.post(address, {"sensitivity": wanted})
    clip.refresh_from_db()
    assert clip.sensitivity == Sensitivity.GRAPHIC
    changed = clip.custody.get(act=CustodyAct.CHANGED)
    assert changed.details == {"field": "sensitivity", "from": "unknown", "to": "graphic"}
    client = Client()
    client.force_login(reviewer)
    assert client.post(address, {"sensitivity": "unknown"}).status_code == 404
    assert address not in page(client, clip)


def test_readings_are_found_by_all_words_together(as_analyst: Client, clip: Item) -> None:
    run = clip.runs.get(step="probe")
    run.readings.create(tag="EXIF Model", text="Pixel 6a", tool="ExifRead 3")
    run.readings.create(tag="EXIF Make", text="Google", tool="ExifRead 3")
    found = page(as_analyst, clip, "?tab=readings&words=exif+pixel")
    assert "Pixel 6a" in found
    assert "Google" not in found


@pytest.mark.parametrize("tab", ["runs", "custody", "appearances", "readings"])
def test_the_page_costs_no_more_queries_for_many_frames_readings_and_claims(
    as_analyst: Client,
    clip: Item,
    tmp_path: Path,
    tab: str,
    django_assert_max_num_queries: Any,
) -> None:
    page(as_analyst, clip)
    add_frames(Run.objects.get(item=clip, step="first_look"), tmp_path, 3, "keyframe")
    Frame.objects.filter(run__item=clip, run__step="scan").delete()
    add_frames(clip.runs.get(step="scan"), tmp_path, 100)
    run = clip.runs.get(step="probe")
    for number in range(100):
        run.readings.create(tag=f"tag {number}", text="x", tool="t", meaning="model", value="x")
        run.measurements.create(name=f"n{number}", value=1, uncertainty=0, method="counted")
        clip.claims.create(kind="authorship", quote=str(number), recorded_at=clip.added_at)
    with django_assert_max_num_queries(49):
        page(as_analyst, clip, f"?tab={tab}")
