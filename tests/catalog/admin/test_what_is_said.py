"""Claims about incidents, gradings, ties, forwards and the work: through the admin's forms."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from catalog.custody.chain import faults
from catalog.models import (
    Appearance,
    Claim,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentRelation,
    Item,
    Source,
    Workflow,
)
from tests.catalog.admin.conftest import hand_in

Browser = Callable[[str], Client]
Rows = dict[str, Model]


def last_act() -> str:
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    return event.act


def test_a_claim_about_an_incident_in_words_that_only_people_read(
    browser_of: Browser, rows: Rows, analyst: User
) -> None:
    incident = rows["catalog_incident"]
    form = {
        "incident": str(incident.pk),
        "kind": "time",
        "quote": "после половины третьего",
        "value": "3 May 2023 between 02:30 and 03:00 UTC+3",
        "language": "ru",
        "translation": "after half past two",
    }
    address = reverse("admin:catalog_claim_add")
    client = browser_of("analyst")
    unread = client.post(address, {**form, "value": ""}).content.decode()
    assert "Please correct the error" in unread
    assert client.post(address, form).status_code == 302
    claim = Claim.objects.get(incident=incident.pk)
    assert (claim.quote, claim.recorded_by) == ("после половины третьего", analyst)
    assert str(claim.earliest) == "2023-05-02 23:30:00+00:00"
    assert last_act() == CustodyAct.CLAIM_RECORDED
    page = client.get(reverse("admin:catalog_claim_change", args=[claim.pk]))
    assert "after half past two" in page.content.decode()


def test_a_claim_is_about_one_thing(
    browser_of: Browser, rows: Rows, item: Item, analyst: User
) -> None:
    both = {"incident": str(rows["catalog_incident"].pk), "item": str(item.pk)}
    address = reverse("admin:catalog_claim_add")
    for about in (both, {}):
        form = {"kind": "content", "quote": "It burns.", **about}
        answer = browser_of("analyst").post(address, form).content.decode()
        assert "Choose the item or the incident that it is about." in answer


def test_a_source_is_graded_beneath_its_older_gradings(
    browser_of: Browser, rows: Rows, analyst: User
) -> None:
    source = Source.objects.get(pk=rows["catalog_source"].pk)
    address = reverse("admin:catalog_source_change", args=[source.pk])
    for number, letter in enumerate("CD"):
        form = {
            "name": source.name,
            "kind": "channel",
            "other_urls": "https://t.example/mirror",
            "grades-TOTAL_FORMS": str(number + 1),
            "grades-INITIAL_FORMS": str(number),
            f"grades-{number}-letter": letter,
            f"grades-{number}-reason": f"Reason {letter}.",
        }
        if number:
            form["grades-0-id"] = str(source.grades.get().pk)
            form |= {"grades-0-letter": "A", "grades-0-reason": "Overwritten."}
        assert browser_of("analyst").post(address, form).status_code == 302
    kept = [(one.letter, one.reason) for one in source.grades.order_by("id")]
    assert kept == [("C", "Reason C."), ("D", "Reason D.")]
    page = browser_of("analyst").get(reverse("admin:catalog_source_changelist"))
    assert ">D<" in page.content.decode()
    history = browser_of("analyst").get(address).content.decode()
    assert "other_urls" in history


def test_incidents_are_tied_and_the_tie_is_seen_from_both(
    browser_of: Browser, rows: Rows, item: Item, analyst: User
) -> None:
    first = Incident.objects.get(pk=rows["catalog_incident"].pk)
    second = Incident.objects.create(case=item.case, title="Second burst")
    address = reverse("admin:catalog_incident_change", args=[second.pk])
    form = {
        "title": second.title,
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
        "ties_as_first-TOTAL_FORMS": "1",
        "ties_as_first-INITIAL_FORMS": "0",
        "ties_as_first-0-kind": "repeats",
        "ties_as_first-0-second": str(second.pk),
        "ties_as_first-0-status": "confirmed",
    }
    refused = browser_of("analyst").post(address, form).content.decode()
    assert "An incident is not tied to itself." in refused
    form["ties_as_first-0-second"] = str(first.pk)
    assert browser_of("analyst").post(address, form).status_code == 302
    assert IncidentRelation.objects.get().decided_by == analyst
    assert last_act() == CustodyAct.INCIDENTS_LINKED
    other = browser_of("analyst").get(reverse("admin:catalog_incident_change", args=[first.pk]))
    assert "Second burst repeats First burst" in other.content.decode()


def test_an_analyst_ties_a_posting_to_the_one_it_forwards(
    browser_of: Browser, item: Item, analyst: User, reviewer: User
) -> None:
    forward = hand_in(item.case, b"cropped", url="https://t.example/2").appearances.get()
    origin = item.appearances.get()
    address = reverse("admin:catalog_appearance_change", args=[forward.pk])
    form = {"forwarded_from": str(origin.pk)}
    assert browser_of("reviewer").post(address, form).status_code == 404
    assert browser_of("analyst").post(address, form).status_code == 302
    assert Appearance.objects.get(pk=forward.pk).chain() == [origin, forward]
    backwards = reverse("admin:catalog_appearance_change", args=[origin.pk])
    answer = browser_of("analyst").post(backwards, {"forwarded_from": str(forward.pk)})
    assert "itself a forward of it" in answer.content.decode()
    assert list(faults()) == []


def test_the_work_is_moved_on_from_the_list(
    browser_of: Browser, item: Item, reviewer: User, stranger: User
) -> None:
    address = reverse("admin:catalog_item_changelist")
    chosen = {"action": "call_done", "_selected_action": [item.pk]}
    browser_of("stranger").post(address, chosen)
    assert Item.objects.get().workflow == Workflow.NEW
    answer = browser_of("reviewer").post(address, chosen, follow=True)
    assert "1 item now done." in answer.content.decode()
    assert Item.objects.get().workflow == Workflow.DONE
    assert last_act() == CustodyAct.WORK_MOVED


def test_the_work_on_incidents_is_moved_on_and_told_on_their_pages(
    browser_of: Browser, burst: Incident, analyst: User
) -> None:
    address = reverse("admin:catalog_incident_changelist")
    chosen = {"action": "ask_for_review", "_selected_action": [burst.pk]}
    answer = browser_of("analyst").post(address, chosen, follow=True)
    assert "1 incident now needs review." in answer.content.decode()
    page = browser_of("analyst").get(burst.get_absolute_url()).content.decode()
    assert "work: needs review" in page and "workflow: <s>new</s>" in page
    assert "needs review" in browser_of("analyst").get(reverse("incidents")).content.decode()
