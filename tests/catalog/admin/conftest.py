"""One row of every table, in a case, and a person for every role."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client

from catalog import checks
from catalog.assessments import assess, review
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.intake import ClaimSheet, receive
from catalog.models import (
    Case,
    Confidence,
    CustodyEvent,
    Incident,
    IncidentItem,
    Item,
    Membership,
    Role,
    Verdict,
)

Row = dict[str, Any]


def hand_in(case: Case, body: bytes, **words: str) -> Item:
    """An item in the case."""
    sheet = ClaimSheet.from_words(words)
    name = words.get("title", "clip.mp4")
    receipt = receive(BytesIO(body), case=case, file_name=name, actor=COMMAND_LINE, sheet=sheet)
    assert receipt.item
    return receipt.item


@pytest.fixture
def item(case: Case) -> Item:
    """An item with a source, a time claim and runs that wait."""
    return hand_in(case, b"clip", source="@kar_north", time="3 May 2023 02:27 UTC+3")


def _lead_of(case: Case, name: str) -> User:
    person = User.objects.create_user(name)
    Membership.objects.create(case=case, person=person, role=Role.LEAD)
    return person


@pytest.fixture
def rows(case: Case, item: Item) -> dict[str, Model]:
    """A row of each table, by the name Django has for the table."""
    incident = Incident.objects.create(
        case=case, title="First burst", earliest=datetime(2023, 5, 2, 23, 20, tzinfo=UTC)
    )
    IncidentItem.objects.create(incident=incident, item=item, role="shows")
    # Reviewed, so that its verdict is open to all who see the case.
    first, second = (Actor.of(_lead_of(case, name)) for name in ("first", "second"))
    signed = assess(incident, Verdict.HOLDS, Confidence.HIGH, "Two cameras show it.", first)
    review(signed, Verdict.HOLDS, Confidence.LOW, "I see it in one of them.", second)
    checks.make(item)
    found: list[Any] = [
        case,
        item,
        item.original,
        incident,
        item.runs.first(),
        item.claims.first(),
        item.checks.first(),
        item.appearances.get(),
        item.appearances.get().source,
        signed,
        CustodyEvent.objects.filter(item=item).first(),
        User.objects.create_user("somebody"),
    ]
    return {f"{row._meta.app_label}_{row._meta.model_name}": row for row in found}


@pytest.fixture
def superuser(db: None) -> User:
    """The break-glass account."""
    return User.objects.create_superuser("superuser")


@pytest.fixture
def browser_of(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    """A browser in which the person of that name is signed in; nobody for ``anonymous``."""

    def signed_in(who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(request.getfixturevalue(who))
        return client

    return signed_in
