"""Pages over very many rows: bounded, and everything can still be reached."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.custody.chain import Actor, append
from catalog.custody.changes import MOST_TOLD, changes_of
from catalog.models import (
    Assessment,
    Assignment,
    Case,
    Claim,
    ClaimKind,
    CustodyAct,
    Incident,
    Item,
    Membership,
    Role,
)

pytestmark = pytest.mark.django_db
MANY = 230


@pytest.fixture
def cases(analyst: User) -> list[Case]:
    """So many more cases of the analyst."""
    made = Case.objects.bulk_create(
        Case(code=f"X{number:03}", title=f"Case {number}") for number in range(MANY)
    )
    Membership.objects.bulk_create(
        Membership(case=one, person=analyst, role=Role.ANALYST) for one in made
    )
    return made


def page_of(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "name", ["incidents", "incident-new", "comparisons", "contradictions", "upload"]
)
def test_of_very_many_cases_one_is_typed(analyst: User, cases: list[Case], name: str) -> None:
    page = page_of(analyst, reverse(name))
    assert page.count("X22") == 0
    assert re.search(r'<input id="case" name="case"', page)
    page = page_of(analyst, f"{reverse(name)}?case={cases[-1].code}")
    assert f'value="{cases[-1].code}"' in page


def test_a_few_cases_are_listed(analyst: User, case: Case) -> None:
    page = page_of(analyst, reverse("incidents"))
    assert f'<option value="{case.code}"' in page and "<select" in page


def test_the_search_offers_the_cases_in_which_most_is(
    analyst: User, cases: list[Case], an_item: Item
) -> None:
    page = page_of(analyst, f"{reverse('search')}?case=X007")
    offered = re.findall(r'name="case" value="(\w+)"', page.split('id="choices"')[1])
    assert len(offered) <= 61
    assert {"X007", an_item.case.code} <= set(offered)


def test_the_admin_lists_so_many_cases_and_the_one_that_is_named(
    analyst: User, cases: list[Case], an_item: Item
) -> None:
    named = cases[-1].code
    page = page_of(analyst, f"{reverse('admin:catalog_item_changelist')}?case_code={named}")
    offered = set(re.findall(r"case_code=(\w+)", page))
    assert named in offered and len(offered) <= 101


def test_of_very_many_members_one_is_typed(analyst: User, an_item: Item) -> None:
    people = User.objects.bulk_create(User(username=f"p{number:03}") for number in range(MANY))
    Membership.objects.bulk_create(
        Membership(case=an_item.case, person=one, role=Role.ANALYST) for one in people
    )
    page = page_of(analyst, an_item.get_absolute_url())
    assert '<input id="assign-person" name="person"' in page
    client = Client()
    client.force_login(analyst)
    client.post(reverse("assign", args=["item", an_item.pk]), {"person": "p229", "seen": ""})
    assert Assignment.objects.get().person.username == "p229"


def test_the_claims_on_an_incident_are_read_page_by_page(analyst: User, burst: Incident) -> None:
    now = timezone.now()
    Claim.objects.bulk_create(
        Claim(
            incident=burst,
            kind=ClaimKind.CONTENT,
            quote=f"words {number:03}",
            asserted_at=now - timedelta(hours=number) if number % 3 else None,
            recorded_at=now,
        )
        for number in range(150)
    )
    seen: list[str] = []
    address: str | None = burst.get_absolute_url()
    while address:
        page = page_of(analyst, address).split('id="said"')[1].split('id="items"')[0]
        seen += re.findall(r"words \d{3}", page)
        onward = re.search(r'rel="next" href="(\?claims=[^"#]+)', page)
        address = burst.get_absolute_url() + onward[1] if onward else None
    assert len(seen) == len(set(seen)) == 150
    assert seen[0] == "words 149"


def test_incidents_beyond_a_list_are_tied_by_number(analyst: User, burst: Incident) -> None:
    others = Incident.objects.bulk_create(
        Incident(case=burst.case, title=f"other {number}") for number in range(MANY)
    )
    page = page_of(analyst, burst.get_absolute_url())
    assert 'id="tie-other" name="other" inputmode="numeric"' in page
    assert "other 229" not in page
    client = Client()
    client.force_login(analyst)
    fields = {"kind": "part_of", "other": str(others[-1].pk)}
    client.post(reverse("incident-tie", args=[burst.pk]), fields)
    assert burst.ties_as_first.get().second == others[-1]
    client.post(reverse("incident-tie", args=[burst.pk]), fields | {"other": "9" * 40})


def test_a_history_tells_the_newest_changes(analyst: User, burst: Incident) -> None:
    for number in range(MOST_TOLD + 5):
        details: dict[str, object] = {
            "incident": burst.pk,
            "changed": {"title": [str(number), str(number + 1)]},
        }
        append(CustodyAct.CHANGED, Actor.of(analyst), case=burst.case, details=details)
    told = list(changes_of(burst.case, "incident", burst.pk))
    assert len(told) == MOST_TOLD and told[0].after == str(MOST_TOLD + 5)


def verdicts_on(burst: Incident, analyst: User, count: int) -> None:
    now = timezone.now()
    Assessment.objects.bulk_create(
        Assessment(
            incident=burst,
            verdict="holds",
            confidence="low",
            reasoning=f"reason {number}",
            signed_by=analyst,
            signed_as="analyst",
            signed_at=now,
            signature=f"{number:064d}",
        )
        for number in range(count)
    )


def test_what_waits_for_a_second_look_is_read_page_by_page(
    analyst: User, reviewer: User, burst: Incident
) -> None:
    verdicts_on(burst, analyst, 120)
    seen: list[str] = []
    address: str | None = reverse("second-looks")
    while address:
        page = page_of(reviewer, address)
        seen += re.findall(r"/assessments/(\d+)/second", page)
        onward = re.search(r'rel="next" href="(\?after=\d+)"', page)
        address = reverse("second-looks") + onward[1] if onward else None
    assert len(seen) == len(set(seen)) == 120


def test_of_very_many_verdicts_on_one_question_the_first_are_shown(
    analyst: User, burst: Incident
) -> None:
    verdicts_on(burst, analyst, 40)
    page = page_of(analyst, burst.get_absolute_url())
    assert len(re.findall(r"reason \d+<", page)) == 20
    assert "20 more stand in the admin." in page
