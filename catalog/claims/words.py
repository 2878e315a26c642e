"""A claim in words: what it amounts to, how its zone is known, who says so."""

from datetime import timedelta

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.time_phrase import NotUnderstood, read_time
from catalog.models import Claim, ZoneBasis


def value_in_words(claim: Claim) -> str:
    """The interval or the disc, nothing for what is neither."""
    if claim.interval:
        return formats.utc_interval(claim.earliest, claim.latest)
    if claim.latitude is not None and claim.longitude is not None:
        where = formats.place(claim.latitude, claim.longitude, claim.radius_m)
        height = (
            gettext(", %(height_m)s above ground") % {"height_m": formats.distance(claim.height_m)}
            if claim.height_m
            else ""
        )
        return (
            where + height + ("" if claim.radius_m is not None else gettext(", radius not stated"))
        )
    return ""


def local_in_words(claim: Claim) -> str:
    """The interval on the clock of its zone; nothing where that has no one offset."""
    offset = offset_of(claim)
    if claim.interval is None or offset is None:
        return ""
    return formats.local_interval(claim.interval, offset)


def offset_of(claim: Claim) -> timedelta | None:
    """The offset from UTC that held in the claimed zone at the claimed time, if it is one."""
    at = claim.earliest or claim.latest
    if at is None or not claim.zone_text:
        return None
    try:
        return read_time(f"{at:%Y-%m-%d %H:%M} {claim.zone_text}").offset
    except NotUnderstood:
        return None


def view_in_words(claim: Claim) -> str:
    """Where the camera looked, and how wide."""
    parts = []
    if claim.heading_deg is not None:
        parts.append(formats.bearing(claim.heading_deg, claim.heading_error_deg, "true"))
    if claim.field_of_view_deg is not None:
        parts.append(
            gettext("field of view %(field_of_view_deg)s°")
            % {"field_of_view_deg": formats.shortest_number(claim.field_of_view_deg)}
        )
    return ", ".join(parts)


def zone_in_words(claim: Claim) -> str:
    """How the zone of a claimed time is known."""
    return {
        ZoneBasis.STATED.value: gettext("zone stated: %(zone_text)s")
        % {"zone_text": claim.zone_text},
        ZoneBasis.FROM_PLACE.value: gettext("zone from the place: %(zone_text)s")
        % {"zone_text": claim.zone_text},
        ZoneBasis.UNKNOWN.value: gettext("no zone: any on Earth"),
    }.get(claim.zone_basis, "")


def said_by(claim: Claim) -> str:
    """Who says so."""
    return claim.asserted_by.name if claim.asserted_by else gettext("nobody named as the source")


def recorded_by(claim: Claim) -> str:
    """Who wrote it down."""
    return claim.recorded_by.get_username() if claim.recorded_by else gettext("the command line")
