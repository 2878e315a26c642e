"""The contradictions board."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from catalog.checks.kinds import TOPICS
from catalog.contradictions.asked import Asked, NotAsked, Stands
from catalog.contradictions.board import COUNTED_TO, board_for
from catalog.models import Act, Case, CheckVerdict, Incident, Item, Source
from catalog.models.case import Person

MOST_SOURCES = 40
STANDS = {
    Stands.OPEN: gettext_noop("Open"),
    Stands.RESOLVED: gettext_noop("Resolved"),
    Stands.ALL: gettext_noop("Both"),
}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What collides in the cases that this person may see, worst first."""
    try:
        asked = Asked.of(dict(request.GET.lists()))
    except NotAsked as error:
        context = _frame(Asked(), request.user) | {"fault": str(error)}
        return render(request, "contradictions/board.html", context)
    shown = board_for(asked, request.user)
    after = shown.next_page
    context = _frame(asked, request.user) | {
        "groups": shown.groups,
        "is_counted": shown.count <= COUNTED_TO,
        "count": min(shown.count, COUNTED_TO),
        "next": _address(asked.on_page(after)) if after else "",
        "first": _address(asked.on_page(None)) if asked.page else "",
    }
    return render(request, "contradictions/board.html", context)


def _frame(asked: Asked, person: Person) -> dict[str, Any]:
    """What stands round the rows; a name of what the person may not see stays as it was typed."""
    cases = Case.objects.allowing(person, Act.SEE)
    sources = Source.objects.filter(case__in=cases).order_by("name").values_list("name", flat=True)
    items = Item.objects.visible_to(person).filter(ref=asked.item) if asked.item else []
    incidents = Incident.objects.visible_to(person).filter(pk=asked.incident or 0)
    item, incident = next(iter(items), None), next(iter(incidents), None)
    only = {"case": asked.case} if asked.case else {}
    unlinked = urlencode({**only, "contradiction": "none"})
    return {
        "asked": asked,
        "about_item": item,
        "about_incident": incident,
        "case": item.case if item else cases.filter(code=asked.case).first(),
        "cases": cases,
        "verdicts": CheckVerdict.choices,
        "topics": [(name, gettext(topic.title)) for name, topic in TOPICS.items()],
        "sources": list(dict.fromkeys((*asked.sources, *sources.distinct()[:MOST_SOURCES]))),
        "stands": [(one.value, gettext(words)) for one, words in STANDS.items()],
        "nothing_contradicts": f"{reverse('search')}?{unlinked}",
    }


def _address(asked: Asked) -> str:
    return f"{reverse('contradictions')}?{asked.query_string}"
