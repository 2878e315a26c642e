"""The list of marks beside the player, the form that sets them, and their export."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.custody.chain import append
from catalog.marks.draft import draft_of, fields_of
from catalog.marks.export import as_csv, rows_of
from catalog.marks.listed import Editing, marks_context
from catalog.marks.make import ChangedMeanwhile, mark_item, newest_of, withdraw
from catalog.models import Act, CustodyAct, Item, Mark
from catalog.pages.asked import actor_of, acts_in, item_for


@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, ref: str) -> HttpResponse:
    """The marks of an item, with ``label`` those of one label; by POST another one is set."""
    if request.method != "POST":
        return _section(request, item_for(request, ref))
    return _keep(request, item_for(request, ref, Act.MARK), None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str, mark_id: int) -> HttpResponse:
    """The form for a mark that is there; by POST what takes its place."""
    item = item_for(request, ref, Act.MARK)
    older = get_object_or_404(item.marks, pk=mark_id)
    if request.method != "POST":
        newest = newest_of(older)
        return _section(request, item, Editing(fields_of(newest), newest))
    return _keep(request, item, older)


@require_POST
def take_back(request: HttpRequest, ref: str, mark_id: int) -> HttpResponse:
    """Take a mark back; where somebody has changed it meanwhile, theirs is shown instead."""
    item = item_for(request, ref, Act.MARK)
    older = get_object_or_404(item.marks.select_related("item__case"), pk=mark_id)
    try:
        withdraw(older, actor_of(request))
    except ChangedMeanwhile as error:
        shown = Editing(fields_of(error.newest), error.newest, theirs=error.newest)
        return _section(request, item, shown)
    return _section(request, item)


@require_safe
def export(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """All marks as CSV or JSON. Who took them is a link of the chain."""
    item = item_for(request, ref, Act.DOWNLOAD)
    if form not in ("csv", "json"):
        raise Http404
    standing = item.marks.standing().select_related("item", "made_by")
    rows = rows_of(standing)
    append(CustodyAct.MARKS_EXPORTED, actor_of(request), item=item, details={"marks": len(rows)})
    if form == "csv":
        answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        written = {"indent": 2, "ensure_ascii": False}
        answer = JsonResponse(rows, safe=False, json_dumps_params=written)
    answer["Content-Disposition"] = f'attachment; filename="{item.ref}-marks.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _keep(request: HttpRequest, item: Item, older: Mark | None) -> HttpResponse:
    fields = request.POST.dict()
    draft = draft_of(item, fields)
    if draft.faults:
        return _section(request, item, Editing(fields, older, draft.faults))
    try:
        mark_item(item, draft.values, actor_of(request), older)
    except ChangedMeanwhile as error:
        return _section(request, item, Editing(fields, error.newest, theirs=error.newest))
    return _section(request, item)


def _section(request: HttpRequest, item: Item, editing: Editing | None = None) -> HttpResponse:
    """The section as a part of the page; without scripts as a page of its own."""
    acts = acts_in(request, item.case)
    context: dict[str, Any] = {"item": item, "case": item.case}
    context |= marks_context(item, acts, request.GET.get("label"), editing)
    if request.headers.get("HX-Request"):
        return render(request, "marks/marks.html", context)
    if request.method == "POST" and editing is None:
        return redirect(f"{item.get_absolute_url()}#marks")
    return render(request, "marks/page.html", context)
