"""The character that no text has: refused for every page, before a database is asked for it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from config.language import FOR_PROGRAMS

NUL = "\0"
# A file is taken in whatever it is called, and its name is kept with the character made visible.
_ANY_CHARACTER = "filename"
_SAID = "The character U+0000 has no meaning in an address or in words; take it out."


class WithoutNul:
    """Refuses addresses and forms that hold it. PostgreSQL takes it in no question.

    A form is looked at where its page is known to be this person's, and the form of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer. Raises ``BadRequest``."""
        if NUL not in request.path and "%00" not in request.META.get("QUERY_STRING", ""):
            return self._get_response(request)
        if request.path.startswith(FOR_PROGRAMS):
            return JsonResponse({"detail": _SAID}, status=400)
        raise BadRequest(_SAID)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Look at the form, if one was sent. Raises ``BadRequest``."""
        del view
        for name, values in request.POST.lists():
            if name != _ANY_CHARACTER and any(NUL in value for value in values):
                raise BadRequest(_SAID)
