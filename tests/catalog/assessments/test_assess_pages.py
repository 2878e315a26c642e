"""Concluding, the blind second look, and what each person sees meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.assessments import assess
from catalog.custody.chain import Actor
from catalog.models import (
    Assessment,
    Case,
    Claim,
    ClaimKind,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentItem,
    Item,
    Measurement,
    Outcome,
    Review,
    State,
    Verdict,
)
from tests.catalog.claims.said import said
from tests.catalog.conftest import items_of

WORDS = {"verdict": "holds", "confidence": "high", "reasoning": "The *clock* agrees."}
SECOND = {"verdict": "does_not_hold", "confidence": "low", "reasoning": "It was set by hand."}


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def claim(an_item: Item) -> Claim:
    return an_item.claims.get(kind=ClaimKind.TIME)


@pytest.fixture
def measurement(an_item: Item) -> Measurement:
    run = an_item.runs.create(step="older", version=1, state=State.DONE)
    run.readings.create(tag="QuickTime:CreateDate", text="23:26:59", tool="ffprobe")
    return run.measurements.create(
        name="mean_luma", value=6, unit="", uncertainty=1, method="of frames"
    )


def test_a_conclusion_is_signed_with_the_grounds_that_were_chosen(
    claim: Claim, measurement: Measurement, analyst: User
) -> None:
    client, address = browser(analyst), reverse("assess-claim", args=[claim.pk])
    found = client.post(f"{address}?find=1", {"words": "CreateDate"}).content.decode()
    assert "23:26:59" in found and "mean luma" not in found
    other = said(claim.about, ClaimKind.CONTENT, "Two bangs.")
    reading = measurement.run.readings.get()
    keys = [f"measurement-{measurement.pk}", f"reading-{reading.pk}", f"claim-{other.pk}"]
    kept = client.post(f"{address}?find=1", {"words": "nothing", "grounds": keys})
    assert kept.content.decode().count("checked") == 3
    answer = client.post(address, {**WORDS, "grounds": [*keys, "reading-99999", "x", "claim-"]})
    assert answer["Location"] == claim.get_absolute_url()
    made = Assessment.objects.get()
    assert (made.signed_by, made.verdict, made.grounds.count()) == (analyst, Verdict.HOLDS, 3)
    page = client.get(claim.get_absolute_url()).content.decode()
    assert "<em>clock</em>" in page and "Rests on 3 facts" in page
    assert "nobody else sees yours" in page
    event = CustodyEvent.objects.get(act=CustodyAct.ASSESSED)
    assert (event.actor, event.item) == ("analyst", claim.item)


def test_what_lies_outside_the_question_is_no_ground(
    case: Case, claim: Claim, analyst: User
) -> None:
    (other,) = items_of(case, b"other", time="3 May 2023 02:27 UTC+3")
    keys = [f"claim-{one.pk}" for one in other.claims.all()]
    address = reverse("assess-claim", args=[claim.pk])
    browser(analyst).post(address, {**WORDS, "grounds": keys})
    assert Assessment.objects.get().grounds.count() == 0


@pytest.mark.parametrize("missing", ["verdict", "confidence", "reasoning"])
def test_a_refusal_names_the_field_and_keeps_what_was_typed(
    claim: Claim, analyst: User, missing: str
) -> None:
    fields = {name: words for name, words in WORDS.items() if name != missing}
    answer = browser(analyst).post(reverse("assess-claim", args=[claim.pk]), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="fault"' in page.split(f'id="{missing}-read"')[1].split("</div>")[0]
    assert ("The *clock* agrees." in page) == (missing != "reasoning")
    assert not Assessment.objects.exists()


def test_the_second_look_is_blind_and_then_both_stand_beside_each_other(
    claim: Claim, an_item: Item, analyst: User, reviewer: User, lead: User
) -> None:
    first, second, third = browser(analyst), browser(reviewer), browser(lead)
    first.post(reverse("assess-claim", args=[claim.pk]), WORDS)
    made = Assessment.objects.get()
    look = reverse("second-look", args=[made.pk])
    places = (claim.get_absolute_url(), an_item.get_absolute_url(), reverse("second-looks"), look)
    for place in (*places, f"{an_item.get_absolute_url()}?tab=custody"):
        page = second.get(place).content.decode()
        assert "clock" not in page and "Holds, high" not in page and "<b>Holds</b>" not in page
    assert look in second.get(claim.get_absolute_url()).content.decode()
    assert look in second.get(reverse("second-looks")).content.decode()
    assert first.get(look).status_code == 404
    assert look not in first.get(reverse("second-looks")).content.decode()

    assert second.post(look, SECOND)["Location"] == claim.get_absolute_url()
    review = Review.objects.get()
    assert (review.outcome, review.is_blind) == (Outcome.DISSENT, True)
    assert second.get(look).status_code == 404
    for client in (first, second, third):
        page = client.get(claim.get_absolute_url()).content.decode()
        assert "<em>clock</em>" in page and "set by hand" in page
        assert "Dissent" in page and ", blind" in page
        facts = client.get(an_item.get_absolute_url()).content.decode()
        assert "Holds, high" in facts and "reviewer dissents: does not hold" in facts


def test_a_later_second_look_is_kept_as_not_blind(
    claim: Claim, analyst: User, reviewer: User, lead: User
) -> None:
    browser(analyst).post(reverse("assess-claim", args=[claim.pk]), WORDS)
    look = reverse("second-look", args=[Assessment.objects.get().pk])
    browser(reviewer).post(look, SECOND)
    client = browser(lead)
    assert "Not blind." in client.get(look).content.decode()
    client.post(look, WORDS)
    assert not Review.objects.get(signed_by=lead).is_blind


def test_a_verdict_is_superseded_for_a_reason(claim: Claim, analyst: User) -> None:
    client = browser(analyst)
    client.post(reverse("assess-claim", args=[claim.pk]), WORDS)
    again = reverse("assess-again", args=[Assessment.objects.get().pk])
    assert "The *clock* agrees." in client.get(again).content.decode()
    assert "Say why the older assessment" in client.post(again, SECOND).content.decode()
    client.post(again, {**SECOND, "reason": "The clock was set by hand."})
    newest = Assessment.objects.latest("pk")
    assert newest.supersedes is not None and newest.verdict == Verdict.DOES_NOT_HOLD
    page = client.get(claim.get_absolute_url()).content.decode()
    assert "replaces an earlier one: The clock was set by hand." in page


def test_an_incident_is_assessed_on_the_facts_of_its_items(
    an_item: Item, burst: Incident, measurement: Measurement, analyst: User
) -> None:
    client, address = browser(analyst), reverse("assess-incident", args=[burst.pk])
    assert "mean luma" not in client.get(address).content.decode()
    link = IncidentItem.objects.create(incident=burst, item=an_item, role="shows")
    assert "mean luma" in client.get(address).content.decode()
    client.post(address, {**WORDS, "grounds": [f"measurement-{measurement.pk}"]})
    assert Assessment.objects.get().grounds.get().item == an_item
    assert "<em>clock</em>" in client.get(burst.get_absolute_url()).content.decode()
    IncidentItem.objects.filter(pk=link.pk).update(status="rejected")
    assert "mean luma" not in client.get(address).content.decode()


def test_a_preview_is_shown_as_it_will_be(analyst: User) -> None:
    address = reverse("assess-preview")
    shown = browser(analyst).post(address, {"reasoning": "**so** <script>x</script>"})
    assert (
        shown.content.decode().strip()
        == "<p><strong>so</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    )


def test_as_many_questions_as_there_are_take_no_more_queries(
    case: Case, analyst: User, reviewer: User, django_assert_max_num_queries: Any
) -> None:
    items = items_of(case, *(bytes([n]) for n in range(12)), time="3 May 2023 02:27 UTC+3")
    for item in items:
        words = (Verdict.HOLDS, Confidence.LOW, "Because.")
        assess(item.claims.get(), *words, Actor.of(analyst))
    client = browser(reviewer)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("second-looks")).content.decode()
    assert all(item.ref in page for item in items)
