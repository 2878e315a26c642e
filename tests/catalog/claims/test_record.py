"""Claims are recorded and superseded through one door, and the database keeps each as it was."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from catalog.claims.facts import facts_in
from catalog.claims.record import CannotRecord, Statement, record, supersede
from catalog.custody.chain import Actor, faults
from catalog.models import (
    Basis,
    Case,
    Claim,
    ClaimKind,
    CustodyAct,
    CustodyEvent,
    Extent,
    Incident,
    Item,
    Source,
)
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


def at(words: str, **more: Any) -> Statement:
    return Statement(ClaimKind.TIME, words, facts_in(ClaimKind.TIME, words), **more)


def last() -> CustodyEvent:
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    return event


def test_two_officials_contradict_each_other_about_one_incident(
    burst: Incident, analyst: User
) -> None:
    for words in ("3 May 2023 02:27 UTC+3", "3 May 2023 between 02:30 and 03:00 UTC+3"):
        record(burst, at(words), Actor.of(analyst))
    first, second = burst.claims.standing()
    assert first.interval and second.interval
    assert not first.interval.overlaps(second.interval)
    assert (first.about, first.item) == (burst, None)
    event = last()
    assert (event.act, event.case, event.item) == (CustodyAct.CLAIM_RECORDED, burst.case, None)
    assert event.details["incident"] == burst.pk
    assert list(faults()) == []


def test_who_said_it_and_when_come_from_the_posting_unless_they_are_given(
    an_item: Item, analyst: User, case: Case
) -> None:
    posting = an_item.appearances.get()
    actor = Actor.of(analyst)
    taken = record(an_item, at("3 May 2023 02:28 UTC+3", appearance=posting), actor)
    assert taken.asserted_by == posting.source
    assert taken.asserted_at == datetime(2023, 5, 2, 23, 51, tzinfo=UTC)
    other = Source.objects.create(case=case, name="Fire service")
    then = datetime(2023, 5, 3, 9, tzinfo=UTC)
    words = at("3 May 2023 02:29 UTC+3", appearance=posting, asserted_by=other, asserted_at=then)
    given = record(an_item, words, actor)
    assert (given.asserted_by, given.asserted_at, given.recorded_by) == (other, then, analyst)


def test_a_claim_in_another_language_keeps_its_words_and_a_translation(
    an_item: Item, analyst: User
) -> None:
    said = Statement(
        ClaimKind.CONTENT, "Другий прильот", language="uk", translation="The second strike"
    )
    claim = record(an_item, said, Actor.of(analyst))
    assert (claim.quote, claim.language, claim.translation) == (
        "Другий прильот",
        "uk",
        "The second strike",
    )


def test_a_superseded_claim_is_kept_and_search_follows_the_newer(
    an_item: Item, analyst: User
) -> None:
    actor, first = Actor.of(analyst), an_item.claims.get()
    second = supersede(first, at("3 May 2023 02:43 UTC+3"), "They corrected it.", actor)
    third = supersede(second, at("3 May 2023 02:44 UTC+3"), "And again.", actor)
    for one in (first, second, third):
        assert Claim.objects.get(pk=one.pk).line() == [first, second, third]
    assert list(an_item.claims.standing()) == [third]
    assert Extent.objects.get(item=an_item, basis=Basis.CLAIMED).earliest == third.earliest
    event = last()
    assert event.act == CustodyAct.CLAIM_SUPERSEDED
    assert event.details["supersedes"] == second.pk
    assert event.details["reason"] == "And again."


def test_what_cannot_be_recorded_leaves_no_trace(
    an_item: Item, analyst: User, other_case: Case, burst: Incident
) -> None:
    actor, old = Actor.of(analyst), an_item.claims.get()
    theirs = Source.objects.create(case=other_case, name="@theirs")
    (foreign,) = items_of(other_case, b"theirs", url="https://t.example/9")
    (second,) = items_of(an_item.case, b"another", url="https://t.example/2")
    time = at("3 May 2023 02:43 UTC+3")
    before = (Claim.objects.count(), CustodyEvent.objects.count())
    content = Statement(ClaimKind.CONTENT, "x")
    refused: list[tuple[Item | Incident, Statement, str]] = [
        (an_item, Statement(ClaimKind.CONTENT, " "), "Write the words"),
        (an_item, Statement(ClaimKind.TIME, "at night"), "recorded with its value"),
        (an_item, Statement(ClaimKind.CONTENT, "a\0b"), r"U\+0000"),
        (an_item, Statement(ClaimKind.CONTENT, "x", language="Ukrainian!"), "language code"),
        (an_item, Statement(ClaimKind.CONTENT, "x", asserted_by=theirs), "another case"),
        (burst, Statement(ClaimKind.CONTENT, "x", appearance=foreign.appearances.get()), "another"),
        (
            an_item,
            Statement(ClaimKind.CONTENT, "x", appearance=second.appearances.get()),
            "of this",
        ),
    ]
    for about, statement, said in refused:
        with pytest.raises(CannotRecord, match=said):
            record(about, statement, actor)
    for statement, reason, said in (
        (time, " ", "Say why the older claim is superseded"),
        (content, "Other kind.", "of the same kind"),
    ):
        with pytest.raises(CannotRecord, match=said):
            supersede(old, statement, reason, actor)
    assert (Claim.objects.count(), CustodyEvent.objects.count()) == before


def test_a_claim_is_superseded_once(an_item: Item, analyst: User) -> None:
    old, actor = an_item.claims.get(), Actor.of(analyst)
    supersede(old, at("3 May 2023 02:43 UTC+3"), "Corrected.", actor)
    with pytest.raises(CannotRecord, match="already supersedes"):
        supersede(old, at("3 May 2023 02:45 UTC+3"), "Corrected.", actor)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_claim(an_item: Item, change: str) -> None:
    claims: Any = Claim.objects.filter(item=an_item)
    with pytest.raises(DatabaseError, match="A claim is never changed"), transaction.atomic():
        if change == "update":
            claims.update(quote="something else")
        else:
            claims._raw_delete(using="default")
    assert Claim.objects.get(item=an_item).quote == "3 May 2023 02:27 UTC+3"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"item": None}, "a_claim_is_about_an_item_or_an_incident"),
        ({"incident": True}, "a_claim_is_about_an_item_or_an_incident"),
        ({"supersedes": True}, "a_claim_is_superseded_for_a_reason"),
    ],
)
def test_the_database_refuses_a_claim_that_cannot_be(
    an_item: Item, burst: Incident, fields: dict[str, Any], constraint: str
) -> None:
    given = {"item": an_item, "kind": "content", "quote": "x", "recorded_at": timezone.now()}
    put = {"incident": burst, "supersedes": an_item.claims.get()}
    given |= {name: put[name] if value is True else value for name, value in fields.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Claim.objects.create(**given)


def test_nobody_sees_the_claims_of_another_case(
    an_item: Item, burst: Incident, analyst: User, stranger: User, uploader: User
) -> None:
    record(burst, at("3 May 2023 02:43 UTC+3"), Actor.of(analyst))
    assert Claim.objects.visible_to(analyst).count() == 2
    assert not Claim.objects.visible_to(stranger).exists()
    assert not Claim.objects.visible_to(uploader).exists()
