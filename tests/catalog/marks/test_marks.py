"""What people point out in a clip is kept by exact frames, with its history, for its case."""

import csv
import json
import threading
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from catalog.custody.chain import Actor
from catalog.marks.make import ChangedMeanwhile, mark_item
from catalog.models import Case, CustodyAct, CustodyEvent, Item, Mark
from tests.catalog.review.conftest import FRAME_TICKS
from tests.catalog.review.test_pages_of_a_picture import scanned

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}
FORM = {"starts": "0:00:01.200", "ends": "", "label": "flash", "note": "", "colour": "yellow"}


def post(client: Client, item: Item, mark: Mark | None = None, **fields: str) -> str:
    address = reverse("item-mark", args=[item.ref, mark.pk]) if mark else marks_of(item)
    answer = client.post(address, FORM | fields, headers=HX)
    assert answer.status_code == 200, answer.content
    return unescape(answer.content.decode())


def marks_of(item: Item) -> str:
    return reverse("item-marks", args=[item.ref])


def moment(item: Item, frame: int) -> dict[str, object]:
    return {"starts_pts": 900 + frame * FRAME_TICKS, "time_base": "1/30000", "start_pts": 900}


def test_a_moment_is_kept_as_the_frame_that_is_on_screen_then(
    as_analyst: Client, clip: Item
) -> None:
    shown = post(as_analyst, clip, starts="0:00:01.250", ends="1.5", note="first light")
    mark = clip.marks.get()
    assert (mark.starts_pts, mark.ends_pts) == (900 + 12 * FRAME_TICKS, 900 + 15 * FRAME_TICKS)
    assert mark.time_base == "1/30000"
    assert "0:00:01.200 – 0:00:01.500" in shown
    assert mark.made_by is not None and mark.made_by.username == "analyst"


def test_a_box_lies_in_the_picture_or_is_refused_with_what_was_typed(
    as_analyst: Client, clip: Item
) -> None:
    post(as_analyst, clip, shape="box", x1="10", y1="20", x2="30", y2="40.5")
    assert clip.marks.get().corners == [0.1, 0.2, 0.3, 0.405]
    for wrong in ("101", "-1", "", "nan", "inf", "left"):
        box = {"shape": "box", "x1": wrong, "y1": "20", "x2": "30", "y2": "40"}
        shown = post(as_analyst, clip, None, note="kept", **box)
        assert "0 to 100 %" in shown
        assert ">kept</textarea>" in shown
    assert clip.marks.count() == 1


@pytest.mark.parametrize("written", ["", "soon", "1:2:3:4", "-1", "1e5", "٣"])
def test_what_is_no_moment_is_refused_with_a_sentence(
    as_analyst: Client, clip: Item, written: str
) -> None:
    assert "Write a moment as h:mm:ss.mmm" in post(as_analyst, clip, starts=written)
    assert not clip.marks.exists()


def test_a_stretch_does_not_end_before_it_begins(as_analyst: Client, clip: Item) -> None:
    assert "ends before it begins" in post(as_analyst, clip, starts="2", ends="1")
    post(as_analyst, clip, starts="2", ends="2")
    assert clip.marks.get().ends_pts is None


def test_a_change_keeps_what_it_takes_the_place_of(as_analyst: Client, clip: Item) -> None:
    post(as_analyst, clip, note="a lamp")
    first = clip.marks.get()
    shown = post(as_analyst, clip, first, note="no lamp, a flash")
    newest = clip.marks.standing().get()
    assert [one.note for one in newest.line()] == ["no lamp, a flash", "a lamp"]
    assert "a lamp" in shown
    as_analyst.post(reverse("item-mark-back", args=[clip.ref, newest.pk]), headers=HX)
    assert not clip.marks.standing().exists()
    assert clip.marks.count() == 3
    acts = CustodyEvent.objects.filter(item=clip, act=CustodyAct.MARKED).order_by("seq")
    assert [one.details.get("withdrawn", False) for one in acts] == [False, False, True]
    assert [one.actor for one in acts] == ["analyst"] * 3


def test_the_database_keeps_a_mark_from_being_edited(clip: Item, analyst: User) -> None:
    mark = mark_item(clip, moment(clip, 3), Actor.of(analyst))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(note="other")


def test_of_two_who_change_one_mark_the_second_is_told_and_keeps_their_text(
    as_analyst: Client, clip: Item, lead: User
) -> None:
    post(as_analyst, clip, note="at first")
    old = clip.marks.get()
    mark_item(clip, moment(clip, 3) | {"note": "what the lead saw"}, Actor.of(lead), old)
    shown = post(as_analyst, clip, old, note="what the analyst saw")
    assert "lead changed this mark" in shown
    assert "what the lead saw" in shown
    assert ">what the analyst saw</textarea>" in shown
    theirs = clip.marks.standing().get()
    assert theirs.note == "what the lead saw"
    post(as_analyst, clip, theirs, note="what the analyst saw")
    kept = [one.note for one in clip.marks.standing().get().line()]
    assert kept == ["what the analyst saw", "what the lead saw", "at first"]


def test_a_mark_that_was_changed_is_not_taken_back_unseen(
    as_analyst: Client, clip: Item, lead: User
) -> None:
    post(as_analyst, clip)
    old = clip.marks.get()
    mark_item(clip, moment(clip, 3) | {"note": "newer words"}, Actor.of(lead), old)
    answer = as_analyst.post(reverse("item-mark-back", args=[clip.ref, old.pk]), headers=HX)
    assert "newer words" in answer.content.decode()
    assert clip.marks.standing().get().note == "newer words"
    with pytest.raises(ChangedMeanwhile):
        mark_item(clip, moment(clip, 1), Actor.of(lead), old)


def test_marks_are_listed_by_label_and_the_words_of_the_case_are_offered(
    as_analyst: Client, clip: Item
) -> None:
    Case.objects.update(mark_labels="smoke\n\n flash \n")
    post(as_analyst, clip, label="crater")
    page = as_analyst.get(clip.get_absolute_url()).content.decode()
    assert [f'<option value="{one}"></option>' in page for one in ("smoke", "flash", "crater")] == [
        True
    ] * 3
    post(as_analyst, clip, label="flash")
    only = as_analyst.get(marks_of(clip), {"label": "crater"}, headers=HX).content.decode()
    assert 'data-label="crater"' in only
    assert 'data-label="flash"' not in only


def test_hostile_words_are_shown_and_never_run(as_analyst: Client, clip: Item) -> None:
    post(as_analyst, clip, label="<b>x</b>", note="=cmd|' /C calc'!A0\u202egpj")
    shown = as_analyst.get(clip.get_absolute_url()).content.decode()
    assert "<b>x</b>" not in shown
    assert "\u202e" not in shown.replace("</textarea>", "").split('class="marklist"')[1]
    body = as_analyst.get(reverse("item-marks-export", args=[clip.ref, "csv"])).content.decode()
    (row,) = csv.DictReader(StringIO(body))
    assert row["note"].startswith("'=cmd")
    assert row["starts_pts"] == str(900 + 12 * FRAME_TICKS)
    (told,) = json.loads(
        as_analyst.get(reverse("item-marks-export", args=[clip.ref, "json"])).content
    )
    assert told["note"].startswith("=cmd")
    assert told["original_sha256"] == clip.original_id
    assert CustodyEvent.objects.filter(item=clip, act=CustodyAct.MARKS_EXPORTED).count() == 2


def test_an_item_is_found_by_the_words_of_its_standing_marks(
    as_analyst: Client, analyst: User, clip: Item
) -> None:
    def found(words: str) -> int:
        page = as_analyst.get("/search/", {"text": words}).content.decode()
        return page.count(f"/items/{clip.ref}/")

    post(as_analyst, clip, note="a chimney with two flags")
    assert found("chimney flags")
    post(as_analyst, clip, clip.marks.get(), note="a mast")
    assert found("mast")
    assert not found("chimney")


@pytest.mark.parametrize(
    ("name", "sees", "marks", "exports"),
    [
        ("uploader", False, False, False),
        ("analyst", True, True, True),
        ("reviewer", True, True, True),
        ("lead", True, True, True),
        ("auditor", False, False, False),
        ("stranger", False, False, False),
    ],
)
def test_who_may_see_set_and_export_marks(
    clip: Item,
    person_of: Callable[[str], User],
    analyst: User,
    name: str,
    sees: bool,
    marks: bool,
    exports: bool,
) -> None:
    mark = mark_item(clip, moment(clip, 3), Actor.of(analyst))
    client = Client()
    client.force_login(person_of(name))
    change = reverse("item-mark", args=[clip.ref, mark.pk])
    back = reverse("item-mark-back", args=[clip.ref, mark.pk])
    answered = {
        "see": client.get(marks_of(clip)).status_code,
        "form": client.get(change).status_code,
        "export": client.get(reverse("item-marks-export", args=[clip.ref, "csv"])).status_code,
        "set": client.post(marks_of(clip), FORM).status_code,
        "change": client.post(change, FORM).status_code,
        "back": client.post(back).status_code,
    }
    assert answered == {
        "see": 200 if sees else 404,
        "form": 200 if marks else 404,
        "export": 200 if exports else 404,
        "set": 302 if marks else 404,
        "change": 302 if marks else 404,
        # Changed by the lines before: what stands now is shown instead.
        "back": 200 if marks else 404,
    }


def test_the_table_of_no_marks_has_its_header(as_analyst: Client, clip: Item) -> None:
    answer = as_analyst.get(reverse("item-marks-export", args=[clip.ref, "csv"]))
    [header] = csv.reader(StringIO(answer.content.decode()))
    post(as_analyst, clip)
    answer = as_analyst.get(reverse("item-marks-export", args=[clip.ref, "csv"]))
    assert next(csv.reader(StringIO(answer.content.decode()))) == header
    assert {"item", "when", "page", "label", "made_by"} < set(header)


def test_a_mark_on_a_picture_of_several_pages_names_its_page(
    as_analyst: Client, case: Case, analyst: User, tmp_path: Path
) -> None:
    pages = scanned(case, analyst, tmp_path)
    shown = post(as_analyst, pages, page="3", shape="point", x1="10", y1="20")
    mark = pages.marks.get()
    assert (mark.page, mark.starts_pts, mark.when) == (3, None, "page 3")
    assert 'data-page="3"' in shown
    assert "page 3" in CustodyEvent.objects.filter(act=CustodyAct.MARKED).get().details["when"]
    told = as_analyst.get(reverse("item-marks-export", args=[pages.ref, "json"])).json()
    assert told[0]["page"] == 3
    assert 'value="3"' in post(as_analyst, pages, mark, page="3", shape="point", x1="", y1="")
    for wrong in ("", "0", "4", "two", "1.5"):
        shown = post(as_analyst, pages, page=wrong, note="kept")
        assert "from 1 to 3" in shown
        assert ">kept</textarea>" in shown
    assert pages.marks.count() == 1


def test_a_clip_has_no_pages(as_analyst: Client, clip: Item) -> None:
    assert 'name="page"' not in as_analyst.get(clip.get_absolute_url()).content.decode()
    post(as_analyst, clip, page="2")
    assert clip.marks.get().page is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_mark_at_the_same_instant_one_is_told(
    clip: Item, analyst: User
) -> None:
    actor = Actor.of(analyst)
    older = mark_item(clip, moment(clip, 3) | {"label": "flash"}, actor)
    both_ready, told = threading.Barrier(2), dict[str, Mark]()

    def change(label: str) -> None:
        both_ready.wait()
        try:
            mark_item(clip, moment(clip, 3) | {"label": label}, actor, older)
        except ChangedMeanwhile as error:
            told[label] = error.newest
        connection.close()

    editors = [threading.Thread(target=change, args=[label]) for label in ("bang", "blast")]
    for one in editors:
        one.start()
    for one in editors:
        one.join()
    [standing] = clip.marks.standing()
    [(label, newest)] = told.items()
    assert {label, standing.label} == {"bang", "blast"}
    assert newest == standing
