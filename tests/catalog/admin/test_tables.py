"""What the tables of the admin do, and what they write into custody and the index."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog import checks
from catalog.assessments import assess
from catalog.custody.chain import Actor, faults
from catalog.models import (
    Basis,
    Case,
    Claim,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Extent,
    Incident,
    Item,
    Membership,
    Role,
    Run,
    State,
    Verdict,
)
from catalog.search.find import find
from catalog.search.query import Query
from tests.catalog.admin.conftest import hand_in

NO_TIES = {"ties_as_first-TOTAL_FORMS": "0", "ties_as_first-INITIAL_FORMS": "0"}
NO_LINKS = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0", **NO_TIES}
NO_GRADES = {"grades-TOTAL_FORMS": "0", "grades-INITIAL_FORMS": "0"}


def link(number: int, item: Item, status: str = "confirmed") -> dict[str, str]:
    return {
        **NO_TIES,
        "links-TOTAL_FORMS": str(number + 1),
        "links-INITIAL_FORMS": "0",
        f"links-{number}-item": str(item.pk),
        f"links-{number}-role": "shows",
        f"links-{number}-status": status,
    }


def acts() -> list[str]:
    return list(CustodyEvent.objects.order_by("seq").values_list("act", flat=True))


def test_whoever_makes_a_case_leads_it(db: None) -> None:
    maker = User.objects.create_user("maker")
    maker.user_permissions.add(Permission.objects.get(codename="add_case"))
    client = Client()
    client.force_login(maker)
    address = reverse("admin:catalog_case_add")
    answer = client.post(address, {"code": "NEW", "title": "A new case", "notes": ""})
    assert answer.status_code == 302
    made = Membership.objects.get()
    assert (made.case.code, made.person, made.role) == ("NEW", maker, Role.LEAD)
    event = CustodyEvent.objects.get()
    assert (event.act, event.details) == (CustodyAct.CHANGED, {"made": "NEW", "lead": "maker"})


def members(case: Case, *more: dict[str, str]) -> dict[str, str]:
    """The form of a case as it stands, with changes laid over it."""
    there = Membership.objects.filter(case=case).order_by("pk")
    form = {"title": case.title, "notes": ""}
    for number, one in enumerate(there):
        form |= {
            f"memberships-{number}-id": str(one.pk),
            f"memberships-{number}-case": str(case.pk),
            f"memberships-{number}-role": one.role,
        }
    form |= {"memberships-INITIAL_FORMS": str(len(there))}
    form |= {"memberships-TOTAL_FORMS": str(len(there))}
    for change in more:
        form |= change
    return form


def test_a_lead_adds_changes_and_ends_memberships_and_custody_tells(
    browser_of: Callable[[str], Client], case: Case, lead: User, analyst: User, stranger: User
) -> None:
    client = browser_of("lead")
    address = reverse("admin:catalog_case_change", args=[case.pk])
    added = {"memberships-2-username": "stranger", "memberships-2-role": "auditor"}
    added |= {"memberships-TOTAL_FORMS": "3"}
    assert client.post(address, members(case, added)).status_code == 302
    changed = {"memberships-1-role": "reviewer", "memberships-2-DELETE": "on"}
    assert client.post(address, members(case, changed)).status_code == 302
    roles = dict(case.memberships.values_list("person__username", "role"))
    assert roles == {"lead": "lead", "analyst": "reviewer"}
    told = [event.details for event in CustodyEvent.objects.order_by("seq")]
    assert told == [
        {"member": "stranger", "role": [None, "auditor"]},
        {"member": "analyst", "role": ["analyst", "reviewer"]},
        {"member": "stranger", "role": ["auditor", None]},
    ]


def test_nobody_changes_their_own_role(
    browser_of: Callable[[str], Client], case: Case, lead: User, analyst: User
) -> None:
    client = browser_of("lead")
    address = reverse("admin:catalog_case_change", args=[case.pk])
    for change in ({"memberships-0-role": "auditor"}, {"memberships-0-DELETE": "on"}):
        answer = client.post(address, members(case, change))
        assert "Another lead changes or ends your own role." in answer.content.decode()
    assert case.memberships.get(person=lead).role == Role.LEAD


def test_a_lead_does_not_learn_which_accounts_exist(
    browser_of: Callable[[str], Client], case: Case, lead: User, stranger: User
) -> None:
    client = browser_of("lead")
    address = reverse("admin:catalog_case_change", args=[case.pk])
    assert "stranger" not in client.get(address).content.decode()
    added = {"memberships-1-username": "nobody", "memberships-1-role": "auditor"}
    added |= {"memberships-TOTAL_FORMS": "2"}
    answer = client.post(address, members(case, added))
    assert "There is no active account of that name." in answer.content.decode()


def test_an_incident_reaches_search_and_custody(
    browser_of: Callable[[str], Client], case: Case, item: Item, analyst: User
) -> None:
    client = browser_of("analyst")
    form = {
        "case": str(case.pk),
        "title": "First burst",
        "earliest_0": "2023-05-02",
        "earliest_1": "23:20",
        "latest_0": "2023-05-02",
        "latest_1": "23:40",
        "latitude": "55.3",
        "longitude": "44.02",
        "radius_m": "120",
    }
    address = reverse("admin:catalog_incident_add")
    assert client.post(address, {**form, **link(0, item)}).status_code == 302
    incident = Incident.objects.get()
    assert incident.links.get().decided_by == analyst
    assert Extent.objects.filter(item=item, basis=Basis.ASSESSED).count() == 2
    assert acts()[-2:] == [CustodyAct.CHANGED, CustodyAct.LINKED]
    kept = {
        **NO_TIES,
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "1",
        "links-0-id": str(incident.links.get().pk),
        "links-0-incident": str(incident.pk),
        "links-0-role": "shows",
        "links-0-status": "rejected",
    }
    address = reverse("admin:catalog_incident_change", args=[incident.pk])
    assert client.post(address, {**form, **kept}).status_code == 302
    assert not Extent.objects.filter(item=item, basis=Basis.ASSESSED).exists()
    assert acts()[-1] == CustodyAct.LINKED
    assert not list(faults())


def test_an_item_of_another_case_cannot_be_linked(
    browser_of: Callable[[str], Client], case: Case, other_case: Case, analyst: User
) -> None:
    foreign = hand_in(other_case, b"theirs")
    form = {"case": str(case.pk), "title": "First burst", **link(0, foreign)}
    address = reverse("admin:catalog_incident_add")
    answer = browser_of("analyst").post(address, form)
    assert "Select a valid choice." in answer.content.decode()
    Membership.objects.create(case=other_case, person=analyst, role=Role.ANALYST)
    answer = browser_of("analyst").post(address, form)
    assert "OTH-0001 lies in another case than the incident." in answer.content.decode()
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"latitude": "55"}, "Give both latitude and longitude, or neither."),
        ({"latitude": "91", "longitude": "0"}, "between -90 and 90"),
        ({"latitude": "1", "longitude": "0", "radius_m": "-5"}, "A radius is zero or more"),
        ({"radius_m": "5"}, "A radius needs a latitude and a longitude."),
        ({"latitude": "nan", "longitude": "0"}, "Enter a number."),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    browser_of: Callable[[str], Client], case: Case, analyst: User, place: Any, said: str
) -> None:
    form = {"case": str(case.pk), "title": "First burst", **NO_LINKS, **place}
    answer = browser_of("analyst").post(reverse("admin:catalog_incident_add"), form)
    assert said in answer.content.decode()


def test_a_claim_is_superseded_never_edited(
    browser_of: Callable[[str], Client], item: Item, analyst: User
) -> None:
    old = item.claims.get()
    client = browser_of("analyst")
    new = {
        "supersedes": str(old.pk),
        "item": str(item.pk),
        "kind": "time",
        "quote": "3 May 2023 02:43 UTC+3",
        "reason": "The channel corrected itself.",
    }
    address = reverse("admin:catalog_claim_add")
    assert client.post(address, new).status_code == 302
    claim = Claim.objects.get(supersedes=old)
    assert str(claim.earliest) == "2023-05-02 23:43:00+00:00"
    assert (claim.recorded_by, claim.zone_basis) == (analyst, "stated")
    extent = Extent.objects.get(item=item, basis=Basis.CLAIMED)
    assert extent.earliest == claim.earliest
    last = CustodyEvent.objects.order_by("seq").last()
    assert last and last.details["supersedes"] == old.pk
    assert "already exists" in client.post(address, new).content.decode()
    page = reverse("admin:catalog_claim_change", args=[old.pk])
    assert client.post(page, {"quote": "something else"}).status_code == 404
    old.refresh_from_db()
    assert old.quote == "3 May 2023 02:27 UTC+3"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quote": "whenever"}, "whenever"),
        ({"quote": ""}, "Write the words of the claim."),
        ({"reason": ""}, "Say why the older claim is superseded."),
        ({"kind": "place", "quote": "55.3, 44.02"}, "of the same kind about the same item"),
    ],
)
def test_a_claim_that_cannot_be_read_is_refused_with_the_reason(
    browser_of: Callable[[str], Client], item: Item, analyst: User, change: Any, said: str
) -> None:
    old = item.claims.get()
    form = {"supersedes": str(old.pk), "item": str(item.pk), "kind": "time", "reason": "Corrected.",
            "quote": "3 May 2023 02:43 UTC+3", **change}  # fmt: skip
    answer = browser_of("analyst").post(reverse("admin:catalog_claim_add"), form)
    assert said in answer.content.decode()
    assert Claim.objects.count() == 1


def test_a_renamed_source_is_found_by_its_new_name(
    browser_of: Callable[[str], Client], rows: dict[str, Model], item: Item, analyst: User
) -> None:
    source = rows["catalog_source"]
    address = reverse("admin:catalog_source_change", args=[source.pk])
    form = {"name": "@kar_south", "kind": "channel", "url": "", "notes": "", **NO_GRADES}
    assert browser_of("analyst").post(address, form).status_code == 302
    renamed = Query.from_params({"text": "@kar_south"})
    assert [hit.item for hit in find(renamed, analyst).hits] == [item]
    last = CustodyEvent.objects.order_by("seq").last()
    assert last and last.details["changed"]["name"] == ["@kar_north", "@kar_south"]


def chosen(action: str, *items: Item) -> dict[str, Any]:
    return {"action": action, "_selected_action": [item.pk for item in items]}


def test_broken_steps_are_run_again_by_who_may(
    browser_of: Callable[[str], Client], item: Item, reviewer: User, analyst: User, stranger: User
) -> None:
    item.runs.update(state=State.BROKEN, error="The disk was full.")
    Item.objects.update(state=State.BROKEN)
    address = reverse("admin:catalog_item_changelist")
    for who in ("analyst", "stranger"):
        browser_of(who).post(address, chosen("run_again", item))
        assert not item.runs.exclude(state=State.BROKEN).exists()
    answer = browser_of("reviewer").post(address, chosen("run_again", item), follow=True)
    assert "1 item run again." in answer.content.decode()
    assert not item.runs.filter(state=State.BROKEN).exists()
    assert CustodyAct.RETRIED in acts()


def test_what_waits_is_stopped_by_who_may(
    browser_of: Callable[[str], Client], item: Item, lead: User
) -> None:
    address = reverse("admin:catalog_item_changelist")
    answer = browser_of("lead").post(address, chosen("stop", item), follow=True)
    assert "1 item asked to stop." in answer.content.decode()
    assert not Run.objects.filter(state=State.WAITING).exists()
    assert CustodyAct.STOPPED in acts()


@pytest.mark.parametrize(
    "table",
    ["item", "run", "claim", "custodyevent", "original", "check", "incident", "appearance"],
)
def test_a_list_asks_no_more_for_many_rows_than_for_few(
    browser_of: Callable[[str], Client],
    case: Case,
    lead: User,
    table: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        item = hand_in(case, b"clip %d" % number, source="@kar_north", time="3 May 2023")
        item.runs.filter(step="probe").update(
            state=State.RUNNING, owner="x", lease_until="2099-01-01T00:00Z", fraction=0.43
        )
        checks.make(item)
        incident = Incident.objects.create(case=case, title=f"Burst {number}")
        assess(incident, Verdict.HOLDS, Confidence.HIGH, "Seen.", Actor.of(lead))
    client = browser_of("lead")
    with django_assert_max_num_queries(24):
        page = client.get(reverse(f"admin:catalog_{table}_changelist"))
    assert page.status_code == 200
    if table == "item":
        assert "probe 43 %" in page.content.decode()


@pytest.mark.parametrize("table", ["item", "run", "custodyevent", "check"])
def test_a_list_never_counts_its_rows(
    browser_of: Callable[[str], Client],
    item: Item,
    lead: User,
    table: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser_of("lead")
    with django_assert_max_num_queries(24) as asked:
        client.get(reverse(f"admin:catalog_{table}_changelist"))
    assert not [one for one in asked.captured_queries if "COUNT(" in one["sql"]]


def test_a_number_that_no_link_of_the_chain_can_have_finds_none(
    browser_of: Callable[[str], Client], item: Item, lead: User
) -> None:
    address = reverse("admin:catalog_custodyevent_changelist")
    page = browser_of("lead").get(address, {"q": "9" * 30})
    assert page.status_code == 200
    assert item.ref not in page.content.decode()
