"""One place in the notations that other tools take, each read back here as the same place."""

from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.claims.place_phrases.grids import written_mgrs
from catalog.claims.place_phrases.plus_codes import written_plus_code
from media_tools.places import Place


@dataclass(frozen=True, slots=True)
class Notation:
    """The name of a notation, and the place written in it."""

    name: str
    text: str


def notations_of(place: Place) -> list[Notation]:
    """Decimal degrees, degrees with minutes and seconds, MGRS, plus code and ``geo:``.

    All but the plus code (a cell of 14 m) are exact to 3 m or better; only ``geo:``
    has a word for the radius. MGRS is left out beyond 80° south and 84° north.
    """
    latitude, longitude = f"{place.latitude:z.5f}", f"{place.longitude:z.5f}"
    radius = "" if place.radius_m is None else f";u={place.radius_m:.0f}"
    mgrs = written_mgrs(place)
    sides = (_sixtieths(place.latitude, "NS"), _sixtieths(place.longitude, "EW"))
    return [
        Notation(gettext("Decimal degrees"), f"{latitude}, {longitude}"),
        Notation(gettext("Degrees, minutes, seconds"), " ".join(sides)),
        *([Notation("MGRS", mgrs)] if mgrs else []),
        Notation(gettext("Plus code"), written_plus_code(place)),
        Notation(
            gettext("Geo address"),
            f"geo:{latitude},{longitude}{radius}",
        ),
    ]


def _sixtieths(degrees: float, sides: str) -> str:
    """``55°18'0.8"N``: tenths of a second, which are 3 m."""
    tenths = round(abs(degrees) * 36_000)
    whole, rest = divmod(tenths, 36_000)
    minutes, rest = divmod(rest, 600)
    return f"{whole}°{minutes}'{rest / 10:.1f}\"{sides[degrees < 0]}"
