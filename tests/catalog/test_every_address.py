"""Default-deny: no address answers who has not signed in, none tells a stranger anything."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.models import Case, CustodyEvent
from tests.catalog.everything import HIDDEN, SHOWN, everything_in, hide_something_everywhere

pytestmark = pytest.mark.django_db

OPEN = {"healthz", "login/", "favicon.ico", "logout/", "admin/login/", "preferences"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Ends the login with which the others are asked.
ENDS = {"logout/", "admin/logout/"}
# What the lead finds only once the steps have run, or while a verdict is blind to them: each
# has a test of its own.
NOT_YET = ("film", "frame-times", "how.json", "artefacts/", "/frames/", "poster.jpg", "/second")
WORDS = re.compile(r"<textarea\b.*?</textarea>|<script\b.*?</script>|<[^>]*>", re.DOTALL)


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the product, as it is written down."""
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, pattern)
        elif isinstance(one, URLPattern) and not pattern.startswith("^") and "(?P" not in pattern:
            yield pattern


def every_address(things: dict[str, str]) -> list[tuple[str, bool]]:
    """Each with something that there is wherever it names one, and whether it does."""
    filled = {
        (re.sub(r"<(?:\w+:)?(\w+)>", lambda name: things.get(name[1], "1"), one), "<" in one)
        for one in addresses(get_resolver())
    }
    assert len(filled) > 100
    return sorted(filled)


@pytest.fixture
def things(case: Case, lead: User, analyst: User) -> dict[str, str]:
    """What the case holds, by the name under which addresses ask for it; full of secrets."""
    made = everything_in(case, lead, analyst)
    assert len(hide_something_everywhere()) > 20
    return made


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)


def test_nothing_answers_who_has_not_signed_in(client: Client, things: dict[str, str]) -> None:
    told = []
    for address, _ in every_address(things):
        for method in METHODS:
            answer = client.generic(method, f"/{address}")
            if address not in OPEN and answer.status_code not in (302, 401, 404, 405):
                told.append((method, address, answer.status_code))
            assert b"secret" not in body_of(answer), (method, address)
    assert told == []


def test_no_address_tells_a_stranger_of_another_case_or_lets_them_change_it(
    client: Client, things: dict[str, str], stranger: User
) -> None:
    client.force_login(stranger)
    links = CustodyEvent.objects.count()
    told = []
    for address, names_one in every_address(things):
        for method in METHODS:
            if address in ENDS:
                continue
            answer = client.generic(method, f"/{address}")
            # The admin leads away from what is not there for this person.
            unseen = (302, 404, 405) if address.startswith("admin/") else (404, 405)
            if names_one and answer.status_code not in unseen:
                told.append((method, address, answer.status_code))
            assert b"secret" not in body_of(answer), (method, address)
            assert things["ref"].encode() not in body_of(answer) or names_one
    assert told == []
    assert CustodyEvent.objects.count() == links


def test_the_addresses_of_these_tests_name_things_that_are_there(
    client: Client, things: dict[str, str], lead: User
) -> None:
    client.force_login(lead)
    missing = []
    for address, names_one in every_address(things):
        if not names_one or address.startswith("admin/") or any(one in address for one in NOT_YET):
            continue
        answers = [client.get(f"/{address}"), client.head(f"/{address}")]
        if all(answer.status_code == 405 for answer in answers):
            answers.append(client.post(f"/{address}"))
        if all(answer.status_code in (404, 405) for answer in answers):
            missing.append(address)
    assert missing == []


def test_a_character_that_no_text_has_is_refused_everywhere(
    client: Client, things: dict[str, str], lead: User
) -> None:
    client.force_login(lead)
    for address, _ in every_address(things):
        for wrong in (f"/{address}?words=a%00", f"/{address}%00/"):
            assert client.get(wrong).status_code == 400, wrong
        assert client.post(f"/{address}", {"words": "a\0"}).status_code in (400, 401, 405), address
    answer = client.get("/api/items/KRM-0001%00")
    assert (answer.status_code, "U+0000" in answer.json()["detail"]) == (400, True)


def test_no_page_hides_a_character(client: Client, things: dict[str, str], lead: User) -> None:
    client.force_login(lead)
    hiding, shown = [], 0
    asked = [address for address, _ in every_address(things) if address not in ENDS]
    tabs = ("appearances", "claims", "comments", "compared", "custody", "readings", "relations")
    asked += [f"items/{things['ref']}/?tab={name}" for name in tabs]
    for address in asked:
        if address.startswith("admin/") and not address.startswith("admin/upload"):
            continue
        answer = client.get(f"/{address}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            words = WORDS.sub("", body_of(answer).decode())
            hiding += [address] if set(HIDDEN) & set(words) else []
            # A page writes one line, so what ends a line is a sign of its own.
            shown += SHOWN.replace("[U+2028]", " \u21b5 ") in words
    assert hiding == []
    assert shown > 15


def test_a_search_of_a_strangers_counts_nothing_of_another_case(
    client: Client, things: dict[str, str], stranger: User
) -> None:
    client.force_login(stranger)
    for query in ("", "?text=secret", f"?text={things['ref']}", "?source=%40kar", "?case=KRM"):
        answer = client.get(f"/search/{query}")
        shown = answer.content.decode()
        assert "secret [U" not in shown
        assert f"/items/{things['ref']}/" not in shown


def test_a_name_that_exists_elsewhere_answers_as_one_that_does_not_exist(
    client: Client, case: Case, lead: User, analyst: User, stranger: User
) -> None:
    everything_in(case, lead, analyst)
    client.force_login(stranger)

    def asked(source: str, case: str) -> str:
        page = client.get("/search/", {"source": source, "case": case}).content.decode()
        page = re.sub(r"csrf\S+ value=\S+|X-CSRFToken[^}]+", "", page, flags=re.IGNORECASE)
        return page.replace(source, "NAME").replace(source[1:], "NAME").replace(case, "CASE")

    assert asked("@kar", "KRM") == asked("@unheard-of", "ZZZ")
