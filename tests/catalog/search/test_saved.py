"""Saved searches, and what has arrived since."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalog.models import Case, Item, SavedSearch
from catalog.search import saved
from catalog.search.query import Query
from tests.catalog.search.catalogue import add_items


def _enter_now(case: Case, title: str) -> None:
    (item,) = add_items(case, [], title=title)
    Item.objects.filter(pk=item.pk).update(added_at=timezone.now())


def test_a_search_is_saved_opened_and_deleted(client: Client, case: Case, analyst: User) -> None:
    client.force_login(analyst)
    answer = client.post("/search/save?text=clip&case=KRM", {"name": " Clips  of KRM "})
    assert answer["Location"] == "/search/?text=clip&case=KRM"
    search = SavedSearch.objects.get()
    assert (search.name, search.case, search.person) == ("Clips of KRM", case, analyst)
    assert "Clips of KRM" in client.get("/search/saved/").content.decode()
    assert client.get(f"/search/saved/{search.pk}/")["Location"] == "/search/?text=clip&case=KRM"
    client.post(f"/search/saved/{search.pk}/delete")
    assert not SavedSearch.objects.exists()


def test_what_was_entered_since_one_looked_is_new(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, [], title="Clip")
    search = saved.save(analyst, "Clips", Query.from_params({"text": "clip"}))
    client.force_login(analyst)
    assert "nothing new" in client.get("/search/saved/").content.decode()
    _enter_now(case, "Clip")
    _enter_now(case, "Still")
    assert ">1 new</a>" in client.get("/search/saved/").content.decode()
    new = client.get(f"/search/saved/{search.pk}/?new", follow=True).content.decode()
    assert "1 item" in new
    assert "entered after" in new
    assert "nothing new" in client.get("/search/saved/").content.decode()


def test_a_saved_search_is_its_persons_own_and_shows_no_more_than_they_may_see(
    client: Client, case: Case, analyst: User, stranger: User, lead: User
) -> None:
    search = saved.save(analyst, "Secret", Query.from_params({"case": "KRM"}))
    for person in (stranger, lead):
        client.force_login(person)
        assert "Secret" not in client.get("/search/saved/").content.decode()
        assert client.get(f"/search/saved/{search.pk}/").status_code == 404
        assert client.post(f"/search/saved/{search.pk}/delete").status_code == 404
    analyst.memberships.all().delete()
    client.force_login(analyst)
    assert "Secret" not in client.get("/search/saved/").content.decode()


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [("  ", "", "Give the search a name."), ("x", "near=here&within=1km", "is not a place")],
)
def test_what_cannot_be_saved_is_said(
    client: Client, analyst: User, name: str, asked: str, said: str
) -> None:
    client.force_login(analyst)
    answer = client.post(f"/search/save?{asked}", {"name": name}, follow=True)
    assert said in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_the_same_name_holds_the_newer_search_and_there_is_a_limit(
    case: Case, analyst: User
) -> None:
    for text in ("one", "two"):
        saved.save(analyst, "Mine", Query.from_params({"text": text}))
    assert SavedSearch.objects.get().asked == "text=two"
    for number in range(saved.MOST - 1):
        saved.save(analyst, f"Search {number}", Query())
    saved.save(analyst, "Mine", Query())
    with pytest.raises(saved.CannotSave, match="delete one"):
        saved.save(analyst, "One more", Query())


def test_an_open_search_learns_how_many_arrived_but_a_stranger_nothing(
    client: Client, case: Case, analyst: User, stranger: User
) -> None:
    since = quote((timezone.now() - timedelta(seconds=1)).isoformat())
    address = f"/search/arrived?text=clip&added_after={since}"
    _enter_now(case, "Clip")
    for person, count in ((analyst, 1), (stranger, 0)):
        client.force_login(person)
        answer = client.get(address).json()
        assert (answer["count"], answer["words"]) == (count, str(count))
    assert client.get("/search/arrived?text=clip").json().keys() == {"now"}
    assert client.get("/search/arrived?added_after=yesterday").status_code == 400


def test_a_further_page_brings_only_its_hits(client: Client, case: Case, analyst: User) -> None:
    add_items(case, *([] for _ in range(60)))
    client.force_login(analyst)
    first = client.get("/search/").content.decode()
    address = first.split('rel="next"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    answer = client.get(address, headers={"HX-Request": "true", "HX-Target": "pages"})
    assert answer.content.decode().count('class="hit"') == 10
    assert "HX-Push-Url" not in answer.headers
    assert "First page" not in answer.content.decode()
