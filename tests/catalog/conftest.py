"""A case, and the people around it: each test is told from one person's side."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections

from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, Incident, Item, Membership, Role
from catalog.pipeline import lease, work


@pytest.fixture(autouse=True)
def no_lease_runs_out_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: a lease ends in a test when the test says so.

    The thread that renews it could not see a run that only the test's transaction holds, and
    would take it for lost.
    """
    monkeypatch.setattr(lease, "TELL_S", timedelta(hours=1).total_seconds())
    monkeypatch.setattr(work, "LEASE", timedelta(hours=1))


@pytest.fixture(autouse=True)
def writers_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that write at the same time may wait for a slow disk longer than a page may."""
    default = connections.settings["default"]
    if "sqlite" in default["ENGINE"]:
        monkeypatch.setitem(default["OPTIONS"], "timeout", 600)


def _member(case: Case, name: str, role: str) -> User:
    person = User.objects.create_user(name, password="a long enough password")
    Membership.objects.create(case=case, person=person, role=role)
    return person


@pytest.fixture
def case(db: None) -> Case:
    """The case everything belongs to."""
    return Case.objects.create(code="KRM", title="Two bursts over the citadel")


@pytest.fixture
def other_case(db: None) -> Case:
    """A case that members of ``case`` must learn nothing of."""
    return Case.objects.create(code="OTH", title="Another investigation")


@pytest.fixture
def analyst(case: Case) -> User:
    """May see, upload and claim."""
    return _member(case, "analyst", Role.ANALYST)


@pytest.fixture
def uploader(case: Case) -> User:
    """May hand files in, and see nothing."""
    return _member(case, "uploader", Role.UPLOADER)


@pytest.fixture
def reviewer(case: Case) -> User:
    """May see and run steps again."""
    return _member(case, "reviewer", Role.REVIEWER)


@pytest.fixture
def lead(case: Case) -> User:
    """May do everything in the case."""
    return _member(case, "lead", Role.LEAD)


@pytest.fixture
def auditor(case: Case) -> User:
    """May read the custody log only."""
    return _member(case, "auditor", Role.AUDITOR)


@pytest.fixture
def stranger(other_case: Case) -> User:
    """A member of another case."""
    return _member(other_case, "stranger", Role.LEAD)


@pytest.fixture
def person_of(request: pytest.FixtureRequest) -> Callable[[str], User]:
    """The person of that name, as the tests of rights go through them all."""

    def found(name: str) -> User:
        person: User = request.getfixturevalue(name)
        return person

    return found


def items_of(case: Case, *bodies: bytes, **words: str) -> list[Item]:
    """An item in the case for each body, all with the same sheet."""
    items = []
    for number, body in enumerate(bodies):
        sheet = ClaimSheet.from_words(words)
        name = f"clip{number}.mp4"
        given: dict[str, Any] = {
            "case": case,
            "file_name": name,
            "actor": COMMAND_LINE,
            "sheet": sheet,
        }
        receipt = receive(BytesIO(body), **given)
        assert receipt.item
        items.append(receipt.item)
    return items


@pytest.fixture
def an_item(case: Case) -> Item:
    """An item with a source, a posting and a claimed time."""
    (item,) = items_of(
        case,
        b"clip",
        source="@kar_north",
        url="https://t.example/1",
        published="3 May 2023 02:51 UTC+3",
        time="3 May 2023 02:27 UTC+3",
    )
    return item


@pytest.fixture
def burst(case: Case) -> Incident:
    """Something that happened."""
    return Incident.objects.create(case=case, title="First burst")
