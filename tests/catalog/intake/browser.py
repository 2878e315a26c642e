"""What a browser does to send a file in pieces, as a thin layer over Django's test client."""

import base64
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Upload

FILES = "/admin/upload/files/"
TUS: dict[str, Any] = {"headers": {"Tus-Resumable": "1.0.0"}}


def signed_in(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def announce(client: Client, size: int, case: str = "KRM", **fields: str) -> Any:
    """Create an upload with its metadata as form fields, as the page does."""
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size)}
    return client.post(FILES, {"case": case, "filename": "clip.mp4", **fields}, headers=headers)


def announce_by_header(client: Client, size: int, **metadata: str) -> Any:
    """Create an upload with its metadata in a header, as any client of the protocol does."""
    pairs = [
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items()
    ]
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(size),
        "Upload-Metadata": ",".join(pairs),
    }
    return client.post(FILES, headers=headers)


def send(client: Client, address: str, offset: int, piece: bytes, **more: str) -> Any:
    """Send one piece."""
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **more}
    kind = "application/offset+octet-stream"
    return client.patch(address, piece, content_type=kind, headers=headers)


def asked_offset(client: Client, address: str) -> int:
    """How many bytes the server says it has."""
    return int(client.head(address, **TUS)["Upload-Offset"])


def send_whole(client: Client, body: bytes, case: str = "KRM", **fields: str) -> Upload:
    """Announce a file and send it in one piece."""
    address = announce(client, len(body), case, **fields)["Location"]
    if body:
        assert send(client, address, 0, body).status_code == 204
    return Upload.objects.get(pk=address.split("/")[-2])
