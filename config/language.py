"""In which language a request is answered."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# What programs read says the same to all of them, whoever's browser they borrow.
FOR_PROGRAMS = ("/api/", "/healthz")


class ChosenLanguage(LocaleMiddleware):
    """As the person chose on a page, else as the browser asks, else English."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith(FOR_PROGRAMS):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        answer = super().process_response(request, response)
        # What this thread does next, it does for somebody else.
        translation.deactivate()
        return answer
