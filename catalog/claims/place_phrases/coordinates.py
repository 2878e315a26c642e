"""Latitude and longitude in degrees, degrees and minutes, or degrees, minutes and seconds."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.spot import Spot, checked_spot

# A number is taken whole or not at all, so that 55.3 never falls apart into 5 and 5.3.
_WHOLE = r"(?<![\d.])\d{1,3}(?![\d.])"
_NUMBER = r"(?<![\d.])\d{1,3}(?:\.\d+)?(?![\d.])"
_SIXTIETHS = r"(?<![\d.])\d{1,2}(?:\.\d+)?(?![\d.])"
_WHOLE_SIXTIETHS = r"(?<![\d.])\d{1,2}(?![\d.])"
_SIDE = (
    r"north|south|east|west|[nsew]"
    r"|(?:північної|північна|південної|південна)\s+широт[иа]|(?:східної|східна|західної|західна)\s+довгот[иа]"
    r"|(?:северной|северная|южной|южная)\s+широт[ыа]|(?:восточной|восточная|западной|западная)\s+долгот[ыа]"
    r"|пн\.?\s?ш\.?|пд\.?\s?ш\.?|сх\.?\s?д\.?|зх\.?\s?д\.?"
    r"|с\.?\s?ш\.?|ю\.?\s?ш\.?|в\.?\s?д\.?|з\.?\s?д\.?"
    r"|(?:пн|пд|сх|зх|[сювз])\.?(?!\w)"
)
_CYRILLIC_SIDES = {
    word: side
    for side, words in (
        ("N", "північ север пнш сш пн с"),
        ("S", "півден южн пдш юш пд ю"),
        ("E", "східн восточ схд вд сх в"),
        ("W", "західн запад зхд зд зх з"),
    )
    for word in words.split()
}
_LABEL = r"lat(?:itude)?|lon(?:g(?:itude)?)?|lng|широта|довгота|долгота"
_MARKED = (
    rf"(?P<d{{n}}>{_NUMBER})\s*(?:°|deg(?:rees?)?\.?|d|град\w*\.?)\s*"
    rf"(?:(?P<m{{n}}>{_SIXTIETHS})(?!\s*[°d])\s*(?:'|min(?:utes?)?\.?|m|мин\w*\.?|хв\w*\.?)?\s*"
    rf"(?:(?P<s{{n}}>{_SIXTIETHS})(?!\s*[°d'm])\s*(?:\"|sec(?:onds?)?\.?|s(?![a-z])|сек\w*\.?)?)?)?"
)
_BARE = (
    rf"(?P<d{{n}}>{_NUMBER})(?P<m{{n}}>(?!))?(?P<s{{n}}>(?!))?",
    rf"(?P<d{{n}}>{_WHOLE})[\s:]+(?P<m{{n}}>{_SIXTIETHS})(?P<s{{n}}>(?!))?",
    rf"(?P<d{{n}}>{_WHOLE})[\s:]+(?P<m{{n}}>{_WHOLE_SIXTIETHS})[\s:]+(?P<s{{n}}>{_SIXTIETHS})",
)


def _angle(core: str, n: int) -> str:
    return (
        rf"(?:(?P<label{n}>{_LABEL})\s*[:=]?\s*)?(?:(?P<before{n}>{_SIDE})\s*)?(?P<sign{n}>[+-])?\s*"
        + core.replace("{n}", str(n))
        + rf"(?(before{n})|(?:\s*(?P<after{n}>{_SIDE}))?)"
    )


_PAIRS = tuple(
    re.compile(_angle(core, 1) + r"\s*[,;/|&]?\s*" + _angle(core, 2), re.I)
    for core in (_MARKED, *_BARE)
)
_COMPACT = re.compile(
    r"(?P<lat>(?:\d{2}){1,3}(?:\.\d+)?)\s?(?P<ns>[NS])[\s,/]*"
    r"(?P<lon>\d(?:\d{2}){1,3}(?:\.\d+)?)\s?(?P<ew>[EW])",
    re.I,
)
_ISO_6709 = re.compile(
    r"(?P<ns>[+-])(?P<lat>(?:\d{2}){1,3}(?:\.\d+)?)(?P<ew>[+-])(?P<lon>\d(?:\d{2}){1,3}(?:\.\d+)?)"
    r"(?:[+-]\d+(?:\.\d+)?)?(?:CRSWGS_84)?/?"
)
# 55-18-36N 044-01-12E, as notices to airmen and mariners write it.
_DASHED = re.compile(
    r"(?P<lat>\d{1,2}-\d{1,2}(?:-\d{1,2})?(?:\.\d+)?)\s?(?P<ns>[NS])[\s,/]*"
    r"(?P<lon>\d{1,3}-\d{1,2}(?:-\d{1,2})?(?:\.\d+)?)\s?(?P<ew>[EW])",
    re.I,
)
# Well-known text (ISO 19125), which writes the longitude first.
_WKT = re.compile(
    rf"(?:SRID=4326;)?POINT\s?\(\s?(?P<lon>[+-]?{_NUMBER}) (?P<lat>[+-]?{_NUMBER})\s?\)", re.I
)
_JSON = re.compile(r"\{[^{}]*\}")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    axis: str


def match_coordinates(text: str) -> Spot | None:
    """The point that a pair of coordinates names, or None when the text is no such pair.

    Raises ``NotUnderstood`` for a pair that cannot be true.
    """
    for compact in (_COMPACT, _ISO_6709):
        if match := compact.fullmatch(text):
            latitude = _packed(match["lat"], 2) * (-1 if match["ns"] in "-Ss" else 1)
            longitude = _packed(match["lon"], 3) * (-1 if match["ew"] in "-Ww" else 1)
            return checked_spot(latitude, longitude, gettext("packed degrees"))
    if match := _WKT.fullmatch(text):
        note = (gettext("The longitude stands first, as in all well-known text."),)
        return checked_spot(
            float(match["lat"]),
            float(match["lon"]),
            gettext("well-known text"),
            note,
            order_said=True,
        )
    if _JSON.fullmatch(text):
        text = text.strip("{} ").replace('"', "")
    if _DASHED.fullmatch(text):
        text = text.replace("-", " ")
    text = _with_decimal_points(text)
    for pair in _PAIRS:
        if match := pair.fullmatch(text):
            return _spot(_read(match, 1), _read(match, 2))
    return None


def _with_decimal_points(text: str) -> str:
    """The text with decimal commas as points, when its commas can only be decimal."""
    commas = len(_DECIMAL_COMMA.findall(text))
    if re.search(r"\d\.\d", text) or commas < 2:
        return text
    if commas > 2:
        raise NotUnderstood(
            gettext(
                "The commas of “%(text)s” may part decimals or numbers. Part the two "
                "numbers with a semicolon, such as 55,30022; 44,02063."
            )
            % {"text": text}
        )
    return _DECIMAL_COMMA.sub(".", text)


def _read(match: re.Match[str], n: int) -> _Angle:
    written = [match[f"{part}{n}"] for part in "dms" if match[f"{part}{n}"] is not None]
    if any("." in part for part in written[:-1]):
        raise NotUnderstood(
            gettext("Only the last part of an angle has decimals, not %(written)s.")
            % {"written": written[0]}
        )
    degrees = 0.0
    for power, part in enumerate(written):
        if power and float(part) >= 60:
            raise NotUnderstood(
                gettext("Minutes and seconds of an angle run from 0 to 59, not %(part)s.")
                % {"part": part}
            )
        degrees += float(part) / 60**power
    side = _side(match[f"before{n}"] or match[f"after{n}"] or "")
    if side and match[f"sign{n}"] == "-":
        raise NotUnderstood(
            gettext("“%(match)s” has both a minus sign and a letter; leave one out.")
            % {"match": match[0]}
        )
    if match[f"sign{n}"] == "-" or side in ("S", "W"):
        degrees = -degrees
    label = (match[f"label{n}"] or "").lower()
    said = {"lat": "latitude", "ши": "latitude", "lo": "longitude", "ln": "longitude"}
    axis = said.get(label[:3]) or said.get(label[:2]) or ("longitude" if label else "")
    by_side = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude"}.get(side, "")
    if axis and by_side and axis != by_side:
        raise NotUnderstood(
            gettext("“%(label)s” and “%(side)s” do not go together in “%(match)s”.")
            % {"label": label, "side": side, "match": match[0]}
        )
    return _Angle(degrees, axis or by_side)


def _side(written: str) -> str:
    letters = re.sub(r"[\s.]", "", written).lower()
    if letters[:1] in "nsew":
        return letters[:1].upper()
    return next(
        side
        for word, side in _CYRILLIC_SIDES.items()
        if letters == word or (len(word) > 2 and letters.startswith(word))
    )


def _spot(first: _Angle, second: _Angle) -> Spot:
    if first.axis and first.axis == second.axis:
        raise NotUnderstood(
            gettext("Both angles are a %(axis)s; a place needs one of each.") % {"axis": first.axis}
        )
    if first.axis == "longitude" or second.axis == "latitude":
        note = (gettext("The longitude was written first, as its letters say."),)
        return checked_spot(second.degrees, first.degrees, "degrees", note, order_said=True)
    said = bool(first.axis or second.axis)
    return checked_spot(first.degrees, second.degrees, "degrees", order_said=said)


def _packed(digits: str, degree_digits: int) -> float:
    """Degrees of DDMMSS.s, DDMM.m or DD.d digits."""
    whole, point, decimals = digits.partition(".")
    steps = [whole[:degree_digits]]
    steps += [whole[at : at + 2] for at in range(degree_digits, len(whole), 2)]
    steps[-1] += point + decimals
    if any(float(step) >= 60 for step in steps[1:]):
        raise NotUnderstood(
            gettext("Minutes and seconds of an angle run from 0 to 59, not as in %(digits)s.")
            % {"digits": digits}
        )
    return sum((float(step) / 60.0**power for power, step in enumerate(steps)), 0.0)
