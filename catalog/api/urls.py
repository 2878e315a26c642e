"""The addresses of the API. Each answers its own 401; nothing is answered without a person."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.urls import get_openapi_urls
from ninja.security import HttpBearer, django_auth

from catalog.api.problem import Problem, answer
from catalog.api.search import router
from catalog.models import ApiToken
from catalog.models.case import Person
from catalog.search.reader import QueryError


class Token(HttpBearer):
    """``Authorization: Bearer slt_…``, with a token of ``manage.py apitoken``."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The person in whose name the program asks."""
        known = ApiToken.objects.valid(token)
        if known is None:
            return None
        request.user = known.person
        return known.person


# A header is a deliberate act, so a token is looked at before a session.
api = NinjaAPI(
    title="Sightline",
    version="1",
    description="Search the catalogue with the rights of the person whose token it is.",
    auth=[Token(), django_auth],
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(AuthenticationError)
def _who_asks(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del request, error
    said = "Give a token that is valid: Authorization: Bearer …, from manage.py apitoken."
    return answer(Problem(title="Nobody knows who asks.", status=401, detail=said))


@api.exception_handler(QueryError)
def _not_understood(request: HttpRequest, error: QueryError) -> HttpResponse:
    del request
    title = "The search was not understood."
    return answer(Problem(title=title, status=422, detail=str(error), errors=error.errors))


@api.exception_handler(ValidationError)
def _out_of_range(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    errors = {str(one["loc"][-1]): f"{one['msg']}." for one in error.errors}
    said = " ".join(f"{field}: {words}" for field, words in errors.items())
    return answer(
        Problem(
            title="A value is not one of those allowed.", status=422, detail=said, errors=errors
        )
    )


def _addresses() -> list[URLPattern]:
    described = {pattern.name for pattern in get_openapi_urls(api)}
    patterns: list[URLPattern] = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for pattern in patterns:
        # Operations ask who it is themselves and answer 401; to read of them one signs in.
        pattern.callback.login_required = pattern.name in described | {"api-root"}  # type: ignore[attr-defined]
    return patterns


urlpatterns = [path("api/v1/", (_addresses(), "ninja", "api"))]
