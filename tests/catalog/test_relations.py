"""What ties items together: suggested by what files share, decided by people, seen by members."""

import threading
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from catalog import relations, tasks
from catalog.custody.chain import COMMAND_LINE, faults
from catalog.dossier import dossier
from catalog.intake import ClaimSheet, receive
from catalog.models import (
    Case,
    CustodyAct,
    Item,
    LinkStatus,
    Membership,
    Relation,
    RelationKind,
    Role,
    Sensitivity,
    SharedId,
    State,
)
from catalog.pipeline import ending, work
from media_tools.findings import Findings, Meaning, Reading
from tests.media_tools.making import jpeg_bytes

pytestmark = pytest.mark.django_db

ID = "1745E022-9712-43C7-B024-F308EC6413CB"
MOV = b"\0\0\0\x14ftypqt  \0\0\2\0qt  "


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "send", lambda runs: None)


def still(number: int = 1) -> bytes:
    return jpeg_bytes(b"Exif\0\0" + bytes(number))


def hand_in(case: Case, body: bytes) -> Item:
    receipt = receive(
        BytesIO(body), case=case, file_name="a", actor=COMMAND_LINE, sheet=ClaimSheet()
    )
    assert receipt.item
    return receipt.item


def land(item: Item, meaning: Meaning, value: str) -> None:
    """Let a run of the item land that has read this."""
    run = item.runs.create(step="probe", version=100 + item.runs.count())
    claimed = work._claim(run.pk)
    assert claimed
    readings = [Reading("tag", value, "tool", meaning, value)]
    ending.land(claimed, State.DONE, found=(Findings(readings=readings), {}))


def pair(case: Case) -> Relation:
    for item in (hand_in(case, still()), hand_in(case, MOV)):
        land(item, Meaning.CONTENT_ID, ID)
    return Relation.objects.get()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_still_and_a_clip_with_one_content_id_are_suggested_as_a_live_photo(
    case: Case, order: tuple[int, int]
) -> None:
    items = [hand_in(case, still()), hand_in(case, MOV)]
    for number in order:
        land(items[number], Meaning.CONTENT_ID, ID)
    relation = Relation.objects.get()
    assert (relation.first, relation.second) == (items[0], items[1])
    assert relation.kind == RelationKind.LIVE_PHOTO_PAIR
    assert relation.status == LinkStatus.SUGGESTED
    assert (relation.method, relation.method_version) == ("content_id", 1)
    assert relation.details == {"content_id": ID}


@pytest.mark.django_db(transaction=True)
def test_two_halves_that_land_at_the_same_moment_find_each_other(case: Case) -> None:
    items = [hand_in(case, still()), hand_in(case, MOV)]

    def land_one(item: Item) -> None:
        land(item, Meaning.CONTENT_ID, ID)
        connection.close()

    threads = [threading.Thread(target=land_one, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Relation.objects.count() == 1


def test_a_later_run_that_reads_it_again_suggests_nothing_new(case: Case) -> None:
    relation = pair(case)
    for item in (relation.first, relation.second):
        land(item, Meaning.CONTENT_ID, ID)
    assert (Relation.objects.count(), SharedId.objects.count()) == (1, 2)


def test_two_stills_with_one_content_id_or_other_cases_or_a_counter_are_no_pair(
    case: Case, other_case: Case
) -> None:
    land(hand_in(case, still(1)), Meaning.CONTENT_ID, ID)
    land(hand_in(case, still(2)), Meaning.CONTENT_ID, ID)
    land(hand_in(other_case, MOV), Meaning.CONTENT_ID, ID)
    land(hand_in(case, MOV + b"2"), Meaning.CONTENT_ID, ID[:-1])
    land(hand_in(case, still(3)), Meaning.BURST_ID, "1")
    land(hand_in(case, still(4)), Meaning.BURST_ID, "1")
    assert Relation.objects.count() == 0


def test_the_pictures_of_a_burst_are_tied_each_to_each(case: Case) -> None:
    items = [hand_in(case, still(number)) for number in range(1, 4)]
    for item in items:
        land(item, Meaning.BURST_ID, ID)
    assert {(one.first, one.second) for one in Relation.objects.all()} == {
        (items[0], items[1]),
        (items[0], items[2]),
        (items[1], items[2]),
    }


def test_a_burst_without_end_does_not_grow_as_its_square(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.relations.suggest.MOST", 2)
    for number in range(1, 7):
        land(hand_in(case, still(number)), Meaning.BURST_ID, ID)
    assert Relation.objects.count() == 0 + 1 + 2 + 2 + 2 + 2


def test_what_a_person_rejected_is_not_suggested_again(case: Case, analyst: User) -> None:
    relation = pair(case)
    client = signed_in(analyst)
    answer = post(client, relation, "rejected", "different days")
    assert answer.status_code == 302
    land(relation.second, Meaning.CONTENT_ID, ID)
    assert Relation.objects.get().status == LinkStatus.REJECTED


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(relation: Relation) -> str:
    return reverse("item-relation", args=[relation.first.ref, relation.pk])


def post(client: Client, relation: Relation, status: str, reason: str = "seen") -> Any:
    return client.post(address(relation), {"status": status, "reason": reason})


def test_an_analyst_decides_with_a_reason_that_both_chains_keep(case: Case, analyst: User) -> None:
    relation = pair(case)
    client = signed_in(analyst)
    post(client, relation, "confirmed", "same second, same view")
    relation.refresh_from_db()
    assert relation.status == LinkStatus.CONFIRMED
    assert (relation.decided_by, relation.reason) == (analyst, "same second, same view")
    for item in (relation.first, relation.second):
        event = item.custody.get(act=CustodyAct.CHANGED)
        assert (event.actor, event.details["to"]) == ("analyst", "confirmed")
        assert event.details["reason"] == "same second, same view"
        assert event.details["with"] == relation.other(item).ref
    assert list(faults()) == []


def test_a_decision_needs_a_reason_and_something_to_decide(case: Case, analyst: User) -> None:
    relation = pair(case)
    client = signed_in(analyst)
    for status, reason in (("confirmed", "  "), ("suggested", "why"), ("nonsense", "why")):
        post(client, relation, status, reason)
    proved = relations.relate(
        RelationKind.CONTAINED_IN,
        relation.second,
        relation.first,
        method="contained",
        version=1,
        details={"role": "motion_photo", "start": 5, "size_bytes": 5},
        status=LinkStatus.CONFIRMED,
    )
    post(client, proved, "rejected", "I do not like it")
    assert [one.decided_by for one in Relation.objects.all()] == [None, None]
    assert CustodyAct.CHANGED not in relation.first.custody.values_list("act", flat=True)


def test_nobody_decides_who_may_not_claim_in_the_case(
    case: Case, reviewer: User, uploader: User, auditor: User, stranger: User
) -> None:
    relation = pair(case)
    for person in (reviewer, uploader, auditor, stranger):
        assert post(signed_in(person), relation, "confirmed").status_code == 404
    assert post(Client(), relation, "confirmed").status_code == 302
    assert Relation.objects.get().status == LinkStatus.SUGGESTED


def test_a_relation_is_reached_through_its_own_items_only(
    case: Case, analyst: User, stranger: User, other_case: Case
) -> None:
    relation = pair(case)
    Membership.objects.create(case=case, person=stranger, role=Role.UPLOADER)
    elsewhere = hand_in(other_case, still(9))
    there = reverse("item-relation", args=[elsewhere.ref, relation.pk])
    answer = signed_in(stranger).post(there, {"status": "confirmed", "reason": "mine"})
    assert answer.status_code == 404
    assert list(Relation.objects.visible_to(stranger)) == []
    assert list(Relation.objects.visible_to(analyst)) == [relation]


def page(person: User, item: Item) -> str:
    answer = signed_in(person).get(item.get_absolute_url(), {"tab": "relations"})
    return " ".join(answer.content.decode().split())


def test_the_page_shows_the_other_item_and_lets_analysts_decide(
    case: Case, analyst: User, reviewer: User
) -> None:
    relation = pair(case)
    shown = page(analyst, relation.first)
    assert 'Relations <span class="t3">1</span>' in shown
    assert f'href="{relation.second.get_absolute_url()}"' in shown
    for words in ("Live Photo pair", f"both files name one content id: {ID}", "content id 1"):
        assert words in shown
    assert f'action="{address(relation)}"' in shown
    assert address(relation) not in page(reviewer, relation.first)


def test_the_page_sends_no_picture_of_a_related_item_that_is_graphic(
    case: Case, analyst: User
) -> None:
    relation = pair(case)
    poster = reverse("item-poster", args=[relation.second.ref])
    Item.objects.filter(pk=relation.second.pk).update(poster_sha256="a" * 64)
    assert poster in page(analyst, relation.first)
    Item.objects.filter(pk=relation.second.pk).update(sensitivity=Sensitivity.GRAPHIC)
    assert poster not in page(analyst, relation.first)
    assert "Graphic<br>covered" in page(analyst, relation.first)


def test_what_lies_in_an_item_is_told_from_both_sides(case: Case, analyst: User) -> None:
    outer, inner = hand_in(case, still()), hand_in(case, MOV)
    relations.relate(
        RelationKind.CONTAINED_IN,
        inner,
        outer,
        method="contained",
        version=1,
        details={"role": "motion_photo", "start": 12345, "size_bytes": 6789},
        status=LinkStatus.CONFIRMED,
    )
    for item, kind in ((inner, "Lies in"), (outer, "Holds")):
        shown = page(analyst, item)
        assert f"<b>{kind}</b>" in shown
        assert "motion photo, 6,789 bytes from offset 12,345" in shown
        assert "contained 1, by the bytes" in shown
        assert "nothing to decide" in shown
    assert [one["kind"] for one in dossier(inner)["relations"]] == ["contained_in"]
    assert dossier(outer)["relations"] == [
        {
            "kind": "contains",
            "ref": inner.ref,
            "status": "confirmed",
            "method": "contained",
            "method_version": 1,
            "details": {"role": "motion_photo", "start": 12345, "size_bytes": 6789},
            "decided_by": None,
            "decided_at": None,
            "reason": "",
        }
    ]


def test_the_database_itself_refuses_relations_that_make_no_sense(
    case: Case, other_case: Case, analyst: User
) -> None:
    relation = pair(case)
    one, two = relation.first, relation.second
    rests: dict[str, Any] = {"method": "test", "method_version": 1}
    burst, within = RelationKind.SAME_BURST, RelationKind.CONTAINED_IN
    senseless: list[dict[str, Any]] = [
        {"kind": relation.kind, "first": one, "second": two, **rests},
        {"kind": burst, "first": two, "second": one, **rests},
        {"kind": within, "first": one, "second": one, **rests},
        {"kind": burst, "first": one, "second": two},
        {"kind": burst, "first": one, "second": two, "status": "rejected", **rests},
        {"kind": burst, "first": one, "second": two, "decided_by": analyst, **rests},
    ]
    for fields in senseless:
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.create(**fields)
    elsewhere = hand_in(other_case, still(5))
    with pytest.raises(ValueError, match="lie in two cases"):
        relations.relate(burst, one, elsewhere, method="test", version=1, details={})
