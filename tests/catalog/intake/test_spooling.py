"""What is refused before any of it is written to the disk."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db
LARGE = b"x" * (3 * 1024 * 1024)


@pytest.mark.parametrize("address", ["/login/", "/preferences", "/admin/upload/"])
def test_who_has_not_signed_in_cannot_fill_the_disk(client: Client, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/login/")
    for browser in (client, strict):
        sent = {"next": "/", "file": SimpleUploadedFile("a.bin", LARGE)}
        answer = browser.post(address, sent)
        # Sent to the login before anything is read, or refused by its size.
        is_unread = address == "/admin/upload/" and browser is client
        assert answer.status_code == (302 if is_unread else 400), address


def test_a_small_form_of_a_stranger_is_read(client: Client) -> None:
    answer = client.post("/preferences", {"next": "/", "theme": "light"})
    assert answer.cookies["sightline_theme"].value == "light"


def test_what_the_disk_cannot_hold_is_not_begun(client: Client, uploader: User) -> None:
    client.force_login(uploader)
    kind = "multipart/form-data; boundary=b"
    length = {"content-length": str(2**60)}
    answer = client.generic("POST", "/admin/upload/", b"--b--", kind, headers=length)
    assert answer.status_code == 400
    assert "room left on the server" in answer.content.decode()
