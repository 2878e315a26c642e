"""Incidents on their pages: described with a history, linked, tied, spoken of."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.checks import make
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.incidents import link
from catalog.models import (
    Case,
    ClaimKind,
    CustodyAct,
    CustodyEvent,
    Extent,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Reliability,
    Source,
)
from catalog.sources import grade
from tests.catalog.claims.said import said
from tests.catalog.conftest import items_of

NEW = {
    "case": "KRM",
    "title": "Second burst",
    "summary": "Sixteen minutes later.",
    "time": "2023-05-02 23:43:04 UTC",
    "place": "55.30048, 44.01985 ± 60 m",
    "reasons": "The camera's clock less 47 s.",
}


@pytest.fixture
def as_analyst(analyst: User) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


def keep(client: Client, address: str, fields: dict[str, str]) -> str:
    """Send the form, and again once time and place were read back; where it then leads."""
    opened = client.get(address).content.decode()
    fields = fields | dict(re.findall(r'name="(seen)" value="([^"]*)"', opened))
    shown = client.post(address, fields).content.decode()
    assert "Not kept yet." in shown
    marks = dict(re.findall(r'name="(shown_\w+)" value="([^"]*)"', shown))
    return str(client.post(address, fields | marks)["Location"])


def test_an_incident_is_described_and_its_history_is_kept(
    as_analyst: Client, case: Case, an_item: Item
) -> None:
    address = keep(as_analyst, reverse("incident-new"), NEW)
    made = Incident.objects.get(title="Second burst")
    assert address == made.get_absolute_url()
    assert (made.earliest, made.radius_m) == (datetime(2023, 5, 2, 23, 43, 4, tzinfo=UTC), 60)
    IncidentItem.objects.create(incident=made, item=an_item, role="shows", status="confirmed")
    edit = reverse("incident-edit", args=[made.pk])
    later = NEW | {"time": "between 23:43 and 23:45 on 2 May 2023 UTC", "place": ""}
    keep(as_analyst, edit, later)
    made.refresh_from_db()
    assert made.latitude is None and made.latest == datetime(
        2023, 5, 2, 23, 45, 59, 999999, tzinfo=UTC
    )
    # Search sees the incident as it is now.
    assert Extent.objects.filter(item=an_item, basis="assessed").exists()
    page = as_analyst.get(address).content.decode()
    assert "History" in page and "55.30048" in page and "analyst" in page
    first, last = CustodyEvent.objects.filter(act=CustodyAct.CHANGED, case=case).order_by("seq")
    assert first.details["words"]["time"] == NEW["time"]
    assert last.details["changed"]["radius_m"] == [60.0, None]


def test_a_form_that_changes_nothing_leaves_no_trace(as_analyst: Client, burst: Incident) -> None:
    Incident.objects.filter(pk=burst.pk).update(
        earliest=datetime(2023, 5, 2, 23, 27, 3, tzinfo=UTC),
        latest=datetime(2023, 5, 2, 23, 27, 5, 500000, tzinfo=UTC),
        latitude=55.3,
        longitude=-44.0000001,
        radius_m=0.00001,
    )
    edit = reverse("incident-edit", args=[burst.pk])
    page = as_analyst.get(edit).content.decode()
    fields = dict(
        re.findall(r'<input id="(title|time|place)" name="\1"[^>]*? value="([^"]*)"', page)
    )
    keep(as_analyst, edit, fields)
    assert not CustodyEvent.objects.filter(act=CustodyAct.CHANGED).exists()


def test_a_fault_names_its_field(as_analyst: Client, case: Case) -> None:
    fields = NEW | {"title": " ", "time": "in the night", "place": "there"}
    answer = as_analyst.post(reverse("incident-new"), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("title", "time", "place"):
        assert 'class="fault"' in page.split(f'id="{field}-read"')[1].split("</div>")[0]
    assert not Incident.objects.exists()


def test_a_suggested_item_is_confirmed_or_rejected_with_a_reason(
    as_analyst: Client, an_item: Item, burst: Incident
) -> None:
    address = reverse("incident-item", args=[burst.pk])
    fields = {"item": an_item.ref.lower(), "role": "shows", "status": "suggested"}
    as_analyst.post(address, fields)
    link = IncidentItem.objects.get()
    assert link.status == LinkStatus.SUGGESTED
    refused = as_analyst.post(address, fields | {"status": "rejected"}, follow=True)
    assert "Say why it is rejected" in refused.content.decode()
    as_analyst.post(address, fields | {"status": "rejected", "reason": "Another town."})
    link.refresh_from_db()
    assert link.status == LinkStatus.REJECTED and link.decisions.count() == 2
    page = as_analyst.get(burst.get_absolute_url()).content.decode()
    assert "Another town." in page and an_item.ref in page
    wrong = as_analyst.post(address, {"item": "KRM-9999", "role": "shows", "status": "confirmed"})
    assert wrong.status_code == 302 and IncidentItem.objects.count() == 1


def test_incidents_are_tied_and_the_tie_rejected_from_either_end(
    as_analyst: Client, burst: Incident
) -> None:
    other = Incident.objects.create(case=burst.case, title="The night")
    address = reverse("incident-tie", args=[burst.pk])
    as_analyst.post(address, {"kind": "part_of", "other": str(other.pk)})
    tie = burst.ties_as_first.get()
    assert "The night" in as_analyst.get(burst.get_absolute_url()).content.decode()
    fields = {"kind": "part_of", "other": str(burst.pk), "turned": "1", "status": "rejected"}
    back = reverse("incident-tie", args=[other.pk])
    as_analyst.post(back, fields)
    tie.refresh_from_db()
    assert tie.status == LinkStatus.CONFIRMED
    as_analyst.post(back, fields | {"reason": "Another night."})
    tie.refresh_from_db()
    assert (tie.status, tie.reason) == (LinkStatus.REJECTED, "Another night.")


def test_claims_that_contradict_each_other_say_so_on_both(
    as_analyst: Client, burst: Incident
) -> None:
    press, fire = (Source.objects.create(case=burst.case, name=name) for name in ("Press", "Fire"))
    said(burst, ClaimKind.TIME, "3 May 2023 between 02:30 and 03:00 MSK", by=press)
    said(burst, ClaimKind.TIME, "3 May 2023 02:27 MSK", by=fire)
    said(burst, ClaimKind.PLACE, "55.3, 44.02 ± 100 m", by=fire)
    make(burst)
    page = as_analyst.get(burst.get_absolute_url()).content.decode()
    times, places = page.split('<h3 class="kind">')[1:3]
    assert times.count('class="v tension"') == 2
    assert 'class="v ' not in places.split("</section>")[0]


def test_the_list_is_read_page_by_page(as_analyst: Client, case: Case) -> None:
    for number in range(60):
        at = datetime(2023, 5, 2, 23, number, tzinfo=UTC) if number % 3 else None
        Incident.objects.create(case=case, title=f"Number {number:02}", earliest=at)
    seen: list[str] = []
    address: str | None = reverse("incidents")
    while address:
        page = as_analyst.get(address).content.decode()
        seen += re.findall(r"<b>(Number \d\d)</b>", page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = reverse("incidents") + more[1].replace("&amp;", "&") if more else None
    assert len(seen) == len(set(seen)) == 60
    assert seen[:2] == ["Number 01", "Number 02"] and seen[-1] == "Number 57"
    found = as_analyst.get(reverse("incidents"), {"words": "Number 07"}).content.decode()
    assert "Number 07" in found and "Number 08" not in found
    nothing = as_analyst.get(reverse("incidents"), {"words": "harbour"}).content.decode()
    assert "No incident holds this" in nothing


def test_the_page_of_a_large_incident_takes_a_bounded_number_of_queries(
    as_analyst: Client, burst: Incident, django_assert_max_num_queries: Any
) -> None:
    for item in items_of(burst.case, *(bytes([n]) for n in range(12))):
        link(burst, item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, COMMAND_LINE)
        said(burst, ClaimKind.CONTENT, "", quote=f"It is seen in {item.ref}.")
    make(burst)
    with django_assert_max_num_queries(35):
        page = as_analyst.get(burst.get_absolute_url()).content.decode()
    assert page.count("<blockquote") == 12 and "12 items, 12 posts" in page


def test_the_place_of_an_incident_suggests_the_zone_of_its_time(
    as_analyst: Client, burst: Incident
) -> None:
    address = reverse("incident-edit", args=[burst.pk])
    fields = {"title": "First burst", "time": "3 May 2023 02:27", "place": "50.45, 30.52 ± 100 m"}
    offered = as_analyst.post(f"{address}?read=time", fields).content.decode()
    assert "zone: <b>unknown</b>" in offered and "If it was Europe/Kyiv" in offered
    # The box that takes it sends the field again to where it is read.
    assert f'hx-post="{address}?read=time"' in offered
    fields["zone"] = "Europe/Kyiv"
    keep(as_analyst, address, fields)
    burst.refresh_from_db()
    assert str(burst.earliest) == "2023-05-02 23:27:00+00:00"
    event = CustodyEvent.objects.order_by("seq").last()
    assert event and event.details["words"]["zone"] == "Europe/Kyiv"


def test_how_far_a_source_is_relied_on_stands_beside_what_it_says(
    as_analyst: Client, an_item: Item, burst: Incident, analyst: User
) -> None:
    source = Source.objects.get()
    grade(source, Reliability.D, "Took down two posts.", Actor.of(analyst))
    claim = said(burst, ClaimKind.CONTENT, "Two bangs.", by=source)
    for page in (burst.get_absolute_url(), f"{an_item.get_absolute_url()}?tab=appearances"):
        assert 'title="Took down two posts."' in as_analyst.get(page).content.decode()
    told = as_analyst.get(claim.get_absolute_url()).content.decode()
    assert "D: not usually reliable: “Took down two posts.”" in told
