"""What every notation of a place is read as before a stated radius is added."""

from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from media_tools.errors import Invalid
from media_tools.places import Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees, the notation it was written in, and what was chosen on the way.

    ``cell_radius_m`` is half the diagonal of the cell when the notation names a cell,
    None when it names a point.
    """

    latitude: float
    longitude: float
    notation: str
    cell_radius_m: float | None = None
    notes: tuple[str, ...] = ()


def checked_spot(
    latitude: float,
    longitude: float,
    notation: str,
    notes: tuple[str, ...] = (),
    *,
    order_said: bool = False,
) -> Spot:
    """A point whose numbers lie on Earth. Raises ``NotUnderstood`` with advice if not.

    ``order_said`` tells that letters or labels already said which number is the latitude.
    """
    try:
        Place(latitude, longitude)
    except Invalid as error:
        advice = gettext(" Write latitude first, such as 55.30022, 44.02063.")
        if order_said:
            advice = gettext(" Correct the number or its letter.")
        elif abs(latitude) <= 180 and abs(longitude) <= 90:
            advice = gettext(" Did you mean %(longitude)s, %(latitude)s? Latitude comes first.") % {
                "longitude": f"{longitude:.15g}",
                "latitude": f"{latitude:.15g}",
            }
        raise NotUnderstood(f"{error}{advice}") from error
    if latitude == longitude == 0:
        notes = (*notes, gettext("0, 0 is what many programs write when they know no place."))
    return Spot(latitude, longitude, notation, notes=notes)


def metres_words(metres: float) -> str:
    """A length for reading: one decimal below 100 m, whole metres above."""
    return f"{metres:.1f} m" if metres < 100 else f"{metres:,.0f} m"
