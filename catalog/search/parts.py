"""The parts of a query as a person sees them: chips, and the ways to widen with their counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext

from catalog import formats
from catalog.likeness.asking import HASHES
from catalog.models.item import ItemQuerySet
from catalog.search.choices import CONTRADICTIONS
from catalog.search.find import count_among
from catalog.search.grammar import Window, make_window
from catalog.search.page import Counts
from catalog.search.query import Certainty, Query
from catalog.search.reader import Region
from media_tools.polygons import Polygon
from media_tools.regions import FARTHEST_M, Circle

WIDER = 4
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of what is asked, and the query without it."""

    words: str
    without: Query


@dataclass(frozen=True, slots=True)
class Wider:
    """A query that asks for less, and how many answer it."""

    words: str
    query: Query
    counts: Counts


def chips(query: Query) -> list[Chip]:
    """Every part of the query but its order and page."""
    return [Chip(said, without) for said, without, _ in _parts(query)]


def ways_to_widen(query: Query, among: ItemQuerySet) -> list[Wider]:
    """Each way to ask for less, with the count it would give."""
    wider = [
        *_stretched(query),
        *((words, without) for _, without, words in _parts(query)),
        (gettext("everything you may see"), Query()),
    ]
    return [
        Wider(words, changed, count_among(changed, among))
        for words, changed in (
            (words, replace(q, page=None, since=query.since if q.text or not query.text else None))
            for words, q in wider
        )
    ]


def place_in_words(place: Region) -> str:
    """``near 55.30000, 44.02000 within 1.5 km`` or ``box …``."""
    if isinstance(place, Circle):
        near = formats.place(place.latitude, place.longitude, None)
        return gettext("near %(near)s within %(distance)s") % {
            "near": near,
            "distance": formats.distance(place.radius_m),
        }
    if isinstance(place, Polygon):
        return gettext("polygon of %(many)s corners in the %(box)s") % {
            "many": len(place.corners),
            "box": place_in_words(place.box),
        }
    south, north = formats.signed(place.south, 4), formats.signed(place.north, 4)
    east = place.east if place.east <= 180 else place.east - 360
    return gettext("box %(south)s to %(north)s north, %(west)s to %(east)s east") % {
        "south": south,
        "north": north,
        "west": formats.signed(place.west, 4),
        "east": formats.signed(east, 4),
    }


def window_in_words(window: Window) -> str:
    """The window in UTC, and that it is wide where no zone was said."""
    said = formats.utc_interval(window.outer.earliest, window.outer.latest)
    return (
        said
        if window.inner == window.outer
        else gettext("%(said)s (no zone said: every zone on Earth)") % {"said": said}
    )


def _parts(query: Query) -> Iterator[tuple[str, Query, str]]:
    """For each part its words, the query without it, and the words for leaving it out."""
    bare = replace(query, page=None)
    if query.text:
        yield (
            gettext("words “%(text)s”") % {"text": query.text},
            replace(bare, text=""),
            gettext("without “%(text)s”") % {"text": query.text},
        )
    if query.like:
        like = gettext("your picture") if query.like.startswith(HASHES) else query.like
        yield (
            gettext("like %(like)s") % {"like": like},
            replace(bare, like=""),
            gettext("not like %(like)s") % {"like": like},
        )
    if query.place:
        yield place_in_words(query.place), replace(bare, place=None), gettext("anywhere")
    if query.time:
        yield window_in_words(query.time), replace(bare, time=None), gettext("at any time")
    for words, chosen, without, left_out in (
        (gettext("case"), query.cases, replace(bare, cases=()), gettext("in all your cases")),
        (gettext("source"), query.sources, replace(bare, sources=()), gettext("from any source")),
        (gettext("kind"), query.kinds, replace(bare, kinds=()), gettext("of any kind of media")),
        (gettext("state"), query.states, replace(bare, states=()), gettext("in any state")),
        (
            gettext("work"),
            query.workflows,
            replace(bare, workflows=()),
            gettext("at any stage of the work"),
        ),
        (gettext("device"), query.devices, replace(bare, devices=()), gettext("from any device")),
        (gettext("codec"), query.codecs, replace(bare, codecs=()), gettext("in any codec")),
        (
            gettext("sensitivity"),
            query.sensitivities,
            replace(bare, sensitivities=()),
            gettext("graphic or not"),
        ),
        (
            gettext("has"),
            query.has,
            replace(bare, has=()),
            gettext("with or without sound and positions"),
        ),
        (gettext("fact"), query.bases, replace(bare, bases=()), gettext("by any kind of fact")),
        (
            gettext("contradictions:"),
            [gettext(CONTRADICTIONS[one]).lower() for one in query.contradictions],
            replace(bare, contradictions=()),
            gettext("whatever contradicts"),
        ),
    ):
        if chosen:
            yield f"{words} {gettext(' or ').join(chosen)}", without, left_out
    if query.added_after:
        said = gettext("entered after %(added_after)s") % {
            "added_after": formats.utc(query.added_after)
        }
        yield said, replace(bare, added_after=None), gettext("whenever entered")
    if query.certainty:
        without = replace(bare, certainty=None)
        yield (
            gettext("only certain")
            if query.certainty is Certainty.CERTAIN
            else gettext("only possible"),
            without,
            gettext("certain and possible"),
        )


def _stretched(query: Query) -> Iterator[tuple[str, Query]]:
    place, window = query.place, query.time
    if isinstance(place, Circle) and 0 < place.radius_m * WIDER < FARTHEST_M:
        circle = replace(place, radius_m=place.radius_m * WIDER)
        yield (
            gettext("within %(distance)s") % {"distance": formats.distance(circle.radius_m)},
            replace(query, place=circle),
        )
    if window and (later := _a_day_wider(window)):
        yield gettext("a day earlier and later"), replace(query, time=later)


def _a_day_wider(window: Window) -> Window | None:
    try:
        start = window.outer.earliest and window.outer.earliest - A_DAY
        end = window.outer.latest and window.outer.latest + A_DAY
    except OverflowError:
        return None
    return make_window(
        f"{start:%Y-%m-%d %H:%M:%S} UTC" if start else "",
        f"{end:%Y-%m-%d %H:%M:%S} UTC" if end else "",
        (start, start) if start else None,
        (end, end) if end else None,
    )
