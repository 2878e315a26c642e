"""Frames that a person orders come from the workers, exactly, and only for who may see them."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog import pipeline
from catalog.models import (
    Case,
    CustodyAct,
    CustodyEvent,
    Frame,
    Item,
    Membership,
    Role,
    Run,
    Sensitivity,
    State,
)
from catalog.review.orders import MOST_OPEN
from tests.catalog.review.conftest import take_in
from tests.media_tools.making import make_clip

pytestmark = pytest.mark.django_db
SOURCE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2", "-c:v", "ffv1")


@pytest.fixture
def scanned(case: Case, analyst: User, tmp_path: Path) -> Item:
    """A real clip of fifty frames, probed and scanned, known not to be graphic."""
    body = make_clip(tmp_path / "clip.mkv", *SOURCE).read_bytes()
    item = take_in(case, analyst, body, "clip.mkv")
    for step in ("probe", "scan"):
        pipeline.execute(item.runs.get(step=step).pk)
    Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.NOT_GRAPHIC)
    item.refresh_from_db()
    return item


def order(client: Client, item: Item, **fields: object) -> Any:
    return client.post(f"/items/{item.ref}/orders", {k: str(v) for k, v in fields.items()})


def test_every_frame_of_a_stretch_comes_as_a_grid(as_analyst: Client, scanned: Item) -> None:
    told = order(as_analyst, scanned, first_pts=400, last_pts=600).json()
    assert told["state"] == "waiting"
    pipeline.execute(Run.objects.get(step="frames").pk)
    told = as_analyst.get(told["ordered"]).json()
    assert (told["state"], told["error"], told["warnings"]) == ("done", "", [])
    page = as_analyst.get(told["frames"]).content.decode()
    assert page.count("data-seconds=") == 6
    assert "0:00:00.440" in page


def test_what_is_ordered_changes_nothing_of_what_is_known(
    as_analyst: Client, scanned: Item
) -> None:
    before = (scanned.state, scanned.poster_sha256, as_analyst.get(f"/items/{scanned.ref}/frames"))
    order(as_analyst, scanned, first_pts=0, last_pts=80)
    pipeline.execute(Run.objects.get(step="frames").pk)
    scanned.refresh_from_db()
    assert (scanned.state, scanned.poster_sha256) == before[:2]
    assert as_analyst.get(f"/items/{scanned.ref}/frames").content == before[2].content


def test_the_same_order_is_done_once(as_analyst: Client, scanned: Item) -> None:
    for _ in range(2):
        order(as_analyst, scanned, first_pts=0, last_pts=40)
    assert Run.objects.filter(step="frames").count() == 1
    Run.objects.filter(step="frames").update(state=State.BROKEN, failures=3, error="The disk.")
    assert order(as_analyst, scanned, first_pts=0, last_pts=40).json()["state"] == "waiting"
    assert CustodyEvent.objects.filter(act=CustodyAct.ORDERED).count() == 1


def test_a_still_is_kept_beside_how_it_was_made(as_analyst: Client, scanned: Item) -> None:
    order(as_analyst, scanned, first_pts=400, last_pts=400, whole=1)
    run = Run.objects.get(step="frames")
    pipeline.execute(run.pk)
    told = as_analyst.get(f"/items/{scanned.ref}/orders/{run.pk}.json").json()
    still = as_analyst.get(told["still"])
    assert (still["Content-Type"], still.status_code) == ("image/png", 200)
    assert f'filename="{scanned.ref}_pts400.png"' in still["Content-Disposition"]
    [kept] = scanned.custody.filter(act=CustodyAct.DOWNLOADED)
    assert kept.details["pts"] == 400
    how = as_analyst.get(told["how"]).json()
    assert (how["original_sha256"], how["pts"]) == (scanned.original_id, 400)
    assert how["made_with"][0]["tool"] == "ffmpeg"
    assert scanned.original_id in " ".join(how["made_with"][0]["argv"])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_pts": "x", "last_pts": "1"}, "whole ticks"),
        ({"first_pts": "2", "last_pts": "1"}, "before the first"),
        ({"first_pts": "0", "last_pts": str(2**80)}, "before the first"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    as_analyst: Client, scanned: Item, fields: dict[str, str], said: str
) -> None:
    answer = order(as_analyst, scanned, **fields)
    assert (answer.status_code, said in answer.json()["error"]) == (400, True)


def test_before_the_scan_there_is_nothing_to_hold_frames_against(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    answer = order(as_analyst, take_in(case, analyst, mp4), first_pts=0, last_pts=1)
    assert "once the scan is done" in answer.json()["error"]


def test_one_person_cannot_fill_the_queue(as_analyst: Client, scanned: Item) -> None:
    answers = [order(as_analyst, scanned, first_pts=0, last_pts=n) for n in range(MOST_OPEN + 1)]
    assert [answer.status_code for answer in answers] == [200] * MOST_OPEN + [400]


def test_a_moment_without_frames_ends_with_a_sentence(as_analyst: Client, scanned: Item) -> None:
    told = order(as_analyst, scanned, first_pts=10**6, last_pts=10**6).json()
    pipeline.execute(Run.objects.get(step="frames").pk)
    told = as_analyst.get(told["ordered"]).json()
    assert told["error"] == "No frame of the clip is shown at that time."
    scanned.refresh_from_db()
    assert scanned.state != State.UNREADABLE


def test_whoever_may_not_download_keeps_no_still(
    client: Client, case: Case, scanned: Item, django_user_model: type[User]
) -> None:
    auditor = django_user_model.objects.create_user("auditor")
    Membership.objects.create(case=case, person=auditor, role=Role.AUDITOR)
    client.force_login(auditor)
    assert order(client, scanned, first_pts=0, last_pts=0, whole=1).status_code == 404
    assert order(client, scanned, first_pts=0, last_pts=0).status_code == 404
    assert not Frame.objects.filter(reason="ordered").exists()
