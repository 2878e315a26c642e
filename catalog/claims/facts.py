"""The columns of a claim that its words amount to."""

from datetime import datetime
from typing import Any

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrase import read_place, read_viewpoint
from catalog.claims.time_phrase import TimeReading
from catalog.claims.time_said import read_time_said
from catalog.models import ClaimKind
from media_tools.errors import Invalid
from media_tools.places import Place, Viewpoint

Facts = dict[str, Any]


def facts_in(kind: ClaimKind, words: str, said_at: datetime | None = None) -> Facts:
    """What the words say, read as this kind of claim; nothing for authorship and content.

    A time counts from ``said_at`` where it has to. Raises ``NotUnderstood`` with a sentence for
    whoever wrote them.
    """
    try:
        if kind == ClaimKind.TIME:
            return time_facts(read_time_said(words, said_at))
        if kind == ClaimKind.PLACE:
            return disc_facts(read_place(words))
        if kind == ClaimKind.VIEWPOINT:
            return wedge_facts(read_viewpoint(words))
    except Invalid as error:
        raise NotUnderstood(str(error)) from error
    return {}


def time_facts(reading: TimeReading) -> Facts:
    """The interval, and how its zone is known."""
    return {
        "earliest": reading.interval.earliest,
        "latest": reading.interval.latest,
        "zone_text": reading.zone_text[:100],
        "zone_basis": reading.zone_basis,
    }


def disc_facts(place: Place) -> Facts:
    """A point and its radius."""
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_m": place.radius_m,
    }


def wedge_facts(viewpoint: Viewpoint) -> Facts:
    """Where the camera stood and which way it looked."""
    return {
        **disc_facts(viewpoint.place),
        "height_m": viewpoint.height_m,
        "heading_deg": viewpoint.heading_deg,
        "heading_error_deg": viewpoint.heading_error_deg,
        "field_of_view_deg": viewpoint.field_of_view_deg,
    }
