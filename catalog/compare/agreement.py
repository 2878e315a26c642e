"""Whether what is said of several items can be so at once, kind of fact by kind of fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.utils.translation import gettext

from catalog import formats
from catalog.compare.lineup import Offset
from catalog.models import Extent, Facet, Item
from media_tools.places import Place, distance_m


@dataclass(frozen=True, slots=True)
class Agreement:
    """``is_conflict``: no value inside all stated errors fits both of some two items.

    ``is_difference``: the items say different things, which both may be so. ``is_agreement``:
    all that is known of them goes together.
    """

    words: str
    is_conflict: bool = False
    is_difference: bool = False
    is_agreement: bool = False


NOTHING = Agreement("")
# An item, its offset, its length in seconds.
Placed = tuple[Item, Offset, float]
Found = dict[tuple[int, str, str], list[Extent]]


def extents_of(items: Sequence[Item]) -> Found:
    """All times and places of the items, by item, kind of fact and facet, in one query."""
    found: Found = {}
    for row in Extent.objects.filter(item__in=items):
        found.setdefault((row.item_id, row.basis, row.facet), []).append(row)
    return found


def in_time(found: Found, basis: str, lot: Sequence[Placed]) -> Agreement:
    """Whether the times of this kind fit the offsets.

    A time says when something within a clip was, so it lays the clip's first frame anywhere
    from a clip's length before it; the offset's own error widens that on both sides.
    """
    begins = []
    for item, offset, duration_s in lot:
        if offset.error_s is None:
            continue
        early = timedelta(seconds=offset.seconds + offset.error_s + duration_s)
        late = timedelta(seconds=offset.seconds - offset.error_s)
        rows = found.get((item.pk, basis, Facet.TIME), [])
        spans = [(r.earliest - early, r.latest - late) for r in rows if r.earliest and r.latest]
        if spans:
            begins.append(spans)
    if len(begins) < 2:
        return NOTHING
    nothing = timedelta(0)
    gap = max(
        min(max(nothing, a[0] - b[1], b[0] - a[1]) for a in one for b in other)
        for one, other in combinations(begins, 2)
    )
    if not gap:
        return Agreement(gettext("fits the offsets"), is_agreement=True)
    return Agreement(
        gettext("%(total_seconds)s off the offsets, beyond all errors")
        % {"total_seconds": formats.took(gap.total_seconds())},
        is_conflict=True,
    )


def in_place(found: Found, basis: str, lot: Sequence[Placed]) -> Agreement:
    """Whether the things seen can be one and the same place."""
    seen = [_places(found.get((item.pk, basis, Facet.THING_SEEN), [])) for item, _, _ in lot]
    told = [places for places in seen if places]
    if len(told) < 2:
        return NOTHING
    gap_m = max(
        min(max(0.0, distance_m(a, b) - a.reach_m - b.reach_m) for a in one for b in other)
        for one, other in combinations(told, 2)
    )
    if not gap_m:
        return Agreement(gettext("can be one place"), is_agreement=True)
    return Agreement(
        gettext("at least %(gap_m)s apart") % {"gap_m": formats.distance(gap_m)}, is_conflict=True
    )


def _places(rows: Sequence[Extent]) -> list[Place]:
    return [
        Place(row.latitude, row.longitude, row.radius_m)
        for row in rows
        if row.latitude is not None and row.longitude is not None
    ]
