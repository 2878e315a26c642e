"""Two people at the same thing: the second is told, and sees both texts."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.assessments import assess, review
from catalog.custody.chain import Actor
from catalog.incidents import link
from catalog.models import (
    Assessment,
    Claim,
    Confidence,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Source,
    Verdict,
)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def first(analyst: User) -> Client:
    return signed_in(analyst)


@pytest.fixture
def second(lead: User) -> Client:
    return signed_in(lead)


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the forms on a page, those with one name as the last has them."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)"[^>]* value="([^"]*)"', page)
    return {name: value for name, value in hidden if not name.startswith("csrf")}


def keep(client: Client, address: str, fields: dict[str, str]) -> tuple[int, str]:
    """Send the form until its readings were shown; the answer after that."""
    shown = client.post(address, fields)
    marks = dict(re.findall(r'name="(shown_\w+)" value="([^"]*)"', shown.content.decode()))
    answer = client.post(address, fields | marks)
    return answer.status_code, answer.content.decode()


def test_of_two_who_edit_an_incident_the_second_sees_both_texts(
    first: Client, second: Client, burst: Incident
) -> None:
    address = reverse("incident-edit", args=[burst.pk])
    opened = [form_of(client.get(address).content.decode()) for client in (first, second)]
    words = {"title": "First burst", "summary": "Over the east tower."}
    assert keep(first, address, opened[0] | words)[0] == 302
    words = {"title": "First burst", "summary": "Over the citadel."}
    status, page = keep(second, address, opened[1] | words)
    assert status == 422 and "somebody else changed this while you wrote" in page
    assert "Over the east tower." in page and page.count("Over the citadel.") == 2
    burst.refresh_from_db()
    assert burst.summary == "Over the east tower."
    status, _ = keep(second, address, form_of(page) | words)
    assert status == 302
    burst.refresh_from_db()
    assert burst.summary == "Over the citadel."


def test_of_two_who_supersede_a_claim_the_second_goes_on_from_the_newer(
    first: Client, second: Client, an_item: Item
) -> None:
    old = an_item.claims.get(kind="time")
    address = reverse("claim-supersede", args=[old.pk])
    mine = {"quote": "3 May 2023 02:31 UTC+3", "reason": "Misheard."}
    assert keep(first, address, mine)[0] == 302
    yours = {"quote": "3 May 2023 02:43 UTC+3", "reason": "It says so on the log."}
    status, page = keep(second, address, yours)
    assert status == 422 and "02:31 UTC+3" in page and "It says so on the log." in page
    newest = Claim.objects.get(supersedes=old)
    onwards = reverse("claim-supersede", args=[newest.pk])
    assert f'action="{onwards}"' in page
    assert keep(second, onwards, yours)[0] == 302
    assert len(old.line()) == 3


def test_of_two_who_supersede_a_verdict_the_second_goes_on_from_the_newer(
    first: Client, second: Client, analyst: User, lead: User, burst: Incident
) -> None:
    old = assess(burst, Verdict.HOLDS, Confidence.LOW, "At first sight.", Actor.of(analyst))
    review(old, Verdict.HOLDS, Confidence.LOW, "Likewise.", Actor.of(lead))
    address = reverse("assess-again", args=[old.pk])
    words = {"verdict": "does_not_hold", "confidence": "high", "reason": "New light."}
    assert first.post(address, words | {"reasoning": "The sun is up."}).status_code == 302
    newer = Assessment.objects.get(supersedes=old)
    answer = second.post(address, words | {"reasoning": "The shadow is wrong."})
    page = answer.content.decode()
    # The newer verdict is blind to the second person until theirs is in; nothing of it is told.
    assert answer.status_code == 422 and "The shadow is wrong." in page
    assert "A newer assessment already supersedes this one." in page
    assert "The sun is up." not in page
    review(newer, Verdict.HOLDS, Confidence.LOW, "No.", Actor.of(lead))
    page = second.post(address, words | {"reasoning": "The shadow is wrong."}).content.decode()
    assert "The sun is up." in page and "The shadow is wrong." in page
    assert f'action="{reverse("assess-again", args=[newer.pk])}"' in page


def test_of_two_who_decide_on_a_link_the_second_is_told(
    first: Client, second: Client, burst: Incident, an_item: Item, analyst: User
) -> None:
    link(burst, an_item, IncidentRole.SHOWS, LinkStatus.SUGGESTED, Actor.of(analyst))
    address = reverse("incident-item", args=[burst.pk])
    opened = {"item": an_item.ref, "role": "shows", "seen": "suggested, shows"}
    first.post(address, opened | {"status": "rejected", "reason": "Another tower."})
    wanted = opened | {"status": "confirmed", "reason": "The same tower."}
    page = second.post(address, wanted, follow=True).content.decode()
    assert "Nothing was changed: meanwhile KRM-0001 became rejected" in page
    assert "The same tower." in page
    assert IncidentItem.objects.get().status == LinkStatus.REJECTED


def test_of_two_who_decide_on_a_tie_the_second_is_told(
    first: Client, second: Client, burst: Incident
) -> None:
    other = Incident.objects.create(case=burst.case, title="Second burst")
    address = reverse("incident-tie", args=[burst.pk])
    opened = {"kind": "repeats", "other": str(other.pk)}
    first.post(address, opened)
    opened |= {"seen": "confirmed", "status": "rejected"}
    first.post(address, opened | {"reason": "Too far off."})
    page = second.post(address, opened | {"reason": "Too late."}, follow=True).content.decode()
    assert "became rejected" in page and "Too late." in page and "Too far off." in page


def test_of_two_who_move_the_work_the_second_is_told(
    first: Client, second: Client, an_item: Item
) -> None:
    address = reverse("work", args=["item", an_item.pk])
    first.post(address, {"workflow": "done", "seen": "new"})
    wanted = {"workflow": "in_work", "seen": "new", "reason": "The sound is left."}
    page = second.post(address, wanted, follow=True).content.decode()
    assert "became done" in page and "The sound is left." in page
    an_item.refresh_from_db()
    assert an_item.workflow == "done"


def test_of_two_who_edit_a_source_in_the_admin_the_second_sees_both_texts(
    first: Client, second: Client, an_item: Item
) -> None:
    source = Source.objects.get()
    address = reverse("admin:catalog_source_change", args=[source.pk])
    opened = form_of(first.get(address).content.decode())
    assert "seen" in opened
    fields = opened | {"name": source.name, "kind": source.kind, "notes": "Posts at night."}
    fields |= {"grades-TOTAL_FORMS": "0", "grades-INITIAL_FORMS": "0"}
    assert first.post(address, fields).status_code == 302
    fields["notes"] = "Posts at dawn."
    answer = second.post(address, fields)
    page = answer.content.decode()
    assert answer.status_code == 200 and "somebody else changed this while you wrote" in page
    assert "Posts at night." in page and "Posts at dawn." in page
    source.refresh_from_db()
    assert source.notes == "Posts at night."
    assert second.post(address, fields | {"seen": form_of(page)["seen"]}).status_code == 302
    source.refresh_from_db()
    assert source.notes == "Posts at dawn."
