"""Reads what people write for a place, a viewpoint or a distance."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.coordinates import match_coordinates
from catalog.claims.place_phrases.distances import DISTANCE, read_distance_m
from catalog.claims.place_phrases.grids import match_grid
from catalog.claims.place_phrases.links import match_link
from catalog.claims.place_phrases.plus_codes import match_plus_code
from catalog.claims.place_phrases.signs import one_form
from catalog.claims.place_phrases.spot import metres_words
from catalog.claims.place_phrases.views import split_view
from media_tools.errors import Invalid
from media_tools.places import Place, Viewpoint

__all__ = [
    "NotUnderstood",
    "PlaceReading",
    "read_distance_m",
    "read_place",
    "read_viewpoint",
    "understand_place",
    "understand_viewpoint",
]

LONGEST_PHRASE = 2000
EXAMPLES = gettext_noop(
    "Write for example 55.30022, 44.02063 ± 34 m, 55°18'0.8\"N 44°1'14.3\"E, a "
    "plus code such as 9H76822C+37, an MGRS square such as 38U MG 37820 "
    "28637, or paste a map link."
)

_WITHIN = (
    r"(?:in\s+|with\s+)?(?:a\s+)?radius(?:\s+of)?|within(?:\s+a\s+radius\s+of)?|accurate\s+to|accuracy"
    r"|(?:в\s+)?радиус[еа]?|(?:[ву]\s+)?радіус[іу]?|в\s+пределах|[ву]\s+межах|точность|точність"
    r"|плюс[\s-]?минус|плюс[\s-]?мінус|погрешность|похибка|r\s?="
)
_RADIUS = re.compile(
    rf"(?:±|~|\+\s?/\s?-|\+-|\b(?:{_WITHIN})\s*[:=]?)\s*(?P<radius>{DISTANCE})\s*\)?$", re.I
)
_BRACKETED = re.compile(r"\(\s*([^()]*?)\s*\)")
# Everything here is on WGS84; whoever says so has said nothing more.
_DATUM = re.compile(r"^WGS[\s-]?84[\s:,]+|[\s,]*\(?\bWGS[\s-]?84\)?(?=$|\s*±)", re.I)
_RADIUS_FIRST = re.compile(
    rf"(?:{_WITHIN})\s+(?P<radius>{DISTANCE})\s+(?:of|from|around|від|от)\s+(?P<place>.+)", re.I
)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What was read: the place, the words, the notation they are in, and what was chosen."""

    place: Place
    text: str
    notation: str
    notes: tuple[str, ...]


def read_place(text: str) -> Place:
    """The place that a person wrote. Raises ``NotUnderstood`` with a sentence for them.

    The radius is the one stated, else half the diagonal of the cell when the notation names
    a cell (plus code, MGRS), else None: nobody said how certain the point is.
    """
    return understand_place(text).place


def understand_place(text: str) -> PlaceReading:
    """As ``read_place``, with the notation and the notes to show beside it."""
    if len(text) > LONGEST_PHRASE:
        raise NotUnderstood(
            gettext("A place needs fewer than %(longest_phrase)s characters.")
            % {"longest_phrase": LONGEST_PHRASE}
        )
    body, radius_m = split_radius(_DATUM.sub("", one_form(text)).rstrip(" .,;"))
    if bracketed := _BRACKETED.fullmatch(body):
        body = bracketed[1]
    spot = match_plus_code(body) or match_grid(body) or match_coordinates(body)
    if spot is None:
        linked = match_link(body)
        if linked is None:
            shown = text if len(text) <= 60 else text[:60] + "…"
            raise NotUnderstood(
                gettext("“%(shown)s” was not understood as a place. %(examples)s")
                % {"shown": shown, "examples": gettext(EXAMPLES)}
            )
        spot, link_radius_m = linked
        radius_m = radius_m if radius_m is not None else link_radius_m
    notes = spot.notes
    if spot.cell_radius_m is not None and radius_m is not None:
        radius_m = max(radius_m, spot.cell_radius_m)
        notes = (
            gettext("The radius is %(radius)s: as stated, at least that of the cell.")
            % {"radius": metres_words(radius_m)},
        )
    radius_m = radius_m if radius_m is not None else spot.cell_radius_m
    return PlaceReading(
        Place(spot.latitude, spot.longitude, radius_m), text, spot.notation, tuple(notes)
    )


def read_viewpoint(text: str) -> Viewpoint:
    """Where a camera stood and which way it looked.

    ``LAT,LON[,HEADING[,FOV]]`` with ``±METRES`` behind the position or at the end and
    ``±DEGREES°`` behind the heading; or any notation of a place followed by words:
    "heading 270°", "facing north-west", "fov 60°", "height 12 m". Raises ``NotUnderstood``.
    """
    return understand_viewpoint(text)[0]


def understand_viewpoint(text: str) -> tuple[Viewpoint, PlaceReading]:
    """As ``read_viewpoint``, with the reading of the place in it."""
    if len(text) > LONGEST_PHRASE:
        raise NotUnderstood(
            gettext("A viewpoint needs fewer than %(longest_phrase)s characters.")
            % {"longest_phrase": LONGEST_PHRASE}
        )
    body, view = split_view(one_form(text))
    where = understand_place(body)
    try:
        viewpoint = Viewpoint(
            where.place,
            view.heading_deg,
            view.heading_error_deg,
            view.field_of_view_deg,
            view.height_m,
        )
    except Invalid as error:
        raise NotUnderstood(
            gettext("%(error)s A heading counts clockwise from true north.") % {"error": error}
        ) from error
    return viewpoint, where


def split_radius(text: str) -> tuple[str, float | None]:
    """The text without a stated radius, and the radius in metres, or None."""
    if match := _RADIUS_FIRST.fullmatch(text):
        return match["place"], read_distance_m(match["radius"])
    match = _RADIUS.search(text)
    if match is None:
        return text, None
    return text[: match.start()].rstrip(" ,;("), read_distance_m(match["radius"])
