"""A conclusion is signed over all it says and rests on, and stays as it was."""

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from catalog import immutable
from catalog.assessments import CannotAssess, assess, review
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.models import (
    Assessment,
    Case,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Ground,
    Incident,
    Item,
    Measurement,
    Reading,
    Review,
    Verdict,
)
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(an_item: Item) -> list[Any]:
    run = an_item.runs.get(step="probe")
    return [
        run.readings.create(
            tag="EXIF DateTimeOriginal", text="2023:05:03 02:27:11", tool="ExifRead 3"
        ),
        run.measurements.create(
            name="brightness", value=0.1, unit="of full", uncertainty=0.01, method="mean of luma"
        ),
        an_item.claims.get(),
    ]


def conclude(item: Item, by: User, **more: Any) -> Assessment:
    claim = item.claims.get()
    words = "The **clock** is set by the network."
    return assess(claim, Verdict.HOLDS, Confidence.HIGH, words, Actor.of(by), **more)


def test_processing_again_does_not_change_what_an_assessment_rests_on(
    an_item: Item, analyst: User, evidence: list[Any]
) -> None:
    made = conclude(an_item, analyst, rests_on=evidence)
    Reading.objects.all().delete()
    Measurement.objects.all().delete()
    reading, measurement, claim = Assessment.objects.get().grounds.all()
    assert (reading.tag, reading.text, reading.tool) == (
        "EXIF DateTimeOriginal",
        "2023:05:03 02:27:11",
        "ExifRead 3",
    )
    assert (measurement.value, measurement.uncertainty, measurement.method) == (
        0.1,
        0.01,
        "mean of luma",
    )
    assert (reading.item, reading.step) == (an_item, "probe")
    assert claim.claim == an_item.claims.get()
    assert [str(one) for one in made.grounds.all()][1] == "brightness: 0.1 ± 0.01 of full"


def test_the_signature_covers_everything_that_was_concluded(
    an_item: Item, analyst: User, evidence: list[Any]
) -> None:
    conclude(an_item, analyst, rests_on=evidence)
    held = Assessment.objects.get()
    grounds = list(held.grounds.all())
    assert held.computed_signature(grounds) == held.signature
    assert held.computed_signature(grounds[:2]) != held.signature
    for name, value in (
        ("verdict", "does_not_hold"),
        ("confidence", "low"),
        ("reasoning", "Because."),
        ("signed_as", "somebody"),
        ("signed_at", timezone.now()),
    ):
        changed = Assessment.objects.get()
        setattr(changed, name, value)
        assert changed.computed_signature(grounds) != held.signature, name


@pytest.mark.parametrize("model", [Assessment, Ground, Review])
def test_the_database_refuses_to_change_what_was_signed(
    an_item: Item, analyst: User, reviewer: User, evidence: list[Any], model: Any
) -> None:
    made = conclude(an_item, analyst, rests_on=evidence)
    review(made, Verdict.UNDETERMINED, Confidence.LOW, "Too dark.", Actor.of(reviewer))
    field = {"text": "x"} if model is Ground else {"reasoning": "x"}
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        model.objects.update(**field)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE catalog_assessment SET verdict = 'does_not_hold'", "Assessment"),
        ("UPDATE catalog_ground SET text = '2023:05:04 02:27:11'", "Assessment"),
        ("UPDATE catalog_review SET outcome = 'agreement'", "Review"),
    ],
)
def test_tampering_behind_our_back_is_found_by_verify(
    an_item: Item, analyst: User, reviewer: User, evidence: list[Any], sql: str, said: str
) -> None:
    made = conclude(an_item, analyst, rests_on=evidence)
    review(made, Verdict.UNDETERMINED, Confidence.LOW, "Too dark.", Actor.of(reviewer))
    call_command("verify", stdout=StringIO())
    immutable.lift("default")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    immutable.install("default")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out)
    assert re.search(rf"{said} \d+ was changed after it was signed\.", out.getvalue())


def test_custody_tells_of_the_assessment_and_keeps_the_verdict_to_itself(
    an_item: Item, analyst: User
) -> None:
    made = conclude(an_item, analyst)
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    assert (event.act, event.item) == (CustodyAct.ASSESSED, an_item)
    assert event.details["signature"] == made.signature
    assert not {"verdict", "confidence", "reasoning"} & set(event.details)


def test_an_assessment_needs_a_person_reasoning_and_evidence_of_its_own_case(
    an_item: Item, burst: Incident, analyst: User, other_case: Case
) -> None:
    (foreign,) = items_of(other_case, b"theirs", time="3 May 2023 02:27 UTC+3")
    holds = (Verdict.HOLDS, Confidence.HIGH)
    with pytest.raises(CannotAssess, match="signed by a person"):
        assess(burst, *holds, "Because.", COMMAND_LINE)
    with pytest.raises(CannotAssess, match="Give the reasoning"):
        assess(burst, *holds, " ", Actor.of(analyst))
    with pytest.raises(CannotAssess, match="Choose a verdict"):
        assess(burst, "true", Confidence.LOW, "x", Actor.of(analyst))  # type: ignore[arg-type]
    with pytest.raises(CannotAssess, match="own case"):
        assess(burst, *holds, "x", Actor.of(analyst), rests_on=[foreign.claims.get()])
    assert not Assessment.objects.exists()


def test_an_assessment_is_superseded_for_a_reason_by_who_may_see_it(
    an_item: Item, analyst: User, lead: User
) -> None:
    old = conclude(an_item, analyst)
    with pytest.raises(CannotAssess, match="have not reviewed"):
        conclude(an_item, lead, supersedes=old, reason="I know better.")
    with pytest.raises(CannotAssess, match="Say why"):
        conclude(an_item, analyst, supersedes=old)
    new = conclude(an_item, analyst, supersedes=old, reason="A second clip came in.")
    assert list(Assessment.objects.standing()) == [new]
    with pytest.raises(CannotAssess, match="already supersedes"):
        conclude(an_item, analyst, supersedes=old, reason="Again.")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"claim": None}, "an_assessment_is_about_a_claim_or_an_incident"),
        ({"reasoning": ""}, "an_assessment_gives_its_reasoning"),
        ({"verdict": "true"}, "an_assessment_has_a_known_verdict_and_confidence"),
    ],
)
def test_the_database_refuses_an_assessment_that_cannot_be(
    an_item: Item, analyst: User, fields: dict[str, Any], constraint: str
) -> None:
    given = {
        "claim": an_item.claims.get(),
        "verdict": "holds",
        "confidence": "low",
        "reasoning": "x",
        "signed_by": analyst,
        "signed_as": "analyst",
        "signed_at": timezone.now(),
        "signature": "0" * 64,
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assessment.objects.create(**given | fields)
