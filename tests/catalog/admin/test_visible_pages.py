"""No page of the admin hides a character, whichever text of whichever table holds it."""

import re

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from catalog.admin.site import site
from catalog.claims.record import Statement, record
from catalog.custody.chain import COMMAND_LINE
from catalog.incidents import tie
from catalog.models import ClaimKind, Incident, IncidentTie, Item, Reliability, Source
from catalog.sources import grade
from tests.catalog.everything import HIDDEN, HOSTILE, SHOWN, hide_something_everywhere

TYPED = re.compile(r"<textarea\b.*?</textarea>|<[^>]*>", re.DOTALL)


@pytest.fixture
def hostile_rows(rows: dict[str, Model], superuser: User) -> dict[str, Model]:
    """The rows of every table, all of whose texts hide something."""
    item, incident = rows["catalog_item"], rows["catalog_incident"]
    assert isinstance(item, Item) and isinstance(incident, Incident)
    record(incident, Statement(ClaimKind.CONTENT, "Two bursts"), COMMAND_LINE)
    other = Incident.objects.create(case=item.case, title="Second burst")
    tie(IncidentTie.REPEATS, incident, other, COMMAND_LINE)
    grade(Source.objects.get(), Reliability.C, "Posts late.", COMMAND_LINE)
    filled = hide_something_everywhere()
    shown = {model.__name__ for model in site._registry} - {"User", "Original"}
    assert filled >= shown | {"Grade", "IncidentRelation", "Review"}
    return rows


def read(client: Client, address: str) -> str:
    """The words of a page, without what is sent back."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return TYPED.sub("", answer.content.decode())


def test_no_page_hides_a_character(
    client: Client, hostile_rows: dict[str, Model], superuser: User
) -> None:
    client.force_login(superuser)
    for table, row in hostile_rows.items():
        if row._meta.model is User:
            continue
        shown = ""
        for page, key in (("changelist", []), ("change", [row.pk]), ("history", [row.pk])):
            words = read(client, reverse(f"admin:{table}_{page}", args=key))
            assert not set(HIDDEN) & set(words), (table, page)
            shown += words
        assert SHOWN in shown or table == "catalog_original", table


def test_what_is_offered_while_typing_hides_nothing(
    client: Client, hostile_rows: dict[str, Model], superuser: User
) -> None:
    client.force_login(superuser)
    asked = {"app_label": "catalog", "model_name": "claim", "field_name": "asserted_by"}
    offered = client.get(reverse("admin:autocomplete"), {**asked, "term": ""}).json()["results"]
    assert [one["text"] for one in offered] == [SHOWN]


def test_a_form_sends_back_the_very_words(
    client: Client, hostile_rows: dict[str, Model], superuser: User
) -> None:
    client.force_login(superuser)
    address = reverse("admin:catalog_source_change", args=[hostile_rows["catalog_source"].pk])
    page = client.get(address).content.decode()
    assert f'value="{HOSTILE}"' in page and f"{HOSTILE}</textarea>" in page
