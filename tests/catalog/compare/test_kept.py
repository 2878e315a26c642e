"""Comparisons are kept version by version, seen within their case, and nobody's is lost."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client

from catalog.assessments.assess import assess
from catalog.assessments.evidence import found, named
from catalog.assessments.verify import faults
from catalog.custody.chain import Actor
from catalog.models import (
    Comparison,
    ComparisonVersion,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Item,
    Verdict,
)
from tests.catalog.compare.conftest import Make, said_at
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(make: Make) -> tuple[Item, Item]:
    """Two clips that are scanned."""
    return make("one.mp4"), make("other.mp4")


def keep(client: Client, *spots: str, code: int = 302, **fields: object) -> ComparisonVersion:
    answer = client.post("/compare/keep", {"name": "Burst", "item": spots, **fields})
    assert answer.status_code == code, answer.content.decode()[:3000]
    return ComparisonVersion.objects.order_by("-pk")[0]


def test_what_was_set_opens_again_by_its_address(
    as_analyst: Client, pair: tuple[Item, Item]
) -> None:
    one, other = pair
    spots = f"{one.ref}@+0~0:clock", f"{other.ref}@-3.5~0.02"
    made = keep(as_analyst, *spots, name="Вспышка <b>", note="two\nlines", view="swipe")
    shown = as_analyst.get(made.comparison.get_absolute_url()).content.decode()
    assert "Вспышка &lt;b&gt;" in shown
    assert 'data-offset="-3.500000"' in shown
    assert 'maxlength="12" value="0.020"' in shown and 'how">by hand<' in shown
    assert "the clock begins here, by the file&#x27;s clock" in shown
    assert 'class="board" data-view="swipe"' in shown
    assert "version 1 of 1" in shown
    assert "Вспышка &lt;b&gt;" in as_analyst.get("/compare/kept/?words=спышка").content.decode()


def test_a_later_saving_is_a_version_and_the_earlier_one_stays(
    as_analyst: Client, pair: tuple[Item, Item]
) -> None:
    one, other = pair
    first = keep(as_analyst, one.ref, f"{other.ref}@1~0.1")
    base = {"comparison": first.comparison_id, "version": 1}
    second = keep(as_analyst, one.ref, f"{other.ref}@2~0.1", **base)
    assert (second.comparison, second.number) == (first.comparison, 2)
    before = as_analyst.get(first.get_absolute_url()).content.decode()
    assert 'data-offset="1.000000"' in before
    assert (
        'data-offset="2.000000"'
        in as_analyst.get(second.comparison.get_absolute_url()).content.decode()
    )


def test_of_two_who_save_at_once_the_second_is_told_and_loses_nothing(
    as_analyst: Client, lead: User, pair: tuple[Item, Item]
) -> None:
    one, other = pair
    first = keep(as_analyst, one.ref, f"{other.ref}@1~0.1")
    base = {"comparison": first.comparison_id, "version": 1}
    colleague = Client()
    colleague.force_login(lead)
    keep(colleague, one.ref, f"{other.ref}@2~0.1", **base)
    answer = as_analyst.post(
        "/compare/keep",
        {"name": "Mine", "note": "my words", "item": [one.ref, f"{other.ref}@3~0.1"], **base},
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "lead saved version 2" in shown
    assert "my words" in shown
    assert 'data-offset="3.000000"' in shown
    again = keep(as_analyst, one.ref, f"{other.ref}@3~0.1", **(base | {"version": 2}))
    assert again.number == 3
    assert Comparison.objects.count() == 1


def test_each_saving_is_a_link_of_the_chain_for_each_item(
    as_analyst: Client, pair: tuple[Item, Item]
) -> None:
    made = keep(as_analyst, pair[0].ref, f"{pair[1].ref}@1~0.1")
    events = CustodyEvent.objects.filter(act=CustodyAct.COMPARED)
    assert {event.item for event in events} == set(pair)
    told = events.get(item=pair[1]).details
    assert told["comparison"] == made.comparison_id
    assert (told["offset_s"], told["error_s"], told["basis"]) == (1.0, 0.1, "hand")


def test_items_of_two_cases_are_not_kept_together(
    as_analyst: Client, analyst: User, stranger: User, pair: tuple[Item, Item]
) -> None:
    case = stranger.memberships.get().case
    (foreign,) = items_of(case, b"foreign")
    # Not seen at all, and then seen.
    answer = as_analyst.post("/compare/keep", {"name": "-", "item": [pair[0].ref, foreign.ref]})
    assert answer.status_code == 404
    case.memberships.create(person=analyst, role="analyst")
    keep_answer = as_analyst.post(
        "/compare/keep", {"name": "-", "item": [pair[0].ref, foreign.ref]}
    )
    assert keep_answer.status_code == 422
    assert "lie in several cases (KRM, OTH)" in keep_answer.content.decode()
    assert not Comparison.objects.exists()


@pytest.mark.parametrize(
    ("name", "sees", "keeps"),
    [
        ("lead", 200, 302),
        ("reviewer", 200, 403),
        ("uploader", 404, 404),
        ("auditor", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_sees_the_case_sees_it_and_who_may_claim_keeps(
    as_analyst: Client,
    pair: tuple[Item, Item],
    person_of: Callable[[str], User],
    name: str,
    sees: int,
    keeps: int,
) -> None:
    made = keep(as_analyst, pair[0].ref, pair[1].ref, name="secret name")
    client = Client(raise_request_exception=False)
    client.force_login(person_of(name))
    assert client.get(made.comparison.get_absolute_url()).status_code == sees
    assert ("secret name" in client.get("/compare/kept/").content.decode()) == (sees == 200)
    fields = {"name": "-", "item": [item.ref for item in pair]}
    assert client.post("/compare/keep", fields).status_code == keeps


def test_the_database_keeps_it_unchanged(as_analyst: Client, pair: tuple[Item, Item]) -> None:
    keep(as_analyst, pair[0].ref, pair[1].ref)
    for table in ("comparison", "comparisonversion", "compareditem"):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM catalog_{table}")


def test_linked_spots_are_kept_with_it(as_analyst: Client, pair: tuple[Item, Item]) -> None:
    def spot(item: Item, x: float) -> dict[str, object]:
        return {"ref": item.ref, "pts": 12800, "time_base": "1/12800", "x": x, "y": 0.5}

    links = [{"label": "lamp post", "one": spot(pair[0], 0.25), "other": spot(pair[1], 0.75)}]
    made = keep(as_analyst, pair[0].ref, pair[1].ref, links=json.dumps(links))
    [link] = made.linked.all()
    assert (link.label, link.one, link.one_x, link.other_x) == ("lamp post", pair[0], 0.25, 0.75)
    assert "lamp post" in as_analyst.get(made.comparison.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "links",
    ["{", "[1]", '[{"label": "x"}]', '[{"label":"x","one":{"ref":"KRM-9"},"other":{}}]', "7"],
)
def test_linked_spots_that_cannot_be_read_are_refused(
    as_analyst: Client, pair: tuple[Item, Item], links: str
) -> None:
    fields = {"name": "-", "item": [item.ref for item in pair], "links": links}
    assert as_analyst.post("/compare/keep", fields).status_code == 400


def test_an_assessment_rests_on_one_version(
    as_analyst: Client, analyst: User, pair: tuple[Item, Item]
) -> None:
    said_at(pair[0], analyst, 23, 27)
    claim = pair[0].claims.get()
    made = keep(as_analyst, pair[0].ref, pair[1].ref, name="Lamp post")
    assert [piece.says for piece in found(claim, "lamp")] == ["Lamp post"]
    rests_on = named(claim, [f"comparison-{made.pk}"])
    one = assess(
        claim, Verdict.HOLDS, Confidence.HIGH, "seen", Actor.of(analyst), rests_on=rests_on
    )
    [ground] = one.grounds.all()
    assert ground.comparison == made
    assert list(faults()) == []
    page = as_analyst.get(f"/claims/{claim.pk}/")
    if page.status_code == 200:
        assert made.get_absolute_url() in page.content.decode()


def test_a_comparison_is_commented_on(as_analyst: Client, pair: tuple[Item, Item]) -> None:
    made = keep(as_analyst, pair[0].ref, pair[1].ref)
    said = as_analyst.post(
        f"/comments/comparison/{made.comparison_id}/", {"text": "the shadow is wrong"}
    )
    assert said.status_code == 302
    shown = as_analyst.get(made.comparison.get_absolute_url()).content.decode()
    assert "the shadow is wrong" in shown


def test_an_item_names_the_comparisons_that_hold_it(
    as_analyst: Client, pair: tuple[Item, Item], make: Make
) -> None:
    one, other, third = *pair, make("third.mp4")
    stays = keep(as_analyst, one.ref, other.ref, name="Stays <b>")
    first = keep(as_analyst, one.ref, other.ref, name="Was here")
    base = {"comparison": first.comparison_id, "version": 1}
    keep(as_analyst, third.ref, other.ref, name="Is elsewhere", **base)
    keep(as_analyst, third.ref, other.ref, name="Never held it")
    shown = as_analyst.get(f"/items/{one.ref}/tab?tab=compared").content.decode()
    assert 'Compared <span class="t3">2</span>' in shown
    assert "Stays &lt;b&gt;" in shown
    assert f'href="{stays.comparison.get_absolute_url()}"' in shown
    assert f'href="{first.get_absolute_url()}"' in shown
    assert "taken out since" in shown
    assert "Is elsewhere" not in shown
    assert "Never held it" not in shown
    assert other.ref in shown
    assert third.ref not in shown
