"""Scrolling through a whole clip by its small grey frames: when they are shown, and sheets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from catalog.facts import standing_runs
from catalog.models import Artefact, Item
from catalog.pages.asked import item_for
from catalog.pages.preferences import is_covered
from catalog.review.film_frames import NEEDED, array_of, sheet_of
from catalog.review.item_page import artefacts_of
from catalog.review.streams import NOT_AT_ALL
from catalog.review.ticks import packed, ticks_of
from catalog.review.viewing import may_send_pictures

# A newer scan may keep other frames under the same address.
_FOR_A_WHILE = "private, max-age=600"


@require_safe
@gzip_page
def film_times(request: HttpRequest, ref: str) -> HttpResponse:
    """When each of the small grey frames is shown, packed as the times of all frames are."""
    _, made = _film_of(request, ref)
    shown = ticks_of(made["frame_times"])[array_of(made["grey_frames"])]
    return packed(made["frame_times"], shown)


@require_safe
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Every ``stride``-th small grey frame from number ``first`` on, ten a row, as a PNG."""
    item, made = _film_of(request, ref)
    if not may_send_pictures(request, item):
        raise Http404
    greys = array_of(made["grey"])
    try:
        first, stride = (int(request.GET.get(name, "")) for name in ("first", "stride"))
    except ValueError as error:
        raise Http404 from error
    if not (0 <= first < len(greys) and 1 <= stride <= len(greys)):
        raise Http404
    cache = NOT_AT_ALL if is_covered(request, item) else _FOR_A_WHILE
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(sheet_of(greys, first, stride), content_type="image/png", headers=headers)


def _film_of(request: HttpRequest, ref: str) -> tuple[Item, dict[str, Artefact]]:
    item = item_for(request, ref)
    made = artefacts_of(standing_runs(item))
    if not made.keys() >= set(NEEDED):
        raise Http404
    return item, made
