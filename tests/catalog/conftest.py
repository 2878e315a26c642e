"""A case, and the people around it: each test is told from one person's side."""

import pytest
from django.contrib.auth.models import User

from catalog.models import Case, Membership, Role


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
