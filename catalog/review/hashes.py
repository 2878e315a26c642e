"""The hashes of one item as a file to hand to others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.likeness import lists
from catalog.models import Act
from catalog.pages.asked import actor_of, item_for

_MIMES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


@require_safe
def hashes(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The list, as vPDQ's lines or as JSON. Who took it is a link of the chain."""
    item = item_for(request, ref, Act.DOWNLOAD)
    if form not in _MIMES:
        raise Http404
    lines = lists.export([item], form, actor_of(request))
    headers = {
        "Content-Disposition": f'attachment; filename="{item.ref}-pdq.{form}"',
        "Cache-Control": "no-store",
    }
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type=_MIMES[form], headers=headers)
