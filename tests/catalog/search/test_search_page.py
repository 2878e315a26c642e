"""The search page as a person meets it."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import Basis, Case, Item, Sensitivity, Source
from media_tools.places import Place
from tests.catalog.search.catalogue import When, Where, add_items, between

CITADEL = "near=55.3%2C44.02&within=2km"
NIGHT = "from=2023-05-02+23%3A00+UTC&to=2023-05-02+23%3A45+UTC"
HERE = Where(Place(55.301, 44.02, 50), Basis.EMBEDDED, origin="GPS position")


def _page(client: Client, person: User, asked: str = "", **headers: str) -> str:
    client.force_login(person)
    response = client.get(f"/search/?{asked}" if asked else "/search/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_page_is_the_search(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    assert client.get("/").headers["Location"] == "/search/"


def test_somebody_not_logged_in_is_sent_to_the_login(client: Client, case: Case) -> None:
    assert client.get("/search/").headers["Location"].startswith("/login/")


def test_a_hit_shows_when_and_where_by_which_fact_and_why(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, [HERE, When(between("23:10", "23:20"), origin="“ten past”")])
    page = _page(client, analyst, f"{CITADEL}&{NIGHT}")
    assert "1 item: 1 certain, 0 possible" in page
    assert "camera 55.30100, 44.02000 ± 50 m · 111 m from centre" in page
    assert "2023-05-02 23:10 – 23:20 UTC" in page
    assert "time inside window · disc inside circle" in page
    assert "GPS position" in page
    assert "“ten past”" in page


def test_a_stranger_sees_no_item_no_source_and_no_count(
    client: Client, case: Case, stranger: User
) -> None:
    add_items(case, [HERE])
    Source.objects.create(case=case, name="@kar_live")
    for asked in ("", CITADEL, "text=clip", "case=KRM"):
        page = _page(client, stranger, asked)
        assert "KRM-0001" not in page
        assert "@kar_live" not in page
        assert "Two bursts" not in page
        assert "No items" in page
        assert '<span class="n">1</span>' not in page


def test_an_empty_result_offers_ways_to_widen_with_their_counts(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, [HERE], [Where(Place(55.35, 44.02, 50))])
    page = _page(client, analyst, "near=55.33%2C44.02&within=1km&text=clip")
    assert "Nothing answers this search" in page
    assert _count_beside(page, "within 4,000 m") == "2"
    assert _count_beside(page, "without “clip”") == "0"
    assert _count_beside(page, "anywhere") == "2"


def _count_beside(page: str, words: str) -> str:
    return page.split(f">{words}</a>")[1].split('class="n">')[1].split("<")[0]


def test_a_search_that_was_not_understood_says_which_field_and_keeps_the_words(
    client: Client, analyst: User
) -> None:
    page = _page(client, analyst, "near=here&within=1km")
    assert "“here” is not a place" in page
    assert 'value="here"' in page


def test_the_address_holds_only_what_was_asked(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    answer = client.get("/search/?text=&near=55.3,44.02&within=2km&bbox=&from=&to=")
    assert answer.headers["Location"] == f"/search/?{CITADEL}"


def test_a_search_in_place_puts_its_address_in_the_bar(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    answer = client.get("/search/?near=55.3,44.02&within=2+km", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == f"/search/?{CITADEL}"


def test_a_graphic_item_is_listed_without_its_picture(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, [HERE], [HERE])
    Item.objects.update(poster_sha256="a" * 64)
    Item.objects.filter(number=1).update(sensitivity=Sensitivity.GRAPHIC)
    for view in ("list", "posters"):
        page = _page(client, analyst, f"view={view}")
        assert "/items/KRM-0002/poster.jpg" in page
        assert "/items/KRM-0001/poster.jpg" not in page


def test_a_file_name_that_changes_direction_is_shown_with_its_signs(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, [], title="clip\u202egpj.exe <b>")
    page = _page(client, analyst)
    assert "\u202e" not in page
    assert "[U+202E]gpj.exe &lt;b&gt;" in page


def test_the_next_page_follows_where_this_one_ends(
    client: Client, case: Case, analyst: User
) -> None:
    add_items(case, *([HERE] for _ in range(60)))
    first = _page(client, analyst, CITADEL)
    assert first.count('class="hit"') == 50
    address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = _page(client, analyst, address.removeprefix("/search/?").replace("&amp;", "&"))
    assert second.count('class="hit"') == 10
    assert "First page" in second


def test_the_page_stays_small_however_many_items_there_are(
    client: Client,
    case: Case,
    analyst: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    extents: list[Where | When] = [HERE, When(between("23:10", "23:20"))]
    add_items(case, *([extents] * 120))
    client.force_login(analyst)
    for asked in ("", CITADEL, f"{CITADEL}&{NIGHT}", f"{CITADEL}&{NIGHT}&text=nothing&kind=image"):
        with django_assert_max_num_queries(25):
            page = client.get(f"/search/?{asked}").content
        assert len(page) < 250_000


@pytest.mark.parametrize("asked", ["page=0_99999999999999999_5", "view=cards", "sort=distance"])
def test_an_address_typed_by_hand_never_breaks_the_page(
    client: Client, case: Case, analyst: User, asked: str
) -> None:
    add_items(case, [HERE])
    _page(client, analyst, asked)
    _page(client, analyst, f"{quote(asked, safe='=&')}&{CITADEL}")
