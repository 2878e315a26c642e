"""The search page: list, posters, map and histogram of one query, all of it in the address."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from catalog import formats
from catalog.likeness import words
from catalog.models import Act, Case, HashList, Item
from catalog.models.case import Person
from catalog.search import bounds
from catalog.search.choices import filters
from catalog.search.facets import Tallies, facets
from catalog.search.find import find_among
from catalog.search.histogram import histogram
from catalog.search.parts import chips, ways_to_widen
from catalog.search.query import Query
from catalog.search.reader import QueryError
from catalog.search.shown import map_data, shown
from catalog.search.side_by_side import side_by_side

VIEWS = ("list", "posters")
MOST_CASES = 60
TYPED = ("text", "near", "within", "bbox", "polygon", "from", "to")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page for one query. Whatever the query string holds is what is asked."""
    given = dict(request.GET.lists())
    view = given.pop("view", ["list"])[-1]
    view = view if view in VIEWS else "list"
    # Further pages are put beneath the first: what stands round the list stays as it is.
    goes_on = request.headers.get("HX-Target") == "pages"
    try:
        query = Query.from_params(given)
        found = _found(request, query, view, goes_on=goes_on)
    except QueryError as error:
        typed = {name: "".join(given.get(name, [])[:1]) for name in TYPED}
        context = _frame(Query(), request.user, view, {}) | {"errors": error.errors, "typed": typed}
        return render(request, "search/search.html", context)
    address = _address(query, view)
    is_htmx = bool(request.headers.get("HX-Request"))
    if not is_htmx and any("" in values for values in given.values()):
        # A form sends its empty fields too; the address is to hold what was asked.
        return redirect(address)
    context = _frame(query, request.user, view, found.pop("tallies")) | found
    response = render(request, "search/search.html", context)
    return push_url(response, address) if is_htmx and not goes_on else response


def _frame(query: Query, person: Person, view: str, tallies: Tallies) -> dict[str, Any]:
    """What stands round the results."""
    params = query.to_params()
    cases = Case.objects.allowing(person, Act.SEE)
    offered = list(cases[: MOST_CASES + 1])
    if len(offered) > MOST_CASES:
        # Those in which most was found; any other is asked for by its code in the address.
        found = list(tallies.get("case", {}))[:MOST_CASES]
        offered = list(cases.filter(code__in=[*query.cases, *found]))
    return {
        "query": query,
        "view": view,
        "other_view": _address(query, "list" if view == "posters" else "posters"),
        "typed": {name: "".join(params.get(name, [])) for name in TYPED},
        "chips": [(chip.words, _address(chip.without, view)) for chip in chips(query)],
        "filters": filters(query, offered, tallies),
        "tile_url": settings.TILE_URL or "",
        "case": next((case for case in offered if query.cases == (case.code,)), None),
    }


def _found(request: HttpRequest, query: Query, view: str, *, goes_on: bool) -> dict[str, Any]:
    """The results, or what could be asked instead when there are none. Raises ``QueryError``."""
    among = Item.objects.visible_to(request.user)
    query = bounds.bounded(query, among)
    results = find_among(query, among, lists=HashList.objects.visible_to(request.user))
    alike = results.alike
    within = among.filter(pk__in=list(alike.items)) if alike else among
    wider = [] if results.hits else ways_to_widen(query, among)
    after = results.next_page
    total, certain, possible = results.counts.in_words()
    return {
        "results": results,
        "total": total,
        "certain": certain,
        "possible": possible,
        "hits": shown(results),
        "beside": side_by_side(request, results),
        "listed": [(words.of_listed(one), one.hash_list.origin) for one in alike.listed]
        if alike
        else [],
        "looked_at": formats.grouped(bounds.MOST_LOOKED_AT) if query.since else "",
        "more_alike": bool(alike and alike.is_cut),
        "map_data": map_data(results),
        "goes_on": goes_on,
        "histogram": None if goes_on else histogram(query, within),
        # Likeness has been looked for once; the rest is asked within what was found by it.
        "tallies": {} if goes_on else facets(replace(query, like=""), within),
        "watched": replace(query, page=None, added_after=None).query_string,
        "fresh": _address(query.on_page(None), view),
        "wider": [(w.words, w.counts.in_words()[0], _address(w.query, view)) for w in wider],
        "next": _address(results.query.on_page(after), view) if after else "",
        "first": _address(results.query.on_page(None), view) if query.page else "",
    }


def _address(query: Query, view: str) -> str:
    asked = "&".join(
        part for part in (query.query_string, view != "list" and f"view={view}") if part
    )
    return f"{reverse('search')}?{asked}" if asked else reverse("search")
