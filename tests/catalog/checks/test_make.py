"""Checks follow every change of what they rest on, and stay where nothing changed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalog import checks, due
from catalog.assessments import assess, review
from catalog.checks import making
from catalog.claims.facts import facts_in
from catalog.claims.record import Statement, record, supersede
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.incidents import link
from catalog.models import (
    Appearance,
    Case,
    Check,
    Claim,
    ClaimKind,
    Confidence,
    Incident,
    IncidentRole,
    Item,
    LinkStatus,
    Run,
    Source,
    State,
    Verdict,
)
from catalog.pipeline import ending
from catalog.sources import say_forwarded
from media_tools.compare import verdicts
from media_tools.compare.dispatch import check_all

pytestmark = pytest.mark.django_db(transaction=True)


def say(about: Item | Incident, kind: ClaimKind, words: str, by: str) -> Claim:
    """Somebody says something, as the page and the command line record it."""
    source, _ = Source.objects.get_or_create(case=about.case, name=by)
    statement = Statement(kind, words, facts_in(kind, words), asserted_by=source)
    return record(about, statement, COMMAND_LINE)


def found(about: Item | Incident) -> dict[str, str]:
    """The worst verdict of each kind."""
    return dict(about.checks.order_by("-rank").values_list("kind", "verdict"))


@pytest.fixture
def done(an_item: Item) -> Item:
    """An item whose processing is over; it was posted on 2 May at 23:51 UTC."""
    Run.objects.filter(item=an_item).delete()
    Item.objects.filter(pk=an_item.pk).update(state=State.DONE)
    an_item.refresh_from_db()
    return an_item


def test_a_claim_is_checked_as_soon_as_it_is_recorded(done: Item) -> None:
    say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    assert found(done)["time_by_first_known"] == "impossible"
    done.refresh_from_db()
    assert (done.worst_check, done.worst_checks, done.open_contradictions) == ("impossible", 1, 2)


def test_a_claim_is_held_against_the_date_the_file_had_on_its_disk(done: Item) -> None:
    dated = datetime(2023, 5, 1, 12, tzinfo=UTC)
    Appearance.objects.filter(item=done).update(file_dated_at=dated)
    claim = say(done, ClaimKind.TIME, "3 May 2023 02:27 UTC+3", "@kar_north")
    check = done.checks.get(kind="time_by_file_date", claims=claim)
    assert check.verdict == "tension"
    assert check.numbers["file_dated_earliest"] == "2023-05-01T12:00:00Z"


def test_a_superseded_claim_is_no_longer_held_against_anything(done: Item) -> None:
    false = say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    words = "3 May 2023 02:27 UTC+3"
    statement = Statement(
        ClaimKind.TIME, words, facts_in(ClaimKind.TIME, words), asserted_by=false.asserted_by
    )
    supersede(false, statement, "The page was corrected.", COMMAND_LINE)
    assert not done.checks.contradicting().exists()
    assert not false.checks.exists()
    done.refresh_from_db()
    assert done.open_contradictions == 0


def test_what_came_out_as_before_keeps_its_row_and_time(done: Item) -> None:
    say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    before = list(done.checks.order_by("pk").values_list("pk", "made_at"))
    say(done, ClaimKind.CONTENT, "A flash.", "Bulletin")
    assert set(before) <= set(done.checks.values_list("pk", "made_at"))


def test_an_earlier_posting_moves_the_bound(done: Item) -> None:
    claim = done.claims.get(kind="time")
    assert found(done).get("time_by_first_known") in (None, "cannot_tell")
    now = timezone.now()
    early = Appearance.objects.create(
        item=done, collected_at=now, published_at="2023-05-02T20:00:00Z", url="https://x.example/1"
    )
    say_forwarded(done.appearances.exclude(pk=early.pk).get(), early, COMMAND_LINE)
    check = done.checks.get(kind="time_by_first_known")
    assert check.verdict == "impossible"
    assert list(check.claims.all()) == [claim]


def test_an_incident_checks_its_own_claims_and_its_items(done: Item, burst: Incident) -> None:
    say(burst, ClaimKind.TIME, "3 May 2023 between 02:30 and 03:00 MSK", "Press")
    say(burst, ClaimKind.TIME, "3 May 2023 02:27 MSK", "Fire service")
    disagree = burst.checks.get(kind="claimed_times_disagree")
    assert disagree.numbers["gap_s"] == pytest.approx(120, abs=1)
    link(burst, done, IncidentRole.SHOWS, LinkStatus.CONFIRMED, COMMAND_LINE)
    assert "item_time_by_incident" not in found(done)
    Incident.objects.filter(pk=burst.pk).update(
        earliest="2023-05-02T20:00:00Z", latest="2023-05-02T20:10:00Z"
    )
    burst.refresh_from_db()
    due.mark_incident(burst)
    assert found(done)["item_time_by_incident"] == "tension"
    assert found(burst)["time_by_assessment"] == "tension"
    link(burst, done, IncidentRole.WRONGLY, LinkStatus.CONFIRMED, COMMAND_LINE)
    assert "item_time_by_incident" not in found(done)


def test_while_an_item_is_processed_only_its_end_and_people_have_checks_made(
    an_item: Item,
) -> None:
    assert not an_item.checks.exists()
    run = an_item.runs.get(step="probe")
    running = {"state": State.RUNNING, "owner": "me", "lease_until": timezone.now()}
    Run.objects.filter(pk=run.pk).update(**running)
    run.refresh_from_db()
    ending.land(run, State.DONE)
    assert not an_item.checks.exists()
    Run.objects.exclude(pk=run.pk).delete()
    ending.settle_item(an_item)
    assert found(an_item)["time_by_first_known"] == "cannot_tell"


def test_the_chore_makes_what_a_killed_process_left(
    done: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "makers", [])
    say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    assert not done.checks.exists()
    checks.make_what_is_due()
    assert found(done)["time_by_first_known"] == "impossible"


def test_a_change_while_checks_are_made_is_not_lost(
    done: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = check_all

    def and_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(making, "check_all", real)
        say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
        return real(*given)

    Item.objects.update(checks_version=0)
    monkeypatch.setattr(making, "check_all", and_meanwhile)
    checks.make(done)
    assert found(done)["time_by_first_known"] == "impossible"
    done.refresh_from_db()
    assert done.checks_version == verdicts.RULES_VERSION


def test_newer_rules_make_all_checks_anew(done: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    monkeypatch.setattr(making, "RULES_VERSION", verdicts.RULES_VERSION + 1)
    checks.make_what_is_due()
    versions = set(Check.objects.values_list("version", flat=True))
    assert versions == {verdicts.RULES_VERSION + 1}


def test_a_blind_verdict_resolves_only_for_those_who_see_it(
    done: Item, case: Case, analyst: User, reviewer: User, lead: User
) -> None:
    claim = say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    check = done.checks.get(kind="time_by_first_known", verdict="impossible")
    concluded = assess(
        claim, Verdict.DOES_NOT_HOLD, Confidence.HIGH, "It was posted before.", Actor.of(analyst)
    )

    def is_open(person: User) -> bool:
        return Check.objects.open_for(person).filter(pk=check.pk).exists()

    assert not is_open(analyst)
    assert Check.objects.resolved_for(analyst).filter(pk=check.pk).exists()
    assert is_open(lead)
    assert not Check.objects.resolved_for(lead).filter(pk=check.pk).exists()
    done.refresh_from_db()
    assert done.open_contradictions == 2
    review(concluded, Verdict.DOES_NOT_HOLD, Confidence.HIGH, "So do I.", Actor.of(reviewer))
    assert not is_open(lead)
    done.refresh_from_db()
    assert done.open_contradictions == 0


def test_dissent_leaves_the_question_open(
    done: Item, analyst: User, reviewer: User, lead: User
) -> None:
    claim = say(done, ClaimKind.TIME, "3 May 2023 03:30 UTC+3", "Bulletin")
    concluded = assess(
        claim, Verdict.DOES_NOT_HOLD, Confidence.HIGH, "It was posted before.", Actor.of(analyst)
    )
    review(concluded, Verdict.HOLDS, Confidence.LOW, "The post was edited.", Actor.of(reviewer))
    for person in (analyst, reviewer, lead):
        assert Check.objects.open_for(person).filter(kind="time_by_first_known", rank=0).exists()
