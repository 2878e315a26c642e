"""A hit as the page shows it: when and where, by which kind of fact, and why it matched."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language, gettext, gettext_noop

from catalog import formats
from catalog.models import Extent, Facet, Item, Run, State
from catalog.search.find import BASES_BY_WEIGHT, Hit, Results
from catalog.search.judge import Match
from catalog.search.query import Query
from catalog.words.asked import read_asked
from catalog.words.parts import RELATED, parts
from catalog.words.snippets import Piece, Snippet, marked, snippets
from media_tools.places import Box
from media_tools.polygons import Polygon
from media_tools.regions import Circle

LINES = 2
_SEEN = {
    Facet.CAMERA.value: gettext_noop("camera"),
    Facet.THING_SEEN.value: gettext_noop("thing seen"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One time or place of a hit. ``is_certain`` is ``None`` where it was not asked for."""

    basis: str
    facet: str
    words: str
    origin: str
    is_certain: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with its lines, the reasons it matched, and how much the steps warned of.

    ``title`` and ``snippets`` have the words that were asked for marked. ``certainty`` is empty
    where neither a place nor a time was asked for.
    """

    hit: Hit
    certainty: str
    title: tuple[Piece, ...]
    snippets: tuple[Snippet, ...]
    lines: tuple[Line, ...]
    more_lines: int
    why: str
    warnings: int


def shown(results: Results) -> list[Shown]:
    """The hits of a page, made ready to show."""
    items = [hit.item for hit in results.hits]
    warnings = _warnings(items)
    if results.query.text:
        prefetch_related_objects(items, *RELATED)
    return [_shown(results.query, hit, warnings[hit.item.pk]) for hit in results.hits]


def map_data(results: Results) -> dict[str, Any]:
    """The asked place and the positions of this page's hits, as the map draws them.

    ``more``: there are hits on other pages, which the map asks for as clusters.
    """
    query = results.query
    return {
        "asked": _asked(query),
        "more": not query.like and bool(results.next_page or query.page),
        "hits": [
            {
                "ref": hit.item.ref,
                "certainty": hit.certainty.value,
                "positions": [_position(*one) for one in _on_the_map(results.query, hit)],
            }
            for hit in results.hits
        ],
    }


def _shown(query: Query, hit: Hit, warnings: int) -> Shown:
    times = _known(hit, is_time=True)
    places = _known(hit, is_time=False)
    first = (*times[:LINES], *places[:LINES])
    asked = read_asked(query.text)
    return Shown(
        hit,
        hit.certainty.value if query.place or query.time else "",
        marked(asked, hit.item.title),
        tuple(snippets(asked, parts(hit.item), LINES)) if asked else (),
        tuple(_line(*one) for one in first),
        len(times) + len(places) - len(first),
        " · ".join(_reasons(query, hit.matched)),
        warnings,
    )


def _reasons(query: Query, matched: Iterable[Match]) -> list[str]:
    """The surest reason for the time and for the place, and that the words were found."""
    best: dict[bool, Match] = {}
    for match in matched:
        best.setdefault(match.extent.facet == Facet.TIME, match)
    words = [gettext("words found")] if query.text else []
    return [*(best[is_time].why for is_time in (True, False) if is_time in best), *words]


def _known(hit: Hit, *, is_time: bool) -> list[tuple[Extent, Match | None]]:
    """What matched of this facet, or where it was not asked for whatever is known of it."""
    matched = [m for m in hit.matched if (m.extent.facet == Facet.TIME) is is_time]
    if matched:
        return [(m.extent, m) for m in matched]
    known = [one for one in hit.extents if (one.facet == Facet.TIME) is is_time]
    return [(one, None) for one in sorted(known, key=_weight)]


def _line(extent: Extent, match: Match | None) -> Line:
    if extent.latitude is None or extent.longitude is None:
        words = formats.utc_interval(extent.earliest, extent.latest)
    else:
        where = formats.place(extent.latitude, extent.longitude, extent.radius_m)
        seen, from_centre = _words_in(get_language(), extent.facet)
        words = f"{seen} {where}"
        if match and match.distance_m is not None:
            words += from_centre % {"distance_m": formats.distance(match.distance_m)}
    certain = match.is_certain if match else None
    return Line(extent.basis, extent.facet, words, extent.origin, certain)


@cache
def _words_in(language: str | None, facet: str) -> tuple[str, str]:
    del language  # what they are in
    return gettext(_SEEN[facet]), gettext(" · %(distance_m)s from centre")


def _weight(extent: Extent) -> int:
    return BASES_BY_WEIGHT.index(extent.basis)


def _warnings(items: Sequence[Item]) -> Counter[int]:
    counts: Counter[int] = Counter()
    runs = Run.objects.filter(item__in=items, state=State.DONE).exclude(warnings=[])
    for item_id, said in runs.values_list("item_id", "warnings"):
        counts[item_id] += len(said)
    return counts


def _asked(query: Query) -> dict[str, Any] | None:
    match query.place:
        case Circle(latitude, longitude, radius_m):
            return {"circle": [latitude, longitude, radius_m]}
        case Box(south, west, north, east):
            return {"box": [west, south, east, north]}
        case Polygon(corners):
            return {"polygon": corners}
    return None


def _on_the_map(query: Query, hit: Hit) -> list[tuple[Extent, bool]]:
    """The positions that matched, or all where no place was asked; a few are enough."""
    if query.place:
        found = [(m.extent, m.is_certain) for m in hit.matched if m.extent.facet != Facet.TIME]
    else:
        known = sorted((e for e in hit.extents if e.facet != Facet.TIME), key=_weight)
        found = [(extent, True) for extent in known]
    return found[:4]


def _position(extent: Extent, is_certain: bool) -> dict[str, Any]:
    return {
        "latitude": extent.latitude,
        "longitude": extent.longitude,
        "radiusM": extent.radius_m,
        "headingDeg": extent.heading_deg,
        "fieldOfViewDeg": extent.field_of_view_deg,
        "basis": extent.basis,
        "certain": is_certain,
    }
