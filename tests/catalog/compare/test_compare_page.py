"""The compare page lays items side by side, and shows nobody what is not theirs to see."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import CustodyAct, CustodyEvent, Item, Membership, Sensitivity
from media_tools.findings import Meaning
from tests.catalog.compare.conftest import Make, said_at
from tests.catalog.review.conftest import finish

pytestmark = pytest.mark.django_db


def page(client: Client, *spots: str) -> str:
    answer = client.get("/compare/", {"item": spots})
    assert answer.status_code == 200
    return answer.content.decode()


def test_items_without_any_clock_are_said_not_to_be_aligned(as_analyst: Client, make: Make) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    shown = page(as_analyst, one.ref, other.ref)
    assert shown.count('class="tile"') == 2
    assert shown.count("not aligned") == 2


def test_claimed_times_lay_items_on_one_clock_with_their_error(
    as_analyst: Client, analyst: User, make: Make
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    said_at(one, analyst, 23, 27)
    said_at(other, analyst, 23, 29)
    shown = page(as_analyst, one.ref, other.ref)
    assert 'data-offset="120.000000"' in shown
    # A claim says when within the clip something was, so its length is part of the error: twice.
    assert re.search(r'class="error r"[^>]* value="10.000"', shown)
    assert 'how">by a claimed time<' in shown
    # Whose claim, and how wide, is said of both.
    said = "“then”, said by nobody named as the source: 2023-05-02 23:2{} UTC"
    assert f"{other.ref}: {said.format(9)}. {one.ref}: {said.format(7)}." in shown


def test_of_several_claimed_times_the_narrowest_is_said_to_be_one_of_them(
    as_analyst: Client, analyst: User, make: Make
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    for minute in (27, 31):
        said_at(one, analyst, 23, minute)
    said_at(other, analyst, 23, 29)
    shown = page(as_analyst, f"{one.ref}@0~0", f"{other.ref}@5~0.02")
    assert "the narrowest of 2 claimed times" in shown


def test_an_offset_in_the_address_wins(as_analyst: Client, analyst: User, make: Make) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    said_at(one, analyst, 23, 27)
    said_at(other, analyst, 23, 29)
    shown = page(as_analyst, one.ref, f"{other.ref}@-3.5~0.02")
    assert 'data-offset="-3.500000"' in shown
    assert re.search(r'class="error r"[^>]* value="0.020"', shown)
    assert 'how">by hand<' in shown


def test_looking_at_each_item_is_a_link_of_the_chain(as_analyst: Client, make: Make) -> None:
    items = [make("one.mp4"), make("other.mp4")]
    page(as_analyst, *(item.ref for item in items))
    viewed = CustodyEvent.objects.filter(act=CustodyAct.VIEWED)
    assert {event.item_id for event in viewed} == {item.pk for item in items}


def test_a_graphic_item_sends_no_picture_and_no_title(as_analyst: Client, make: Make) -> None:
    one, other = make("one.mp4"), make("terrible.mp4")
    Item.objects.filter(pk=other.pk).update(sensitivity=Sensitivity.GRAPHIC)
    shown = page(as_analyst, one.ref, other.ref)
    assert "terrible.mp4" not in shown.split("Facts side by side")[0]
    assert f"/items/{other.ref}/frames/" not in shown
    assert f"/items/{other.ref}/original" not in shown


def test_an_item_of_another_case_is_not_there(
    as_analyst: Client, make: Make, django_user_model: type[User]
) -> None:
    one = make("one.mp4")
    Membership.objects.all().delete()
    assert as_analyst.get("/compare/", {"item": [one.ref]}).status_code == 404


def test_what_was_put_aside_is_compared_and_can_be_taken_back(
    as_analyst: Client, make: Make
) -> None:
    one, other = make("one.mp4"), make("other.mp4")
    for item in (one, other):
        as_analyst.post(f"/items/{item.ref}/put-aside")
    answer = as_analyst.get("/compare/")
    assert answer.headers["Location"] == f"/compare/?item={one.ref}&item={other.ref}"
    as_analyst.post(f"/items/{one.ref}/put-aside")
    assert as_analyst.get("/compare/").headers["Location"] == f"/compare/?item={other.ref}"


def test_an_empty_comparison_says_how_to_fill_it(as_analyst: Client) -> None:
    assert "Nothing to compare yet" in page(as_analyst)


def test_wrong_words_are_refused_with_a_sentence(as_analyst: Client) -> None:
    answer = as_analyst.get("/compare/", {"item": "<b>"})
    assert answer.status_code == 400
    assert "is not a reference" in answer.content.decode()
    assert "<b>" not in answer.content.decode().split("is not a reference")[0][-40:]


@pytest.mark.parametrize(
    ("zone", "said"), [("stated", "the clock begins here"), ("utc_by_standard", "not aligned")]
)
def test_only_a_clock_that_states_its_zone_lays_an_item(
    as_analyst: Client, make: Make, zone: str, said: str
) -> None:
    item = make("clock.mp4")
    moment = "2023-05-02T23:26:59+00:00"
    finish(item, "exif").readings.create(
        tag="format:tags:creation_time",
        text=moment,
        tool="ffprobe",
        meaning=Meaning.CAPTURED,
        value={"earliest": moment, "latest": moment, "offset": "+00:00", "zone": zone},
    )
    assert said in page(as_analyst, item.ref)
