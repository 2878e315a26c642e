"""geo: addresses and links pasted from map sites: parsed, never fetched."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext, gettext_noop

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.coordinates import match_coordinates
from catalog.claims.place_phrases.distances import read_distance_m
from catalog.claims.place_phrases.plus_codes import match_plus_code
from catalog.claims.place_phrases.signs import one_form
from catalog.claims.place_phrases.spot import Spot, checked_spot

_DEGREES = r"[+-]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"\s*(?:loc:)?({_DEGREES})\s*[,~_]\s*({_DEGREES})(?![\d.]).*", re.S)
_SHORTENED = re.compile(
    r"(?:www\.)?(?:goo\.gl|maps\.app\.goo\.gl|g\.co|bit\.ly|t\.co|go\.2gis\.com|tinyurl\.com|clck\.ru"
    r"|is\.gd|binged\.it|w3w\.co|waze\.to|her\.is)/"
    r"|(?:www\.)?(?:osm\.org|openstreetmap\.org)/go/|[^/]*yandex\.[a-z]+/maps/-/|maps\.apple/",
    re.I,
)
_PLUS_CODE = re.compile(r"(?<=[/=])[2-9CFGHJMPQRVWX]{8}\+[2-9CFGHJMPQRVWX]{2,7}(?![^\W_])", re.I)
_THREE_WORDS = re.compile(r"(?:www\.)?what3words\.com/|/*[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+/?$", re.I)
_CENTRE = gettext_noop(
    "The middle of the link's map view was taken; it may not be the place meant."
)

Found = tuple[float, float] | None


def match_link(text: str) -> tuple[Spot, float | None] | None:
    """The place of a geo: address or a map link and its stated radius, or None for other text.

    Raises ``NotUnderstood`` for a link that holds no coordinates.
    """
    if text.lower().startswith("geo:"):
        return _of_geo(text)
    url = text if "://" in text else f"https://{text}"
    if not re.match(r"https?://[\w.-]+\.[a-z]{2,}(?:[/?#]|$)", url, re.I):
        return None
    if _THREE_WORDS.match(url.partition("://")[2]):
        raise NotUnderstood(
            gettext(
                "The three words of what3words cannot be read without asking its owner. "
                "Paste the coordinates."
            )
        )
    if _SHORTENED.match(url.partition("://")[2]):
        raise NotUnderstood(
            gettext(
                "A shortened link does not hold the place, and links are never opened "
                "here. Open it yourself and paste the long address or the coordinates."
            )
        )
    code = _PLUS_CODE.search(unquote(url))
    if code and (cell := match_plus_code(code[0])):
        return cell, None
    pin, centre = _pin_and_centre(url)
    found = pin or centre
    if found is None:
        raise NotUnderstood(
            gettext(
                "The link holds no coordinates. Right-click the place on the map and "
                "paste its latitude and longitude."
            )
        )
    return checked_spot(
        *found, gettext("map link"), () if pin else (gettext(_CENTRE),), order_said=True
    ), None


def _of_geo(text: str) -> tuple[Spot, float | None]:
    body, _, query = unquote(text[4:]).partition("?")
    coordinates, *parameters = body.split(";")
    stated = dict(part.lower().partition("=")[::2] for part in parameters)
    if stated.get("crs", "wgs84") != "wgs84":
        raise NotUnderstood(
            gettext("Only WGS84 is read, not %(crs)s. Convert the place first.")
            % {"crs": stated["crs"]}
        )
    match = _PAIR.fullmatch(coordinates)
    if match is None:
        raise NotUnderstood(
            gettext("“%(text)s” is no geo: address such as geo:55.30022,44.02063;u=34.")
            % {"text": text}
        )
    queried = _PAIR.fullmatch(parse_qs(query).get("q", [""])[0])
    # Android writes geo:0,0?q=latitude,longitude for a pin.
    if queried and float(match[1]) == float(match[2]) == 0:
        match = queried
    radius_m = read_distance_m(stated["u"]) if stated.get("u") else None
    height = re.fullmatch(rf"{_DEGREES},{_DEGREES},(-?\d+(?:\.\d+)?)", coordinates)
    notes = (
        [
            gettext("The height of %(height)s m is no part of a place and was left out.")
            % {"height": height[1]}
        ]
        if height
        else []
    )
    return checked_spot(float(match[1]), float(match[2]), "geo: address", tuple(notes)), radius_m


def _pin_and_centre(url: str) -> tuple[Found, Found]:
    """The marked place of a link and the middle of its view, each latitude first."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise NotUnderstood(
            gettext("The link is damaged; paste it again, or the coordinates.")
        ) from error
    host = parts.netloc.lower().partition(":")[0]
    asked = {
        key.lower(): values[0] for key, values in parse_qs(parts.query).items()
    } | _fragment_values(parts.fragment)
    for name, reader in _SITES.items():
        if re.search(rf"(?:^|\.){name}(?:\.|$)", host):
            return reader(asked, unquote(parts.path), unquote(parts.fragment))
    # Map libraries end an address with #zoom/latitude/longitude.
    view = re.match(rf"[\d.]+/({_DEGREES})/({_DEGREES})(?:/|$)", parts.fragment)
    return None, _named_pair(asked) or (_pair(f"{view[1]},{view[2]}") if view else None)


def _fragment_values(fragment: str) -> dict[str, str]:
    return {key.lower(): values[0] for key, values in parse_qs(fragment).items()}


def _pair(value: str | None, *, longitude_first: bool = False) -> Found:
    if match := _PAIR.fullmatch(value or ""):
        first, second = float(match[1]), float(match[2])
        return (second, first) if longitude_first else (first, second)
    written = match_coordinates(one_form(value or ""))
    return (written.latitude, written.longitude) if written else None


def _first(asked: dict[str, str], names: str, *, longitude_first: bool = False) -> Found:
    for name in names.split():
        if found := _pair(asked.get(name), longitude_first=longitude_first):
            return found
    return None


def _named_pair(asked: dict[str, str]) -> Found:
    for lat, lon in (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude")):
        if lat in asked and lon in asked:
            return _pair(f"{asked[lat]},{asked[lon]}")
    return None


def _google(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    pins = re.findall(rf"!3d({_DEGREES})!4d({_DEGREES})", path + fragment)
    named = re.search(r"/(?:place|search)/([^/@]+)", path)
    pin = (
        (_pair(",".join(pins[-1])) if pins else None)
        or _first(asked, "q query destination daddr cbll viewpoint")
        or (_pair(named[1].replace("+", " ")) if named else None)
    )
    # Of a route's places only a single one can be the place meant.
    stops = re.findall(rf"(?<=/){_DEGREES},[+ ]?{_DEGREES}(?=/|$)", path)
    if pin is None and "/dir/" in path and len(stops) == 1:
        pin = _pair(stops[0])
    view = re.search(rf"@({_DEGREES},{_DEGREES})", path)
    return pin, _pair(view[1]) if view else _first(asked, "center ll sll")


def _openstreetmap(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    view = re.search(rf"map=[\d.]+/({_DEGREES})/({_DEGREES})", fragment)
    pin = _named_pair(asked) or (_first(asked, "query") if path.startswith("/search") else None)
    return pin, _pair(f"{view[1]},{view[2]}") if view else None


def _yandex(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del path, fragment
    pin = _first(asked, "whatshere[point] poi[point] pt", longitude_first=True)
    return pin or _first(asked, "text"), _first(asked, "ll", longitude_first=True)


def _apple(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del path, fragment
    named = "ll" if {"q", "address"} & asked.keys() else ""
    return _first(asked, f"coordinate {named} q daddr"), _first(asked, "ll center sll")


def _bing(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del path, fragment
    point = asked.get("sp", "").removeprefix("point.")
    return _pair(point) or _first(asked, "where1 q"), _first(asked, "cp")


def _two_gis(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del fragment
    named = re.search(rf"/geo/(?:\d+/)?({_DEGREES},{_DEGREES})", path)
    pin = _pair(named[1], longitude_first=True) if named else None
    return pin, _first(asked, "m", longitude_first=True)


def _waze(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del path, fragment
    return _first(asked, "ll to"), _first(asked, "latlng")


def _wikimapia(asked: dict[str, str], path: str, fragment: str) -> tuple[Found, Found]:
    del path, fragment
    return None, _named_pair(asked)


_SITES: dict[str, Callable[[dict[str, str], str, str], tuple[Found, Found]]] = {
    "google": _google,
    "openstreetmap": _openstreetmap,
    "osm": _openstreetmap,
    "yandex": _yandex,
    "apple": _apple,
    "bing": _bing,
    "2gis": _two_gis,
    "waze": _waze,
    "wikimapia": _wikimapia,
}
