"""Every address of the admin, asked for by every person. An address without a row here fails."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, reverse

from catalog.admin.site import site
from catalog.models import Case, Item

PEOPLE = (
    "anonymous", "stranger", "uploader", "analyst", "reviewer", "lead", "auditor", "superuser",
)  # fmt: skip
SEE = {"analyst", "reviewer", "lead", "superuser"}
CLAIM = {"analyst", "lead", "superuser"}
NOBODY: set[str] = set()

# Who gets the list of a table, one row of it, and the form to add one.
TABLES = {
    "auth_user": ({"superuser"}, {"superuser"}, {"superuser"}),
    "catalog_appearance": (SEE, SEE, NOBODY),
    "catalog_assessment": (SEE, SEE, NOBODY),
    "catalog_case": (SEE, SEE, {"superuser"}),
    "catalog_check": (SEE, SEE, NOBODY),
    "catalog_claim": (SEE, SEE, CLAIM),
    "catalog_custodyevent": ({*SEE, "auditor"}, {*SEE, "auditor"}, NOBODY),
    "catalog_incident": (SEE, SEE, CLAIM),
    "catalog_item": (SEE, SEE, NOBODY),
    "catalog_original": (SEE, SEE, NOBODY),
    "catalog_run": (SEE, SEE, NOBODY),
    "catalog_source": (SEE, SEE, CLAIM),
}
# Whoever finds anything in the admin.
INSIDE = {*SEE, "auditor", "stranger"}
OTHERS = {
    "index": INSIDE,
    "search": INSIDE,
    "jsi18n": INSIDE,
    "password_change": INSIDE,
    "password_change_done": INSIDE,
}
# Asked for in another way, or answered like an unknown address; each has a test of its own.
APART = {"login", "logout", "autocomplete", "app_list", None}


def named(patterns: list[URLPattern]) -> Iterator[str]:
    for pattern in patterns:
        if pattern.name not in APART:
            assert pattern.name
            yield pattern.name


def expected(name: str) -> set[str]:
    """Who may open the address of that name."""
    if name in OTHERS:
        return OTHERS[name]
    table, _, page = name.rpartition("_")
    if name == "auth_user_password_change":
        table, page = "auth_user", "change"
    lists, one, add = TABLES[table]
    # A stranger leads another case: its lists, without this case's rows, and its forms.
    stranger = {"stranger"} if "lead" in lists else NOBODY
    if page == "changelist":
        return lists | stranger
    if page == "add":
        return add | (stranger if "lead" in add else NOBODY)
    return NOBODY if page == "delete" else one


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_of_the_admin_is_open_to_whom_it_should_be(
    who: str, browser_of: Callable[[str], Client], rows: dict[str, Model], stranger: User
) -> None:
    client, wrong = browser_of(who), []
    patterns = [one for one in site.get_urls() if isinstance(one, URLPattern)]
    for name in [*named(patterns), "auth_user_password_change"]:
        table = "auth_user" if name == "auth_user_password_change" else name.rpartition("_")[0]
        is_row = name.endswith(("_change", "_delete", "_history")) and table in rows
        address = reverse(f"admin:{name}", args=[rows[table].pk] if is_row else [])
        status = client.get(address).status_code
        wanted = 302 if who == "anonymous" else 200 if who in expected(name) else 404
        if status != wanted:
            wrong.append((name, status, wanted))
    assert not wrong


def test_the_tables_of_this_test_are_all_there_are() -> None:
    registered = {f"{one._meta.app_label}_{one._meta.model_name}" for one in site._registry}
    assert registered == set(TABLES)


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_can_be_deleted_by_anybody(
    who: str, browser_of: Callable[[str], Client], rows: dict[str, Model], stranger: User
) -> None:
    client = browser_of(who)
    for table, row in rows.items():
        address = reverse(f"admin:{table}_delete", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code in (302, 404)
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"admin:{table}_changelist"), chosen)
        assert type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["analyst", "reviewer", "auditor"])
def test_looking_is_not_changing(
    who: str, browser_of: Callable[[str], Client], rows: dict[str, Model], case: Case
) -> None:
    client = browser_of(who)
    address = reverse("admin:catalog_case_change", args=[case.pk])
    assert client.post(address, {"title": "Renamed"}).status_code == 404
    item = rows["catalog_item"]
    client.post(reverse("admin:catalog_item_change", args=[item.pk]), {"title": "Renamed"})
    assert Case.objects.get().title == "Two bursts over the citadel"
    assert Item.objects.get().title == "clip.mp4"


def test_a_stranger_finds_none_of_the_rows_in_any_list(
    browser_of: Callable[[str], Client], rows: dict[str, Model], stranger: User
) -> None:
    client = browser_of("stranger")
    for table in TABLES:
        page = client.get(reverse(f"admin:{table}_changelist")).content.decode()
        for word in (
            "KRM-0001",
            "Two bursts",
            "@kar_north",
            "First burst",
            str(rows["catalog_original"].pk),
        ):
            assert word not in page, (table, word)


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("incidentitem", "item"),
        ("claim", "item"),
        ("claim", "asserted_by"),
        ("claim", "supersedes"),
        ("claim", "incident"),
        ("claim", "appearance"),
        ("incidentrelation", "second"),
        ("appearance", "forwarded_from"),
    ],
)
def test_suggestions_come_from_the_persons_own_cases(
    browser_of: Callable[[str], Client],
    rows: dict[str, Model],
    stranger: User,
    table: str,
    field: str,
) -> None:
    asked = {"app_label": "catalog", "model_name": table, "field_name": field, "term": ""}
    address = reverse("admin:autocomplete")
    assert browser_of("analyst").get(address, asked).json()["results"]
    assert browser_of("stranger").get(address, asked).json()["results"] == []
    assert browser_of("uploader").get(address, asked).status_code == 404
    assert browser_of("auditor").get(address, asked).status_code == 404


def test_being_staff_opens_nothing(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert client.get(reverse("admin:index")).status_code == 404
    assert client.get(reverse("admin:login")).status_code == 404


def test_there_is_one_login(client: Client, db: None) -> None:
    answer = client.get(reverse("admin:login"))
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/admin/login/")
    client.force_login(User.objects.create_superuser("superuser"))
    assert client.get(reverse("admin:login"))["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/admin/catalog/", "/admin/r/1/1/", "/admin/no/such/page/"])
def test_no_address_tells_what_there_is(
    browser_of: Callable[[str], Client], address: str, uploader: User
) -> None:
    assert browser_of("uploader").get(address).status_code in (301, 404)


def test_rows_cannot_be_sorted_out_by_what_is_not_shown(
    browser_of: Callable[[str], Client],
    rows: dict[str, Model],
    analyst: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL, "django.security")
    client = browser_of("analyst")
    for lookup in ("case__memberships__person__password__startswith", "added_by__password__gt"):
        page = client.get(reverse("admin:catalog_item_changelist"), {lookup: "p"})
        assert page.status_code == 400
