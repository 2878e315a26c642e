"""Which way a camera looked: headings, fields of view and heights behind a place."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.distances import read_distance_m

_NUMBER = r"\d+(?:\.\d+)?"
# No decimal comma here: commas part the numbers of a viewpoint.
_DISTANCE = rf"{_NUMBER}\s*(?:[^\W\d_]+\.?)?"
_DEGREES = r"\s*(?:°|deg(?:rees)?\b)"
_POSITIONAL = re.compile(
    rf"(?P<place>[+-]?{_NUMBER}\s*,\s*[+-]?{_NUMBER}\s*(?:±\s*{_DISTANCE})?)"
    rf"\s*,\s*(?P<heading>-?{_NUMBER})(?:{_DEGREES})?(?:\s*±\s*(?P<error>{_NUMBER}){_DEGREES})?"
    rf"(?:\s*,\s*(?P<view>-?{_NUMBER})(?:{_DEGREES})?)?"
    rf"(?P<radius>\s*±\s*{_DISTANCE})?",
    re.I,
)
# Winds and the degrees at which they lie; eight of them leave 22.5 degrees either way.
_WINDS = {
    "n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0,
    "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0,
}  # fmt: skip
_WIND_ERROR_DEG = 22.5
_WIND = r"(?:north|south)[\s-]?(?:east|west)|north|south|east|west|[ns]?[ew]|[ns]"
_HEADING = re.compile(
    r"\b(?:heading|hdg|bearing|azimuth|facing|looking|азимут|курс)\s*[:=]?\s*"
    rf"(?:(?P<degrees>-?{_NUMBER})(?:{_DEGREES})?(?:\s*±\s*(?P<error>{_NUMBER}){_DEGREES})?"
    rf"|(?P<wind>{_WIND})\b)",
    re.I,
)
_FIELD_OF_VIEW = re.compile(
    rf"\b(?:fov|field of view)\s*[:=]?\s*(?P<view>-?{_NUMBER})(?:{_DEGREES})?", re.I
)
_HEIGHT = re.compile(rf"\b(?:height|alt(?:itude)?)\s*[:=]?\s*(?P<height>{_DISTANCE})", re.I)


@dataclass(frozen=True, slots=True)
class View:
    """Degrees clockwise from true north, degrees of view, metres; None where nothing was said."""

    heading_deg: float | None = None
    heading_error_deg: float | None = None
    field_of_view_deg: float | None = None
    height_m: float | None = None


def split_view(text: str) -> tuple[str, View]:
    """The words of the place, and the view that stands behind them."""
    if match := _POSITIONAL.fullmatch(text):
        if match["radius"] and "±" in match["place"]:
            raise NotUnderstood(
                gettext("“%(text)s” states two radii; leave one out.") % {"text": text}
            )
        view = View(
            _turn(float(match["heading"])),
            float(match["error"]) if match["error"] else None,
            float(match["view"]) if match["view"] else None,
        )
        return match["place"] + (match["radius"] or ""), view
    heading, error, text = _said_heading(text)
    text, view_deg = _taken(_FIELD_OF_VIEW, "view", text)
    text, height = _taken(_HEIGHT, "height", text)
    return text, View(
        heading,
        error,
        float(view_deg) if view_deg else None,
        read_distance_m(height) if height else None,
    )


def _said_heading(text: str) -> tuple[float | None, float | None, str]:
    match = _HEADING.search(text)
    if match is None:
        return None, None, text
    rest = _without(match, text)
    if wind := match["wind"]:
        letters = re.sub(r"(north|south|east|west)|[\s-]", _initial, wind.lower())
        return _WINDS[letters], _WIND_ERROR_DEG, rest
    error = float(match["error"]) if match["error"] else None
    return _turn(float(match["degrees"])), error, rest


def _initial(match: re.Match[str]) -> str:
    return (match[1] or "")[:1]


def _taken(pattern: re.Pattern[str], name: str, text: str) -> tuple[str, str | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return _without(match, text), match[name]


def _without(match: re.Match[str], text: str) -> str:
    return text[: match.start()].rstrip(" ,;") + " " + text[match.end() :].lstrip(" ,;")


def _turn(degrees: float) -> float:
    """A full turn is north again; anything else stays as written and is checked later."""
    return 0.0 if degrees == 360 else degrees
