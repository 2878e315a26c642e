"""Open Location Codes ("plus codes"): a cell of the globe named by ten letters or more."""

import math
import re

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.spot import Spot, metres_words
from media_tools.places import Place, distance_m

_LETTERS = "23456789CFGHJMPQRVWX"
_FULL = re.compile(rf"([{_LETTERS}0]{{8}})\+([{_LETTERS}]{{0,7}})", re.I)
_SHORT = re.compile(rf"[{_LETTERS}]{{2,6}}\+[{_LETTERS}]{{2,7}}(?:[\s,].*)?", re.I)


def match_plus_code(text: str) -> Spot | None:
    """The middle of a full code's cell with half its diagonal, or None for other text.

    Raises ``NotUnderstood`` for a short code, which means nothing without its town.
    """
    match = _FULL.fullmatch(text)
    if match is None:
        if _SHORT.fullmatch(text):
            raise NotUnderstood(
                gettext(
                    "The plus code “%(text)s” is short and counts from a town. Write all of "
                    "it, such as 9H76822C+37, or the coordinates."
                )
                % {"text": text}
            )
        return None
    digits, after = match[1].upper(), match[2].upper()
    pairs = digits.rstrip("0")
    if len(after) == 1 or len(pairs) % 2 or "0" in pairs or (len(pairs) < 8 and after):
        raise NotUnderstood(
            gettext("“%(text)s” is no whole plus code; a full one looks like 9H76822C+37.")
            % {"text": text}
        )
    south, west, height, width = _cell(pairs + after)
    if not pairs or south >= 90 or west >= 180:
        raise NotUnderstood(
            gettext("The plus code “%(text)s” lies off the globe.") % {"text": text}
        )
    middle = Place(min(90.0, south + height / 2), west + width / 2)
    corners = (Place(lat, west) for lat in (south, min(90.0, south + height)))
    radius_m = max(distance_m(middle, corner) for corner in corners)
    note = gettext("The radius of %(radius)s is half the diagonal of the plus code's cell.") % {
        "radius": metres_words(radius_m)
    }
    return Spot(middle.latitude, middle.longitude, "plus code", radius_m, (note,))


def written_plus_code(place: Place) -> str:
    """The full code of ten letters whose cell (1/8000 degree) holds the point."""
    # The pole belongs to the cell south of it, the antimeridian to the one that begins there.
    row = min(math.floor(round((place.latitude + 90) * 8000, 6)), 180 * 8000 - 1)
    column = math.floor(round((place.longitude + 180) * 8000, 6)) % (360 * 8000)
    letters = ""
    for _ in range(5):
        row, low = divmod(row, 20)
        column, left = divmod(column, 20)
        letters = _LETTERS[low] + _LETTERS[left] + letters
    return f"{letters[:8]}+{letters[8:]}"


def _cell(code: str) -> tuple[float, float, float, float]:
    """South and west edge, height and width of a code's cell, in degrees."""
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(code), 10), 2):
        height, width = height / 20, width / 20
        south += _LETTERS.index(code[at]) * height
        west += _LETTERS.index(code[at + 1]) * width
    for letter in code[10:]:
        height, width = height / 5, width / 4
        row, column = divmod(_LETTERS.index(letter), 4)
        south, west = south + row * height, west + column * width
    return south, west, height, width
