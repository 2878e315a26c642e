"""Default-deny: no address answers who has not signed in, none tells a stranger anything."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, Item, State

pytestmark = pytest.mark.django_db

OPEN = {"healthz", "login/", "favicon.ico", "logout/", "admin/login/", "preferences"}
WORDS = {"ref": "KRM-0001", "pk": "1", "frame": "1", "frame_id": "1", "artefact": "1"}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the product, with a known item's reference wherever one is asked for."""
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, pattern)
        elif isinstance(one, URLPattern):
            words = {name: WORDS.get(name, "1") for name in one.pattern.converters}
            for name, converter in one.pattern.converters.items():
                kind = type(converter).__name__
                word = "00000000-0000-0000-0000-000000000000" if "UUID" in kind else words[name]
                for asked in (f"<{name}>", f"<int:{name}>", f"<str:{name}>", f"<uuid:{name}>"):
                    pattern = pattern.replace(asked, word)
                pattern = pattern.replace(f"<path:{name}>", word).replace(f"<slug:{name}>", word)
            if not pattern.startswith("^") and "(?P" not in pattern:
                yield pattern


def every_address() -> list[str]:
    found = sorted(set(addresses(get_resolver())))
    assert len(found) > 40
    return found


@pytest.fixture
def item(case: Case) -> Item:
    receipt = receive(
        BytesIO(b"bytes"),
        case=case,
        file_name="secret name.mp4",
        actor=COMMAND_LINE,
        sheet=ClaimSheet(source="@secret", caption="secret words"),
    )
    assert receipt.item
    run = receipt.item.runs.create(step="older", version=1, state=State.DONE)
    still = {"pts": 0, "time_base": "1/25", "start_pts": 0, "width": 1, "height": 1}
    run.frames.create(pk=1, sha256="a" * 64, reason="even", **still)
    run.artefacts.create(pk=1, name="proxy", sha256="b" * 64, size_bytes=1, mime="video/mp4")
    return receipt.item


def test_nothing_answers_who_has_not_signed_in(client: Client, item: Item) -> None:
    told = []
    for address in every_address():
        answer = client.get(f"/{address}")
        if address not in OPEN and answer.status_code not in (302, 401, 404, 405):
            told.append((address, answer.status_code))
        assert b"secret" not in b"".join(answer), address
    assert told == []


def test_no_address_tells_a_stranger_of_another_case(
    client: Client, item: Item, stranger: User
) -> None:
    client.force_login(stranger)
    for address in every_address():
        if address in ("logout/",):
            continue
        answer = client.get(f"/{address}")
        body = b"".join(answer)
        assert b"secret" not in body, address
        if item.ref in address:
            assert answer.status_code in (404, 405), address
            assert item.title.encode() not in body


def test_a_search_of_a_strangers_counts_nothing_of_another_case(
    client: Client, item: Item, stranger: User
) -> None:
    client.force_login(stranger)
    for query in ("", "?text=secret", f"?text={item.ref}", "?source=%40secret", "?case=KRM"):
        answer = client.get(f"/search/{query}")
        shown = answer.content.decode()
        assert "secret name" not in shown
        assert f"/items/{item.ref}/" not in shown


def test_a_name_that_exists_elsewhere_answers_as_one_that_does_not_exist(
    client: Client, item: Item, stranger: User
) -> None:
    client.force_login(stranger)

    def asked(source: str, case: str) -> str:
        page = client.get("/search/", {"source": source, "case": case}).content.decode()
        page = re.sub(r"csrf\S+ value=\S+|X-CSRFToken[^}]+", "", page, flags=re.IGNORECASE)
        return page.replace(source, "NAME").replace(source[1:], "NAME").replace(case, "CASE")

    assert asked("@secret", "KRM") == asked("@unheard-of", "ZZZ")
