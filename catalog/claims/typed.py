"""A claim that exists as it would be typed again, to be superseded."""

from datetime import datetime, timedelta, timezone

from catalog.claims.facts import facts_in
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.words import offset_of
from catalog.formats import exactly
from catalog.models import Claim, ClaimKind, ZoneBasis
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET


def typed(claim: Claim) -> dict[str, str]:
    """The fields of the form on a claim."""
    return {
        "kind": claim.kind,
        "quote": claim.quote,
        "value": "" if _says_so_itself(claim) else _plain(claim),
        "language": claim.language,
        "translation": claim.translation,
        "asserted_by": claim.asserted_by.name if claim.asserted_by else "",
        "appearance": str(claim.appearance_id or ""),
        "said": f"{claim.asserted_at:%Y-%m-%d %H:%M:%S} UTC" if claim.asserted_at else "",
    }


def _says_so_itself(claim: Claim) -> bool:
    """Whether the words alone are read as the value that was recorded."""
    try:
        facts = facts_in(ClaimKind(claim.kind), claim.quote, claim.asserted_at)
    except NotUnderstood:
        return False
    return all(getattr(claim, name) == value for name, value in facts.items())


def _plain(claim: Claim) -> str:
    """The value in a notation that is read as the same value."""
    if claim.interval is None:
        return "" if claim.latitude is None else _place(claim)
    if claim.zone_basis == ZoneBasis.UNKNOWN:
        first = _wall(claim.earliest, EASTERNMOST_OFFSET)
        last = _wall(claim.latest, WESTERNMOST_OFFSET)
    else:
        offset = offset_of(claim) or timedelta()
        zone = timezone(offset)
        first, last = (_clock(at, zone) for at in (claim.earliest, claim.latest))
    if first and last:
        return f"between {first} and {last}"
    return f"since {first}" if first else f"before {last}"


def _clock(at: datetime | None, zone: timezone) -> str:
    return at.astimezone(zone).isoformat(timespec="microseconds") if at else ""


def _wall(at: datetime | None, offset: timedelta) -> str:
    return (at + offset).replace(tzinfo=None).isoformat(timespec="microseconds") if at else ""


def _place(claim: Claim) -> str:
    assert claim.latitude is not None and claim.longitude is not None
    parts = [f"{exactly(claim.latitude)}, {exactly(claim.longitude)}"]
    if claim.radius_m is not None:
        parts[0] += f" ± {exactly(claim.radius_m)} m"
    if claim.heading_deg is not None:
        parts.append(f"heading {exactly(claim.heading_deg)}°")
    if claim.heading_error_deg is not None:
        parts[-1] += f" ± {exactly(claim.heading_error_deg)}°"
    if claim.field_of_view_deg is not None:
        parts.append(f"fov {exactly(claim.field_of_view_deg)}°")
    if claim.height_m is not None:
        parts.append(f"height {exactly(claim.height_m)} m")
    return ", ".join(parts)
