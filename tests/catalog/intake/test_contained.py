"""The clip of a motion photo becomes an item of its own, once, whoever is killed when."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog import pipeline, tasks
from catalog.custody.chain import COMMAND_LINE, Actor, faults
from catalog.intake import ClaimSheet, receive
from catalog.intake import contained as taking
from catalog.models import (
    Appearance,
    Case,
    Contained,
    CustodyAct,
    Item,
    LinkStatus,
    Original,
    Relation,
    RelationKind,
    Run,
    Sensitivity,
    State,
)
from catalog.storage.derived import derived_path, keep
from catalog.storage.originals import original_path
from tests.media_tools.making import PICTURES, jpeg_bytes, make_clip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, *PICTURES, "-c:v", "mpeg4").read_bytes()


@pytest.fixture
def motion_photo(clip: bytes) -> bytes:
    return jpeg_bytes() + clip


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Run]]:
    """The runs that workers are told of; here nobody listens."""
    told: list[Run] = []
    monkeypatch.setattr(tasks, "send", told.extend)
    yield told


def hand_in(case: Case, body: bytes, **sheet: Any) -> Item:
    receipt = receive(
        BytesIO(body),
        case=case,
        file_name="IMG_0001.jpg",
        actor=COMMAND_LINE,
        sheet=ClaimSheet(**sheet),
    )
    assert receipt.item
    return receipt.item


def land(item: Item, clip: bytes, tmp_path: Path) -> Run:
    """The run that finds the clip at the end of the picture, as it lands. Nothing is taken in."""
    path = tmp_path / "clip"
    path.write_bytes(clip)
    kept = keep(path)
    run = item.runs.get(step="contained")
    Run.objects.filter(pk=run.pk).update(state=State.DONE, blocked=False)
    run.contained.create(
        role="motion_photo",
        suggested_name="motion photo.mp4",
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        start=item.original.size_bytes - len(clip),
    )
    return run


def inner_of(outer: Item) -> Item:
    return Relation.objects.get(kind=RelationKind.CONTAINED_IN, second=outer).first


def test_the_clip_becomes_an_item_with_its_bytes_and_where_they_lay(
    case: Case, motion_photo: bytes, clip: bytes, sent: list[Run], tmp_path: Path
) -> None:
    outer = hand_in(case, motion_photo, title="Bridge at dawn", source="@kar_north")
    taking.take_from(land(outer, clip, tmp_path).pk)
    inner = inner_of(outer)
    assert original_path(inner.original_id).read_bytes() == clip
    assert (inner.ref, inner.original.mime) == ("KRM-0002", "video/mp4")
    assert inner.title == "Bridge at dawn: motion photo"
    start = len(motion_photo) - len(clip)
    where = f"inside KRM-0001, {len(clip):,} bytes from offset {start:,}"
    appearance = inner.appearances.get()
    assert appearance.found_inside == where
    assert (appearance.source, appearance.url, appearance.caption) == (None, "", "")
    assert not inner.claims.exists()
    received = inner.custody.get(act=CustodyAct.RECEIVED)
    assert received.details["found"] == where
    relation = Relation.objects.get()
    assert relation.status == LinkStatus.CONFIRMED
    assert (relation.method, relation.method_version) == ("contained", 1)
    assert relation.details == {"role": "motion_photo", "start": start, "size_bytes": len(clip)}
    assert {run.step for run in sent if run.item_id == inner.pk} == {"probe"}
    assert list(faults()) == []


def test_a_worker_takes_in_what_it_found_when_the_run_has_landed(
    case: Case, motion_photo: bytes, clip: bytes
) -> None:
    outer = hand_in(case, motion_photo)
    pipeline.execute(outer.runs.get(step="probe").pk)
    tasks.execute(outer.runs.get(step="contained").pk)
    inner = inner_of(outer)
    assert original_path(inner.original_id).read_bytes() == clip
    assert inner.runs.filter(step="probe", state=State.WAITING).exists()


def test_a_worker_killed_between_landing_and_intake_loses_nothing(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    outer = hand_in(case, motion_photo)
    land(outer, clip, tmp_path)
    assert Item.objects.count() == 1, "the worker died here"
    tasks.tidy()
    assert original_path(inner_of(outer).original_id).read_bytes() == clip


@pytest.mark.parametrize("at", ["_enter", "appear", "index.refresh"])
def test_a_worker_killed_at_any_moment_of_intake_leaves_all_or_nothing(
    case: Case,
    motion_photo: bytes,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    clip: bytes,
    tmp_path: Path,
) -> None:
    outer = hand_in(case, motion_photo)
    run = land(outer, clip, tmp_path)

    class Killed(BaseException):
        """Nobody catches it, as nobody catches a signal."""

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"catalog.intake.contained.{at}", die)
        with pytest.raises(Killed):
            taking.take_from(run.pk)
    assert (Item.objects.count(), Relation.objects.count()) == (1, 0)
    for _ in range(2):
        taking.take_left_behind()
    assert (Item.objects.count(), Relation.objects.count()) == (2, 1)
    assert inner_of(outer).appearances.count() == 1
    assert CustodyAct.RECEIVED_AGAIN not in inner_of(outer).custody.values_list("act", flat=True)


def test_many_workers_take_one_clip_in_once(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    run = land(hand_in(case, motion_photo), clip, tmp_path)

    def take() -> None:
        taking.take_from(run.pk)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Item.objects.count(), Relation.objects.count(), Original.objects.count()) == (2, 1, 2)
    assert Appearance.objects.exclude(found_inside="").count() == 1


def test_a_newer_version_of_the_step_finds_it_again_and_changes_nothing(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    outer = hand_in(case, motion_photo)
    run = land(outer, clip, tmp_path)
    taking.take_from(run.pk)
    row = Contained.objects.get()
    newer = outer.runs.create(step="contained", version=2, state=State.DONE)
    row.pk, row.run, row.item = None, newer, None
    row.save()
    taking.take_from(newer.pk)
    inner = inner_of(outer)
    assert Contained.objects.get(run=newer).item == inner
    assert inner.appearances.count() == 1
    assert not inner.custody.filter(act=CustodyAct.RECEIVED_AGAIN).exists()


def test_the_same_clip_in_two_pictures_is_one_item_with_two_relations(
    case: Case, other_case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    first = hand_in(case, motion_photo)
    second = hand_in(case, jpeg_bytes(b"Exif\0\0" + bytes(9)) + clip)
    elsewhere = hand_in(other_case, motion_photo)
    for outer in (first, second, elsewhere):
        taking.take_from(land(outer, clip, tmp_path).pk)
    assert inner_of(first) == inner_of(second)
    assert inner_of(first).appearances.count() == 1
    assert inner_of(first).custody.filter(act=CustodyAct.RECEIVED_AGAIN).count() == 1
    assert inner_of(elsewhere).case == other_case
    assert Relation.objects.count() == 3


def test_a_clip_that_somebody_handed_in_before_keeps_its_own_appearance(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    held = hand_in(case, clip, source="@kar_north")
    outer = hand_in(case, motion_photo)
    taking.take_from(land(outer, clip, tmp_path).pk)
    assert inner_of(outer) == held
    assert held.appearances.get().found_inside == ""


def test_what_lies_in_a_graphic_item_is_graphic(
    case: Case, motion_photo: bytes, clip: bytes, analyst: User, tmp_path: Path
) -> None:
    outer = hand_in(case, motion_photo, sensitivity=Sensitivity.GRAPHIC)
    taking.take_from(land(outer, clip, tmp_path).pk)
    inner = inner_of(outer)
    assert inner.sensitivity == Sensitivity.GRAPHIC
    client = Client()
    client.force_login(analyst)
    page = client.get(inner.get_absolute_url()).content.decode()
    assert "Marked as graphic: covered" in page
    assert clip not in client.get(reverse("item-original", args=[inner.ref])).content


def test_a_clip_held_before_is_covered_when_it_turns_up_in_a_graphic_item(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    held = hand_in(case, clip)
    outer = hand_in(case, motion_photo, sensitivity=Sensitivity.GRAPHIC)
    taking.take_from(land(outer, clip, tmp_path).pk)
    held.refresh_from_db()
    assert held.sensitivity == Sensitivity.GRAPHIC
    changed = held.custody.get(act=CustodyAct.CHANGED)
    assert changed.details["because_it_lies_in"] == outer.ref


@pytest.mark.parametrize(
    ("judged", "then"),
    [(Sensitivity.UNKNOWN, Sensitivity.GRAPHIC), (Sensitivity.NOT_GRAPHIC,) * 2],
)
def test_marking_an_item_graphic_covers_what_lies_in_it_unless_somebody_judged_that(
    case: Case,
    motion_photo: bytes,
    analyst: User,
    judged: str,
    then: str,
    clip: bytes,
    tmp_path: Path,
) -> None:
    outer = hand_in(case, motion_photo)
    taking.take_from(land(outer, clip, tmp_path).pk)
    Item.objects.filter(pk=inner_of(outer).pk).update(sensitivity=judged)
    client = Client()
    client.force_login(analyst)
    client.post(reverse("item-sensitivity", args=[outer.ref]), {"sensitivity": "graphic"})
    assert inner_of(outer).sensitivity == then


def test_what_cannot_be_taken_in_is_refused_with_its_reason_and_not_tried_for_ever(
    case: Case, motion_photo: bytes, settings: Any, clip: bytes, tmp_path: Path
) -> None:
    run = land(hand_in(case, motion_photo), clip, tmp_path)
    settings.MAX_UPLOAD_BYTES = 10
    taking.take_from(run.pk)
    row = Contained.objects.get()
    assert row.refused == "The file is larger than the limit of 10 bytes."
    settings.MAX_UPLOAD_BYTES = 10**9
    taking.take_left_behind()
    assert Item.objects.count() == 1


def test_bytes_that_are_gone_from_the_derived_files_are_told(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    run = land(hand_in(case, motion_photo), clip, tmp_path)
    derived_path(Contained.objects.get().sha256).unlink()
    taking.take_from(run.pk)
    assert Contained.objects.get().refused.startswith("Its bytes are gone")


def test_an_actor_is_the_worker_and_nobody_is_invented(
    case: Case, motion_photo: bytes, clip: bytes, tmp_path: Path
) -> None:
    outer = hand_in(case, motion_photo)
    taking.take_from(land(outer, clip, tmp_path).pk)
    assert inner_of(outer).custody.get(act=CustodyAct.RECEIVED).actor == Actor("worker").name
    assert inner_of(outer).added_by is None
