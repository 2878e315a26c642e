"""The compare page, and the list of items that a person has put aside for it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from catalog.compare.lineup import MOST_ITEMS, NotALineup, read_spots
from catalog.compare.shown import compare_page
from catalog.models import Item
from catalog.pages.asked import item_for

PUT_ASIDE = "compare"


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The items that the address names, on one clock; else those put aside."""
    named = request.GET.getlist("item")
    if not named and (put_aside := _put_aside(request)):
        return HttpResponseRedirect(_address(put_aside))
    try:
        spots = read_spots(named)
    except NotALineup as error:
        return render(request, "compare/compare.html", {"fault": str(error)}, status=400)
    return compare_page(request, spots)


@require_POST
def put_aside(request: HttpRequest, ref: str) -> HttpResponse:
    """Put an item aside to be compared, or take it back; kept with this login."""
    item = item_for(request, ref)
    refs = _put_aside(request)
    if item.ref in refs:
        refs.remove(item.ref)
    else:
        refs = [*refs, item.ref][-MOST_ITEMS:]
    request.session[PUT_ASIDE] = refs
    return redirect(item)


def _put_aside(request: HttpRequest) -> list[str]:
    """Only those that this person may (still) see."""
    kept = [str(ref) for ref in request.session.get(PUT_ASIDE, [])]
    visible = Item.objects.visible_to(request.user).filter(ref__in=kept)
    seen = set(visible.values_list("ref", flat=True))
    return [ref for ref in kept if ref in seen]


def _address(refs: list[str]) -> str:
    return f"{reverse('compare')}?{urlencode({'item': refs}, doseq=True)}"
