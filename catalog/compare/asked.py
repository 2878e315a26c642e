"""What a comparison was asked for with: the items and offsets of an address or a form."""

import json
from collections.abc import Sequence

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from catalog.compare.lineup import NotALineup, Offset, Spot, read_spots
from catalog.compare.save import Draft
from catalog.models import (
    CompareView,
    Comparison,
    ComparisonVersion,
    Item,
    LinkedSpots,
    OffsetBasis,
)
from catalog.pages.asked import item_for, whole_number
from media_tools.text import storable

MOST_LINKS = 40
_ENDS = ("one", "other")


def version_for(request: HttpRequest, comparison_id: int | None, number: str) -> ComparisonVersion:
    """The version of that number, else the newest; 404 for whoever may not see it."""
    seen = Comparison.objects.visible_to(request.user).select_related("case")
    whole = get_object_or_404(seen, pk=comparison_id)
    if not number:
        return whole.newest
    return get_object_or_404(whole.versions, number=whole_number(number))


def spots_of(version: ComparisonVersion) -> tuple[Spot, ...]:
    """Its items as an address would name them."""
    return tuple(
        Spot(one.item.ref, Offset(one.offset_s, one.error_s, OffsetBasis(one.basis)))
        for one in version.compared.select_related("item")
    )


def draft_of(request: HttpRequest) -> Draft:
    """What the form asks to keep. Raises ``NotALineup``; 404 for items that are not theirs."""
    spots = read_spots(request.POST.getlist("item"))
    items = [item_for(request, spot.ref) for spot in spots]
    unaligned = Offset(0.0, None, OffsetBasis.NONE)
    pairs = [(item, spot.offset or unaligned) for item, spot in zip(items, spots, strict=True)]
    view = request.POST.get("view", "")
    return Draft(
        storable(request.POST.get("name", "").strip()[:120]),
        storable(request.POST.get("note", "").strip()[:5000]),
        CompareView(view) if view in CompareView.values else CompareView.TILES,
        pairs,
        links_in(request.POST.get("links", ""), items),
    )


def links_in(text: str, items: Sequence[Item]) -> list[LinkedSpots]:
    """The linked spots that the page's script wrote down. Raises ``NotALineup``."""
    by_ref = {item.ref: item for item in items}
    try:
        told = json.loads(text or "[]")
        return [_link(one, by_ref) for one in told[:MOST_LINKS]]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise NotALineup(
            gettext("The linked spots could not be read. Link them once more.")
        ) from error


def links_told(version: ComparisonVersion) -> list[dict[str, object]]:
    """The same for the script."""
    return [
        {"label": link.label}
        | {
            end: {
                "ref": getattr(link, end).ref,
                **{name: getattr(link, f"{end}_{name}") for name in ("pts", "time_base", "x", "y")},
            }
            for end in _ENDS
        }
        for link in version.linked.select_related("one", "other")
    ]


def _link(told: dict[str, dict[str, object]], by_ref: dict[str, Item]) -> LinkedSpots:
    made = LinkedSpots(label=storable(str(told["label"]).strip()[:120]) or "the same thing")
    for end in _ENDS:
        spot = told[end]
        setattr(made, end, by_ref[str(spot["ref"])])
        numerator, _, denominator = str(spot["time_base"]).partition("/")
        setattr(made, f"{end}_time_base", f"{_whole(numerator)}/{_whole(denominator)}")
        setattr(made, f"{end}_pts", _whole(spot["pts"]))
        for axis in ("x", "y"):
            share = float(str(spot[axis]))
            if not 0 <= share <= 1:
                raise ValueError(share)
            setattr(made, f"{end}_{axis}", share)
    if made.one == made.other:
        raise ValueError(made.label)
    return made


def _whole(word: object) -> int:
    number = int(str(word))
    if abs(number) >= 2**62:
        raise ValueError(number)
    return number
