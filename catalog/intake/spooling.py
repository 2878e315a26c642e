"""What a form may bring along: its files are on the disk before any page asks who sent them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError

from catalog.intake import parts


class OnlyWithRoom(FileUploadHandler):
    """Refuses a large form from whoever has not signed in, and one that the disk cannot hold.

    The first of the handlers: what it refuses is not read.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, str],  # as Django names it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Look at the announced size alone. Raises ``MultiPartParserError``, answered by 400."""
        del input_data, META, boundary, encoding
        if content_length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return
        person = getattr(self.request, "user", None)
        if not (person and person.is_authenticated):
            raise MultiPartParserError("Sign in before sending files.")
        if not parts.room_for(content_length, copies=2):
            raise MultiPartParserError("The disk has no room for these files.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass it on."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
        del file_size
