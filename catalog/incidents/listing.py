"""The list of incidents: those of the person's cases, the earliest first, page by page."""

from datetime import UTC, datetime

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Act, Case, Claim, Incident, IncidentItem, LinkStatus

PAGE = 50
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """What happened, with how many items show it. ``words`` and ``case`` narrow the list."""
    code = request.GET.get("case", "").strip().upper()[:8]
    words = request.GET.get("words", "").strip()[:200]
    rows = _found(request, words, code)
    page = list(_after(rows, request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "incidents": _counted(page[:PAGE]),
        "next": _key(page[PAGE - 1]) if len(page) > PAGE else "",
        "words": words,
        "cases": Case.objects.allowing(request.user, Act.SEE),
        "case": Case.objects.allowing(request.user, Act.SEE).filter(code=code).first(),
        "code": code,
        "may_add": Case.objects.allowing(request.user, Act.CLAIM).exists(),
    }
    return render(request, "incidents/list.html", context)


def _found(request: HttpRequest, words: str, code: str) -> QuerySet[Incident]:
    rows = Incident.objects.visible_to(request.user).select_related("case")
    if code:
        rows = rows.filter(case__code=code)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    begins = Coalesce("earliest", "latest", Value(NEVER))
    return rows.annotate(begins=begins).order_by("begins", "pk")


def _counted(page: list[Incident]) -> list[tuple[Incident, int, int, int]]:
    """Each with how many items are confirmed and suggested, and how many claims there are.

    Asked for the page alone, each kind by itself: joined, every link would meet every claim.
    """
    links = IncidentItem.objects.filter(incident__in=page).values_list("incident", "status")
    linked = {(row[0], row[1]): row[2] for row in links.annotate(Count("pk")).order_by()}
    claims = Claim.objects.filter(incident__in=page).values_list("incident")
    said = {row[0]: row[1] for row in claims.annotate(Count("pk")).order_by()}
    return [
        (
            one,
            linked.get((one.pk, LinkStatus.CONFIRMED), 0),
            linked.get((one.pk, LinkStatus.SUGGESTED), 0),
            said.get(one.pk, 0),
        )
        for one in page
    ]


def _key(row: Incident) -> str:
    begins = row.earliest or row.latest or NEVER
    return f"{begins.isoformat()}~{row.pk}"


def _after(rows: QuerySet[Incident], key: str) -> QuerySet[Incident]:
    when, _, number = key.partition("~")
    try:
        begins, pk = datetime.fromisoformat(when), int(number)
    except ValueError:
        return rows
    return rows.filter(Q(begins__gt=begins) | Q(begins=begins, pk__gt=pk))
