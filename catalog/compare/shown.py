"""The compare page of some items, whether an address names them or a comparison holds them."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.claims.known_places import known_places
from catalog.compare.lineup import Spot
from catalog.compare.save import CannotSave, Draft, SavedMeanwhile
from catalog.compare.side_by_side import side_by_side
from catalog.compare.tiles import tiles_for
from catalog.models import Act, CompareView, ComparisonVersion
from catalog.pages.asked import acts_in, item_for
from catalog.review.player import SPEEDS
from catalog.review.viewing import note_viewed

# Earlier ones are reached by their number in the address.
MOST_VERSIONS = 100


def compare_page(
    request: HttpRequest,
    spots: Sequence[Spot],
    version: ComparisonVersion | None = None,
    *,
    draft: Draft | None = None,
    fault: CannotSave | None = None,
    status: int = 200,
    links: str | list[dict[str, object]] = "[]",
) -> HttpResponse:
    """``version`` is what the page was opened as; ``draft`` what was set and not kept."""
    items = [item_for(request, spot.ref) for spot in spots]
    for item in items:
        note_viewed(request, item)
    tiles = tiles_for(request, items, {s.ref: s.offset for s in spots if s.offset})
    cases = {item.case for item in items}
    case = cases.pop() if len(cases) == 1 else None
    acts = acts_in(request, case) if case else set()
    kept = draft or version
    places = [(item.ref, place) for item in items for place in known_places(item)]
    context = {
        "tiles": tiles,
        "lines": side_by_side(tiles),
        "speeds": SPEEDS,
        "views": CompareView.choices,
        "view": kept.view if kept else CompareView.TILES,
        "case": case,
        "version": version,
        "address": version.comparison.get_absolute_url() if version else reverse("compare"),
        "versions": list(version.comparison.versions.order_by("-number")[:MOST_VERSIONS])
        if version
        else [],
        "kept": kept,
        "unsaved": fault,
        "is_conflict": isinstance(fault, SavedMeanwhile),
        "links": links if isinstance(links, str) else json.dumps(links),
        "places": places,
        "places_drawn": [place.drawn for _, place in places],
        "tile_url": settings.TILE_URL,
        "may_keep": Act.CLAIM.value in acts and len(tiles) > 1,
        "may_export": Act.DOWNLOAD.value in acts,
    }
    return render(request, "compare/compare.html", context, status=status)
