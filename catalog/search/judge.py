"""Certain or possible, and why: one extent held against what was asked.

**Certain** means that no value within what is stated lies outside: the whole disc inside
the asked place, the whole interval inside the asked window. **Possible** means that they
overlap and it could also lie outside.

A position for which nobody stated a radius is taken to lie within ``UNSTATED_RADIUS_M``
of its point. That is our number and not the evidence's, so every match that rests on it
says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext, gettext_noop

from catalog.models import Extent, Facet
from catalog.search.query import Certainty, Query
from media_tools.places import UNSTATED_RADIUS_M, Box, Place
from media_tools.regions import Circle, Fit, fit_in_box
from media_tools.times import TimeInterval


@dataclass(frozen=True, slots=True)
class Match:
    """An extent that answers what was asked.

    ``distance_m`` runs from the centre of the asked circle to the centre of the disc;
    it is ``None`` for times and where no circle was asked. ``asked`` names what the extent was
    held against: a window, a circle, a box, a polygon.
    """

    extent: Extent
    is_certain: bool
    distance_m: float | None
    asked: str

    @property
    def why(self) -> str:
        """The reason in words: ``disc inside circle``."""
        radius_m, is_time = self.extent.radius_m, self.extent.facet == Facet.TIME
        stated = radius_m is not None or is_time
        return _why(get_language(), self.asked, self.is_certain, radius_m != 0, stated)


def place_fits(query: Query, place: Place) -> bool | None:
    """Whether a disc answers the asked place for certain; ``None`` if it does not answer."""
    if query.place is None:
        return None
    asked = query.place
    fit = fit_in_box(place, asked) if isinstance(asked, Box) else asked.fit(place)
    if fit is Fit.OUTSIDE:
        return None
    return fit is Fit.INSIDE


def time_fits(query: Query, interval: TimeInterval) -> bool | None:
    """Whether an interval answers the asked window for certain; ``None`` if it does not."""
    if query.time is None or not interval.overlaps(query.time.outer):
        return None
    return query.time.inner is not None and interval.lies_within(query.time.inner)


def certainty_of(query: Query, matched: Sequence[Match]) -> Certainty | None:
    """How an item with these matches answers: certain if one place and one time of it is.

    ``None`` if it does not answer.
    """
    sure = []
    for is_asked, is_time in ((query.place, False), (query.time, True)):
        fits = [one.is_certain for one in matched if (one.extent.facet == Facet.TIME) is is_time]
        if is_asked and not fits:
            return None
        sure.append(not is_asked or any(fits))
    return Certainty.CERTAIN if all(sure) else Certainty.POSSIBLE


def match(query: Query, extent: Extent) -> Match | None:
    """How this extent answers the query, ``None`` if it does not."""
    if query.bases and extent.basis not in query.bases:
        return None
    if extent.facet == Facet.TIME:
        fits = time_fits(query, TimeInterval(extent.earliest, extent.latest))
        return None if fits is None else Match(extent, fits, None, "window")
    if extent.latitude is None or extent.longitude is None:
        return None
    place = Place(extent.latitude, extent.longitude, extent.radius_m)
    fits = place_fits(query, place)
    if fits is None:
        return None
    circle = query.place if isinstance(query.place, Circle) else None
    away = circle.distance_m(place) if circle else None
    return Match(extent, fits, away, type(query.place).__name__.lower())


# By whether it has a disc, lies inside for certain, and what was asked for.
_WHY = {
    (True, True, "window"): gettext_noop("time inside window"),
    (True, False, "window"): gettext_noop("time crosses the edge of the window"),
    (True, True, "circle"): gettext_noop("disc inside circle"),
    (True, True, "box"): gettext_noop("disc inside box"),
    (True, True, "polygon"): gettext_noop("disc inside polygon"),
    (True, False, "circle"): gettext_noop("disc crosses the edge of the circle"),
    (True, False, "box"): gettext_noop("disc crosses the edge of the box"),
    (True, False, "polygon"): gettext_noop("disc crosses the edge of the polygon"),
    (False, True, "circle"): gettext_noop("point inside circle"),
    (False, True, "box"): gettext_noop("point inside box"),
    (False, True, "polygon"): gettext_noop("point inside polygon"),
    (False, False, "circle"): gettext_noop("point crosses the edge of the circle"),
    (False, False, "box"): gettext_noop("point crosses the edge of the box"),
    (False, False, "polygon"): gettext_noop("point crosses the edge of the polygon"),
}


@cache
def _why(
    language: str | None, asked: str, is_certain: bool, has_disc: bool, is_stated: bool
) -> str:
    """There are few reasons, and a page tells a hundred times."""
    del language  # what the words are in
    fits = gettext(_WHY[has_disc, is_certain, asked])
    if is_stated:
        return fits
    return fits + gettext("; no radius stated, %(radius)s m taken") % {
        "radius": f"{UNSTATED_RADIUS_M:.0f}"
    }
