"""``GET items``: the search of the page and of ``manage.py find``, for programs."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from catalog.api.problem import Problem
from catalog.search import find as searching
from catalog.search.query import Query as Search
from catalog.search.told import hits_as_json, listed_as_json

router = Router(tags=["search"])
MOST = 200

Words = Annotated[str, Field("")]
Several = Annotated[list[str], Field([])]


class Asked(Schema):
    """The fields of a search, as the page and the command line read them (docs/search.md)."""

    text: Words
    like: Words
    case: Several
    source: Several
    kind: Several
    state: Several
    workflow: Several
    device: Several
    codec: Several
    sensitivity: Several
    has: Several
    near: Words
    within: Words
    bbox: Words
    polygon: Words
    from_: Annotated[str, Field("", alias="from")]
    to: Words
    basis: Several
    contradiction: Several
    added_after: Words
    certainty: Words
    sort: Words
    page: Words


class Count(Schema):
    """How many hits there are: that many, or at least so many where ``is_exact`` is false."""

    total: int
    certain: int
    possible: int
    is_exact: bool


class Match(Schema):
    """One fact of a hit that answers the question, of its kind, and why."""

    basis: str
    facet: str
    origin: str
    certainty: str
    why: str
    earliest: datetime | None = None
    latest: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None
    distance_m: float | None = None


class Snippet(Schema):
    """A stretch of one of an item's texts, and which of its words were asked for."""

    where: str
    text: str
    found: list[str]


class Found(Schema):
    """One item that answers, how surely, and by which facts and texts."""

    ref: str
    certainty: str
    distance_m: float | None
    matched: list[Match]
    title: str
    case: str
    kind: str
    state: str
    worst_check: str | None
    worst_checks: int
    open_contradictions: int
    snippets: list[Snippet]
    alike: dict[str, Any] | None = None


class Page(Schema):
    """One page of hits. ``next`` is the ``page`` to ask for next; null at the end."""

    count: Count
    items: list[Found]
    listed: list[dict[str, Any]]
    next: str | None


@router.get(
    "items",
    response={200: Page, 401: Problem, 422: Problem},
    url_name="items",
    exclude_unset=True,
    summary="Find items by words, place, time, likeness and filters",
)
def items(
    request: HttpRequest,
    asked: Query[Asked],
    size: Annotated[int, Query(50, ge=1, le=MOST)],
) -> dict[str, Any]:
    """Hits among what the person may see, certain ones first, with counts and reasons."""
    # The grammar reads the address itself: it knows every field, and tells of unknown ones.
    del asked
    given = {name: values for name, values in request.GET.lists() if name != "size"}
    results = searching.find(Search.from_params(given), request.user, size)
    counts = results.counts
    return {
        "count": {
            "total": counts.total,
            "certain": counts.certain,
            "possible": counts.possible,
            "is_exact": not counts.is_cut,
        },
        "items": hits_as_json(results.query, results.hits),
        "listed": [listed_as_json(one) for one in results.alike.listed] if results.alike else [],
        "next": str(results.next_page) if results.next_page else None,
    }
