"""What an installation says about the layer that hides it from hostile files."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import ERROR, WARNING
from django.test import Client

from catalog import containment
from catalog.models import Case, Membership, Role
from catalog.system_checks import children_are_contained
from media_tools.sandbox import HIDING


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that can hide nothing."""
    monkeypatch.setenv("SIGHTLINE_CONTAINMENT", "none")


@pytest.fixture
def best(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nobody chose a layer, whatever the one that runs the tests is told."""
    monkeypatch.delenv("SIGHTLINE_CONTAINMENT", raising=False)


def test_the_doctor_says_what_is_used_and_what_became_of_each_layer(best: None) -> None:
    said = containment.layers()
    assert said["used"] in {layer.value for layer in HIDING}
    assert said[said["used"]] == "works"
    assert set(said) == {"asked", "used", *(layer.value for layer in HIDING)}


@pytest.mark.parametrize(
    ("must_contain", "level", "name", "words"),
    [
        (True, ERROR, "sightline.E006", "Nothing is processed"),
        (False, WARNING, "sightline.W004", "a hostile one could read your other files"),
    ],
)
def test_a_machine_that_hides_nothing_is_told_what_to_do(
    settings: Any, bare: None, must_contain: bool, level: int, name: str, words: str
) -> None:
    settings.MUST_CONTAIN = must_contain
    [finding] = children_are_contained(None)
    assert (finding.level, finding.id) == (level, name)
    assert words in finding.msg
    assert "bubblewrap" in str(finding.hint)


def test_nothing_is_said_where_a_layer_works(settings: Any, best: None) -> None:
    settings.MUST_CONTAIN = True
    assert children_are_contained(None) == []
    assert containment.refusal() == ""


def test_staff_who_upload_are_warned_and_others_are_not_bothered(
    analyst: User, case: Case, bare: None
) -> None:
    staff = User.objects.create_user("staff", is_staff=True)
    Membership.objects.create(case=case, person=staff, role=Role.LEAD)
    warned = {}
    for person in (staff, analyst):
        client = Client()
        client.force_login(person)
        warned[person.username] = (
            "hides its other files" in client.get("/admin/upload/").content.decode()
        )
    assert warned == {"staff": True, "analyst": False}
