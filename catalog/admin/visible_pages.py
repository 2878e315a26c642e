"""Every page of the admin, with what cannot be seen made visible in the words that it shows.

Columns, titles, choices and messages are put together by Django and by Unfold as well as
here; this is the one place which all of them pass. What a form sends back stays as it is.
"""

import re
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpResponse

from media_tools.text import visible

# A tag with its attributes, or what a person may type into: both go back as they came.
_KEPT = r"<textarea\b.*?</textarea>|<[a-z/!][^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>"
_PIECES = re.compile(rf"({_KEPT})|([^<\n\r\t]+)", re.DOTALL | re.IGNORECASE)


def make_visible(page: HttpResponse) -> None:
    """Show every character that cannot be seen in the words of a page as ``[U+202E]``."""

    def shown(piece: re.Match[str]) -> str:
        words = piece[2]
        return visible(words, len(words)) if words and not words.isprintable() else piece[0]

    page.content = _PIECES.sub(shown, page.content.decode()).encode()


class VisibleChoices(AutocompleteJsonView):
    """What is offered while somebody types, shown like the pages."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """One choice: its key and its words."""
        told = super().serialize_result(obj, to_field_name)
        return {**told, "text": visible(told["text"])}
