"""Things of a case are given to its members; two who do so at once are told."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.assignments.assign import assign, assignee_of
from catalog.custody.chain import Actor
from catalog.models import CustodyAct, CustodyEvent, Incident, Item, Membership
from tests.catalog.test_people_pages_by_person import PEOPLE, SEE


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("who", PEOPLE)
def test_work_is_assigned_by_whoever_may_say_how_far_it_is(
    who: str, an_item: Item, reviewer: User, person_of: Callable[[str], User]
) -> None:
    address = reverse("assign", args=["item", an_item.pk])
    answer = signed_in(person_of(who)).post(address, {"person": "reviewer", "seen": ""})
    assert answer.status_code == (302 if who in SEE else 404)
    assert assignee_of(an_item) == (reviewer if who in SEE else None)


def test_what_is_mine_is_listed_and_the_change_is_in_the_chain(
    an_item: Item, burst: Incident, analyst: User, reviewer: User
) -> None:
    for about in (an_item, burst):
        assign(about, reviewer, Actor.of(analyst), instead_of="")
    client = signed_in(reviewer)
    page = client.get(reverse("assigned")).content.decode()
    assert an_item.ref in page and "First burst" in page
    assert "assigned: reviewer" in client.get(an_item.get_absolute_url()).content.decode()
    history = client.get(burst.get_absolute_url()).content.decode()
    assert "assigned to" in history
    link = CustodyEvent.objects.get(item=an_item, act=CustodyAct.CHANGED)
    assert link.details == {"changed": {"assigned_to": [None, "reviewer"]}}
    custody = client.get(f"{an_item.get_absolute_url()}?tab=custody").content.decode()
    assert "assigned to: – → reviewer" in custody
    assert "Nothing is assigned" in signed_in(analyst).get(reverse("assigned")).content.decode()
    Membership.objects.filter(person=reviewer).delete()
    assert an_item.ref not in client.get(reverse("assigned")).content.decode()


@pytest.mark.parametrize("name", ["stranger", "uploader", "nobody at all"])
def test_nobody_who_may_not_see_it_gets_it(
    name: str, an_item: Item, analyst: User, stranger: User, uploader: User
) -> None:
    client = signed_in(analyst)
    address = reverse("assign", args=["item", an_item.pk])
    page = client.post(address, {"person": name, "seen": ""}, follow=True).content.decode()
    assert "No member of the case who may see it has that name." in page
    assert assignee_of(an_item) is None


def test_of_two_who_assign_at_once_the_second_is_told(
    an_item: Item, analyst: User, reviewer: User, lead: User
) -> None:
    address = reverse("assign", args=["item", an_item.pk])
    signed_in(lead).post(address, {"person": "reviewer", "seen": ""})
    client = signed_in(analyst)
    page = client.post(address, {"person": "analyst", "seen": ""}, follow=True).content.decode()
    assert "It became reviewer’s work while you looked" in page
    assert assignee_of(an_item) == reviewer
    client.post(address, {"person": "", "seen": "reviewer"})
    assert assignee_of(an_item) is None


def test_who_opened_an_item_is_told_to_those_who_read_its_custody(
    an_item: Item, analyst: User, reviewer: User
) -> None:
    signed_in(analyst).get(an_item.get_absolute_url())
    page = signed_in(reviewer).get(f"{an_item.get_absolute_url()}?tab=comments").content.decode()
    assert "Seen by 2" in page and '<td class="foreign">analyst</td>' in page
