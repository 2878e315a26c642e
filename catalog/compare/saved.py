"""The list of comparisons that were kept, the page of one, and keeping one."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from catalog.compare.asked import draft_of, links_told, spots_of, version_for
from catalog.compare.lineup import NotALineup, Spot, read_spots
from catalog.compare.save import CannotSave, Draft, SavedMeanwhile, save
from catalog.compare.shown import compare_page
from catalog.models import Act, Case, Comparison, ComparisonVersion
from catalog.pages.asked import actor_of, whole_number

PAGE = 50


@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """The newest version of each, the newest comparison first; ``case`` and ``words`` narrow."""
    code = request.GET.get("case", "").strip().upper()[:8]
    words = request.GET.get("words", "").strip()[:200]
    before = whole_number(request.GET.get("before", ""))
    whole = Comparison.objects.visible_to(request.user)
    if code:
        whole = whole.filter(case__code=code)
    if before is not None:
        whole = whole.filter(pk__lt=before)
    later = ComparisonVersion.objects.filter(
        comparison=OuterRef("comparison"), number__gt=OuterRef("number")
    )
    rows = ComparisonVersion.objects.filter(~Exists(later), comparison__in=whole)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    rows = rows.select_related("comparison__case").prefetch_related("compared__item")
    page = list(rows.order_by("-comparison_id")[: PAGE + 1])
    context = {
        "versions": page[:PAGE],
        "next": page[PAGE - 1].comparison_id if len(page) > PAGE else None,
        "words": words,
        "code": code,
        "cases": Case.objects.allowing(request.user, Act.SEE),
    }
    return render(request, "compare/list.html", context)


@require_safe
def comparison(request: HttpRequest, comparison_id: int) -> HttpResponse:
    """Its newest version, or that of ``?version=``; with ``?item=`` as it was changed since."""
    version = version_for(request, comparison_id, request.GET.get("version", ""))
    try:
        changed = read_spots(request.GET.getlist("item"))
    except NotALineup as error:
        return render(request, "compare/compare.html", {"fault": str(error)}, status=400)
    return compare_page(request, changed or spots_of(version), version, links=links_told(version))


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save what the form holds as a new comparison, or onto the version it was opened as."""
    onto = None
    if comparison_id := request.POST.get("comparison", ""):
        key = whole_number(comparison_id)
        onto = version_for(request, key, request.POST.get("version", "0"))
    try:
        draft = draft_of(request)
    except NotALineup as error:
        return render(request, "compare/compare.html", {"fault": str(error)}, status=400)
    try:
        made = save(draft, actor_of(request), onto=onto)
    except SavedMeanwhile as error:
        return _again(request, draft, error, error.newest, 409)
    except CannotSave as error:
        return _again(request, draft, error, onto, 422)
    messages.info(
        request,
        gettext("Kept as version %(number)s. Earlier versions stay.") % {"number": made.number},
    )
    return redirect(made.comparison)


def _again(
    request: HttpRequest,
    draft: Draft,
    fault: CannotSave,
    onto: ComparisonVersion | None,
    status: int,
) -> HttpResponse:
    """The page with all that was set; the next saving is onto ``onto``."""
    spots = tuple(Spot(item.ref, offset) for item, offset in draft.items)
    return compare_page(
        request,
        spots,
        onto,
        draft=draft,
        fault=fault,
        status=status,
        links=request.POST.get("links", "[]"),
    )
