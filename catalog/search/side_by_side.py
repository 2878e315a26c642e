"""Matching frames beside each other: the nearest stills there are, with the exact moments."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest
from django.urls import reverse

from catalog.likeness import words
from catalog.likeness.asking import HASHES
from catalog.models import Artefact, HashBlock, Item, State
from catalog.pages.preferences import is_covered
from catalog.search.find import Results

# A still this near to the moment is shown as that moment's.
_SAME_S = Fraction(1, 20)
# Item -> its thumbnails as (seconds, or number of the page; key of the artefact).
Thumbnails = dict[int, list[tuple[Fraction, int]]]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two frames. ``src`` is empty where there is no picture or it is covered."""

    name: str
    src: str
    clock: str
    still: str
    is_covered: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Two frames that match. ``asked`` is ``None`` for a picture that is kept nowhere."""

    asked: Side | None
    found: Side
    said: str


def side_by_side(request: HttpRequest, results: Results) -> dict[int, list[Beside]]:
    """For each hit of this page the best pairs."""
    query, alike = results.query, results.alike
    if alike is None:
        return {}
    own = None
    if not query.like.startswith(HASHES):
        own = Item.objects.visible_to(request.user).get(ref=query.like.partition("@")[0])
    shown = [hit.item for hit in results.hits] + ([own] if own else [])
    thumbnails = _thumbnails(shown)
    return {
        hit.item.pk: [
            Beside(
                _side(request, own, pair.asked_s, thumbnails) if own else None,
                _side(request, hit.item, pair.found_s or Fraction(pair.found_pts), thumbnails),
                " · ".join([words.nearness(pair.distance), *words.alterations(pair)]),
            )
            for pair in hit.alike.pairs
        ]
        for hit in results.hits
        if hit.alike
    }


def _side(
    request: HttpRequest, item: Item, moment: Fraction | None, thumbnails: Thumbnails
) -> Side:
    is_timed = item.kind == "video"
    at = moment or Fraction(0)
    there = thumbnails[item.pk]
    clock = words.clock(at) if is_timed else ""
    if is_covered(request, item):
        return Side(item.ref, "", clock, "", is_covered=True)
    if not there:
        return Side(item.ref, "", clock, "")
    seconds, key = min(there, key=lambda one: abs(one[0] - at))
    still = words.clock(seconds) if is_timed and abs(seconds - at) > _SAME_S else ""
    return Side(item.ref, reverse("item-artefact", args=[item.ref, key]), clock, still)


def _thumbnails(items: list[Item]) -> Thumbnails:
    ids = [item.pk for item in items]
    clocks = {
        block.item_id: (block.first_pts, Fraction(block.time_base or 1))
        for block in HashBlock.objects.filter(item__in=ids)
    }
    found: Thumbnails = defaultdict(list)
    made = Artefact.objects.filter(
        run__item__in=ids, run__state=State.DONE, name__startswith="thumbnail"
    )
    for item_id, key, details in made.values_list("run__item", "pk", "details"):
        first, base = clocks.get(item_id, (0, Fraction(1)))
        found[item_id].append(((int(details["pts"]) - first) * base, key))
    return found
