"""A number that can be none is answered like one that names nothing."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Incident, Item

NONE = ["", "-1", "²", "x", "9" * 19, "9" * 5000]


@pytest.mark.parametrize("number", NONE)
def test_no_form_fails_over_a_number_that_names_nothing(
    client: Client, burst: Incident, an_item: Item, lead: User, number: str
) -> None:
    client.force_login(lead)
    tie = {"other": number, "kind": "repeats"}
    answer = client.post(f"/incidents/{burst.pk}/ties", tie, follow=True)
    assert "Choose another incident of the case" in answer.content.decode()
    said = {"kind": "content", "quote": "Two bursts", "appearance": number or "0"}
    answer = client.post(f"/items/{an_item.ref}/claims/new", said)
    assert "This appearance is not known here." in answer.content.decode()
    assert client.post("/compare/keep", {"comparison": number or "0"}).status_code == 404
    assert client.get("/mentions/", {"before": number}).status_code == 200
