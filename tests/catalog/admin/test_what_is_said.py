"""Claims about incidents, gradings, ties, forwards and the work: through the admin's forms."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from catalog import checks
from catalog.assessments import assess
from catalog.claims.record import Statement, record
from catalog.custody.chain import Actor, faults
from catalog.models import (
    Appearance,
    Claim,
    ClaimKind,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentRelation,
    Item,
    Source,
    Verdict,
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


def test_an_item_shows_where_it_was_posted_what_is_said_and_what_people_changed(
    browser_of: Browser, item: Item, analyst: User
) -> None:
    checks.make(item)
    client = browser_of("analyst")
    client.post(reverse("item-sensitivity", args=[item.ref]), {"sensitivity": "graphic"})
    page = client.get(reverse("admin:catalog_item_change", args=[item.pk])).content.decode()
    claim, posting = item.claims.get(), item.appearances.get()
    assert claim.quote in page and claim.get_absolute_url() in page
    assert reverse("admin:catalog_appearance_change", args=[posting.pk]) in page
    assert "Cannot tell" in page
    assert "analyst: sensitivity “unknown” → “graphic”" in page


def test_what_is_said_of_an_incident_stands_on_its_page(
    browser_of: Browser, burst: Incident, analyst: User
) -> None:
    source = Source.objects.create(case=burst.case, name="Fire service")
    statement = Statement(ClaimKind.CONTENT, "Called at 2.27.", asserted_by=source)
    record(burst, statement, Actor.of(analyst))
    address = reverse("admin:catalog_incident_change", args=[burst.pk])
    page = browser_of("analyst").get(address).content.decode()
    assert "Content: Called at 2.27." in page and "Fire service" in page


def test_what_cannot_be_seen_in_foreign_words_is_shown(
    browser_of: Browser, item: Item, burst: Incident, analyst: User
) -> None:
    source = Source.objects.create(case=item.case, name="Fire\u202e service")
    statement = Statement(ClaimKind.CONTENT, "Called\u202e at 2.27.", asserted_by=source)
    client = browser_of("analyst")
    for about in (item, burst):
        record(about, statement, Actor.of(analyst))
        address = reverse(f"admin:catalog_{about._meta.model_name}_change", args=[about.pk])
        page = client.get(address).content.decode()
        assert "Called[U+202E] at" in page and "Called\u202e" not in page
    assert "Fire[U+202E] service" in page


def test_a_posting_tells_what_was_added_to_it_and_by_whom(
    browser_of: Browser, item: Item, analyst: User
) -> None:
    forward = hand_in(item.case, b"cropped", url="https://t.example/2").appearances.get()
    address = reverse("admin:catalog_appearance_change", args=[forward.pk])
    form = {"edited_at_0": "2023-05-03", "edited_at_1": "04:10"}
    form["forwarded_from"] = str(item.appearances.get().pk)
    client = browser_of("analyst")
    assert client.post(address, form).status_code == 302
    page = client.get(address).content.decode()
    assert "analyst: edited_at “” → “2023-05-03 04:10:00+00:00”" in page
    assert "analyst: forwarded_from “” → “KRM-0001 as clip.mp4”" in page


def test_checks_are_there_to_look_at_and_to_narrow(
    browser_of: Browser, item: Item, reviewer: User
) -> None:
    checks.make(item)
    client, address = browser_of("reviewer"), reverse("admin:catalog_check_changelist")
    check = item.checks.get(kind="time_by_device_clock")
    page = client.get(address, {"verdict__exact": check.verdict, "about": "time"}).content.decode()
    assert check.sentence[:60] in page
    assert "device&#x27;s clock" in page
    assert "open" not in page.split("device&#x27;s clock")[1].split("</tr>")[0]
    sky = client.get(address, {"about": "place"}).content.decode()
    assert check.sentence[:60] not in sky
    one = client.get(reverse("admin:catalog_check_change", args=[check.pk])).content.decode()
    assert "claimed earliest" in one and item.get_absolute_url() in one


def test_claims_are_narrowed_by_whether_they_stand_and_show_what_was_concluded(
    browser_of: Browser, item: Item, analyst: User, reviewer: User
) -> None:
    claim = item.claims.get()
    assess(claim, Verdict.DOES_NOT_HOLD, Confidence.LOW, "No.", Actor.of(analyst))
    address = reverse("admin:catalog_claim_changelist")
    assert "Does not hold, low" in browser_of("analyst").get(address).content.decode()
    # A verdict that is still blind is no state to anybody else.
    assert "Does not hold" not in browser_of("reviewer").get(address).content.decode()
    narrowed = browser_of("analyst").get(address, {"stands": "no"}).content.decode()
    assert claim.quote not in narrowed
