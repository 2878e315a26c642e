"""The addresses of saved searches, and what is new in a search that stands open."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Item, SavedSearch
from catalog.search import saved
from catalog.search.find import count_among
from catalog.search.page import in_words
from catalog.search.query import Query
from catalog.search.reader import QueryError


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What the person saved, each with how much is new; a page of its own, or part of another."""
    return render(request, "search/saved.html", {"saved": saved.news(_person(request))})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save the search that the address names."""
    try:
        query = Query.from_params(dict(request.GET.lists()))
        saved.save(_person(request), request.POST.get("name", ""), query)
    except (QueryError, saved.CannotSave) as error:
        messages.error(request, gettext("Not saved. %(error)s") % {"error": error})
        return redirect(_address(request.GET.urlencode()))
    messages.success(request, gettext("Saved."))
    return redirect(_address(query.query_string))


@require_safe
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """The saved search itself, or only what is new in it."""
    search = _own(request, pk)
    try:
        query = saved.query_of(search)
    except QueryError as error:
        messages.error(
            request,
            gettext("“%(name)s” cannot be asked any more. %(error)s")
            % {"name": search.name, "error": error},
        )
        return redirect("saved-searches")
    before = saved.look(search)
    if "new" in request.GET:
        query = replace(query, added_after=before)
    return redirect(_address(query.query_string))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved search. No evidence hangs on it."""
    _own(request, pk).delete()
    return redirect("saved-searches")


@require_safe
def arrived(request: HttpRequest) -> JsonResponse:
    """How many hits of the search in the address were entered after the moment it names.

    Without a moment only what time it is here, which is the moment to ask from next.
    """
    now = timezone.now().isoformat()
    try:
        query = Query.from_params(dict(request.GET.lists()))
        if query.added_after is None:
            return JsonResponse({"now": now})
        count = count_among(query, Item.objects.visible_to(request.user)).total
    except QueryError as error:
        return JsonResponse({"errors": error.errors}, status=400)
    return JsonResponse({"now": now, "count": count, "words": in_words(count)})


def _address(asked: str) -> str:
    return reverse("search") + (f"?{asked}" if asked else "")


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)


def _person(request: HttpRequest) -> User:
    # Nobody gets here without signing in.
    person: Any = request.user
    assert isinstance(person, User)
    return person
