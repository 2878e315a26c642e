"""Every address on which people say and conclude, asked for by every person."""

from collections.abc import Callable

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
    Confidence,
    Incident,
    IncidentItem,
    Item,
    Membership,
    Role,
    Verdict,
)

PEOPLE = ("uploader", "analyst", "reviewer", "lead", "auditor", "stranger")
SEE = {"analyst", "reviewer", "lead"}
CLAIM = {"analyst", "lead"}
ALL = set(PEOPLE)
OPEN: dict[str, set[str]] = {
    "claim-item": CLAIM,
    "item-posting": CLAIM,
    "claim-incident": CLAIM,
    "claim": SEE,
    "claim-supersede": CLAIM,
    "case-sources": SEE,
    "assess-claim": CLAIM,
    "assess-incident": CLAIM,
    # Nobody but its author sees the blind verdict that it would supersede.
    "assess-again": {"author"},
    "second-look": SEE,
    "second-looks": ALL,
    "incidents": ALL,
    "incident": SEE,
    # The stranger leads another case, and may say what happened in that.
    "incident-new": {*CLAIM, "stranger"},
    "incident-edit": CLAIM,
}
POSTED: dict[str, tuple[set[str], dict[str, str]]] = {
    "incident-item": (CLAIM, {"item": "KRM-0001", "role": "before", "status": "confirmed"}),
    "incident-tie": (CLAIM, {"kind": "repeats"}),
    "work": (SEE, {"workflow": "done"}),
}


@pytest.fixture
def author(case: Case) -> User:
    """Another analyst, who has signed a verdict."""
    person = User.objects.create_user("author")
    Membership.objects.create(case=case, person=person, role=Role.ANALYST)
    return person


@pytest.fixture
def signed(an_item: Item, author: User) -> Assessment:
    """A verdict that is blind to all but its author."""
    claim = an_item.claims.get(kind="time")
    words = (Verdict.HOLDS, Confidence.HIGH, "A very secret reasoning.")
    return assess(claim, *words, Actor.of(author))


def address_of(name: str, item: Item, incident: Incident, signed: Assessment) -> str:
    args: dict[str, list[object]] = {
        "claim-item": [item.ref],
        "item-posting": [item.ref],
        "work": ["incident", incident.pk],
        "case-sources": ["KRM"],
        "second-looks": [],
        "incidents": [],
        "incident-new": [],
        "assess-again": [signed.pk],
        "second-look": [signed.pk],
    }
    by_claim = name in ("claim", "claim-supersede", "assess-claim")
    return reverse(name, args=args.get(name, [signed.claim_id if by_claim else incident.pk]))


@pytest.mark.parametrize("who", [*PEOPLE, "author"])
def test_a_page_opens_for_whom_it_should(
    who: str,
    an_item: Item,
    burst: Incident,
    signed: Assessment,
    person_of: Callable[[str], User],
) -> None:
    client, wrong = Client(), []
    client.force_login(person_of(who))
    for name, allowed in OPEN.items():
        if who == "author" and name != "assess-again":
            continue
        answer = client.get(address_of(name, an_item, burst, signed))
        if answer.status_code != (200 if who in allowed else 404):
            wrong.append((name, answer.status_code))
        if who != "author":
            assert "very secret" not in answer.content.decode(), name
    assert wrong == []


@pytest.mark.parametrize("who", PEOPLE)
def test_a_deed_is_done_for_whom_it_should(
    who: str,
    an_item: Item,
    burst: Incident,
    signed: Assessment,
    person_of: Callable[[str], User],
) -> None:
    client = Client()
    client.force_login(person_of(who))
    other = Incident.objects.create(case=an_item.case, title="Second burst")
    for name, (allowed, fields) in POSTED.items():
        address = address_of(name, an_item, burst, signed)
        assert client.get(address).status_code == 405
        answer = client.post(address, fields | {"other": str(other.pk)})
        assert answer.status_code == (302 if who in allowed else 404), name
    burst.refresh_from_db()
    assert (burst.workflow == "done") == (who in SEE)
    assert IncidentItem.objects.exists() == (who in CLAIM)
    assert burst.ties_as_first.exists() == (who in CLAIM)


def test_nothing_of_another_case_is_chosen(
    an_item: Item, burst: Incident, other_case: Case, analyst: User
) -> None:
    """One's own page is no way to a claim, an item or an incident of another case."""
    client = Client()
    client.force_login(analyst)
    elsewhere = Incident.objects.create(case=other_case, title="Elsewhere")
    client.post(
        reverse("incident-tie", args=[burst.pk]), {"kind": "repeats", "other": elsewhere.pk}
    )
    assert not burst.ties_as_first.exists()
    page = client.get(reverse("incidents")).content.decode()
    assert "First burst" in page and "Elsewhere" not in page
    assert client.get(reverse("incident-new"), {"case": "OTH"}).status_code == 404
    before = Claim.objects.count()
    fields = {"kind": "content", "quote": "x"}
    assert client.post(reverse("claim-incident", args=[elsewhere.pk]), fields).status_code == 404
    assert Claim.objects.count() == before
