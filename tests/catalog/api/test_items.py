"""The search for programs: the page's grammar and rights, by token or by session."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from catalog.api.search import Asked
from catalog.models import ApiToken, Case, Item
from catalog.search.reader import FIELDS
from tests.catalog.conftest import items_of

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/items"


def given(person: User, days: int | None = None) -> dict[str, str]:
    """The header of a program with a token of that person."""
    _, secret = ApiToken.objects.give(person.pk, "a script", days)
    return {"authorization": f"Bearer {secret}"}


def refs(client: Client, headers: dict[str, str], **asked: Any) -> list[str]:
    answer = client.get(ITEMS, asked, headers=headers)
    assert answer.status_code == 200, answer.content
    return [one["ref"] for one in answer.json()["items"]]


@pytest.fixture
def four(case: Case, other_case: Case) -> list[Item]:
    """Three items in the case, the first with a claimed time, and one in another."""
    timed = items_of(case, b"a", caption="the citadel", time="3 May 2023 02:27 UTC+3")
    return [*timed, *items_of(case, b"b", b"c"), *items_of(other_case, b"d")]


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("analyst", True),
        ("reviewer", True),
        ("lead", True),
        ("uploader", False),
        ("auditor", False),
    ],
)
def test_a_token_sees_what_its_person_sees(
    client: Client, four: list[Item], person_of: Callable[[str], User], name: str, sees: bool
) -> None:
    found = refs(client, given(person_of(name)))
    assert sorted(found) == (["KRM-0001", "KRM-0002", "KRM-0003"] if sees else [])


def test_a_stranger_sees_their_own_case_only(
    client: Client, four: list[Item], stranger: User
) -> None:
    assert refs(client, given(stranger)) == ["OTH-0001"]
    assert refs(client, given(stranger), case="KRM") == []


def test_who_is_signed_in_needs_no_token(client: Client, four: list[Item], analyst: User) -> None:
    client.force_login(analyst)
    assert len(refs(client, {})) == 3


def test_nobody_is_told_how_to_ask(client: Client, four: list[Item]) -> None:
    answer = client.get(ITEMS)
    assert answer.status_code == 401
    assert answer["content-type"] == "application/problem+json"
    assert "manage.py apitoken" in answer.json()["detail"]


def test_a_token_ends_is_taken_back_and_goes_with_its_person(
    client: Client, four: list[Item], analyst: User
) -> None:
    header = given(analyst, days=1)
    token = ApiToken.objects.get()
    assert len(refs(client, header)) == 3
    token.refresh_from_db()
    assert token.used_at

    ApiToken.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(ITEMS, headers=header).status_code == 401
    ApiToken.objects.update(ends_at=None)
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert client.get(ITEMS, headers=header).status_code == 401
    User.objects.filter(pk=analyst.pk).update(is_active=True)
    assert client.get(ITEMS, headers=header).status_code == 200
    assert ApiToken.objects.revoke() == 1
    assert client.get(ITEMS, headers=header).status_code == 401


def test_a_wrong_token_is_not_helped_by_a_session(
    client: Client, four: list[Item], analyst: User
) -> None:
    wrong = {"authorization": "Bearer slt_wrong"}
    assert client.get(ITEMS, headers=wrong).status_code == 401


def test_a_token_is_not_kept_so_that_it_could_be_read(analyst: User) -> None:
    token, secret = ApiToken.objects.give(analyst.pk, "a script", None)
    kept = json.dumps(ApiToken.objects.filter(pk=token.pk).values().get(), default=str)
    assert secret not in kept and secret.removeprefix("slt_") not in kept


def test_a_token_opens_no_page(client: Client, four: list[Item], analyst: User) -> None:
    answer = client.get("/search/", headers=given(analyst))
    assert answer.status_code == 302 and "/login/" in answer["location"]


def test_hits_are_told_as_the_command_tells_them(
    client: Client, four: list[Item], lead: User
) -> None:
    asked = {"from": "2023-05-02 23:00 UTC", "to": "2023-05-03 00:00 UTC", "text": "citadel"}
    (hit,) = client.get(ITEMS, asked, headers=given(lead)).json()["items"]
    printed = StringIO()
    command = ["--from", asked["from"], "--to", asked["to"], "--text", "citadel", "--json"]
    call_command("find", *command, stdout=printed)
    told = json.loads(printed.getvalue())
    assert hit["matched"][0].pop("earliest") and told["matched"][0].pop("earliest")
    assert hit["matched"][0].pop("latest") and told["matched"][0].pop("latest")
    assert hit.items() <= told.items()
    assert hit["ref"] == "KRM-0001" and hit["certainty"] == "certain"


def test_pages_follow_each_other(client: Client, four: list[Item], analyst: User) -> None:
    header = given(analyst)
    seen, page = [], ""
    for _ in range(3):
        answer = client.get(ITEMS, {"size": "1", "page": page}, headers=header).json()
        seen += [one["ref"] for one in answer["items"]]
        page = answer["next"]
    assert sorted(seen) == ["KRM-0001", "KRM-0002", "KRM-0003"]
    assert page is None
    assert answer["count"] == {"total": 3, "certain": 3, "possible": 0, "is_exact": True}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"near": "99,200", "within": "1km"}, "near"),
        ({"from": "yesterday-ish"}, "from"),
        ({"colour": "red"}, "colour"),
        ({"page": "x"}, "page"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_what_is_not_understood_is_told_by_field(
    client: Client, analyst: User, asked: dict[str, str], field: str
) -> None:
    answer = client.get(ITEMS, asked, headers=given(analyst))
    assert answer.status_code == 422
    assert answer.json()["errors"][field]


@pytest.mark.parametrize("size", ["0", "201", "many"])
def test_a_size_out_of_range_is_refused(client: Client, analyst: User, size: str) -> None:
    answer = client.get(ITEMS, {"size": size}, headers=given(analyst))
    assert answer.status_code == 422
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["errors"]["size"]


def test_the_description_names_every_field_of_the_grammar(client: Client, analyst: User) -> None:
    fields = {field.alias or name for name, field in Asked.model_fields.items()}
    assert fields == set(FIELDS)
    client.force_login(analyst)
    described = client.get("/api/v1/openapi.json").json()
    asked = {one["name"] for one in described["paths"][ITEMS]["get"]["parameters"]}
    assert asked == {*FIELDS, "size"}


def test_every_field_of_the_grammar_is_documented() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "search.md").read_text()
    named = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| ([^|]+) \|", written, re.M))))
    assert named - {"field"} == set(FIELDS)


def test_the_page_of_the_api_takes_nothing_from_the_network(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    page = client.get("/api/v1/docs").content.decode()
    assert "/static/ninja/" in page
    assert "https://" not in page.replace("https://json-schema.org", "")


def test_tokens_are_given_listed_and_taken_back_by_hand(client: Client, analyst: User) -> None:
    def said(*words: str) -> str:
        printed = StringIO()
        call_command("apitoken", *words, stdout=printed)
        return printed.getvalue().strip()

    secret = said("analyst", "--name", "my script", "--days", "7")
    assert client.get(ITEMS, headers={"authorization": f"Bearer {secret}"}).status_code == 200
    listed = said("analyst")
    assert "my script" in listed and secret not in listed
    said("analyst", "--revoke", listed.split()[0])
    assert client.get(ITEMS, headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert "taken back" in said("analyst")
    for words in (
        ["nobody"],
        ["analyst", "--revoke", "0"],
        ["analyst", "--name", "x", "--days=0"],
    ):
        with pytest.raises(CommandError):
            call_command("apitoken", *words)
