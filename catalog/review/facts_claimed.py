"""What people say about an item, in their words and in ours."""

from collections.abc import Iterator

from catalog import formats
from catalog.models import Claim, ClaimKind, Item, ZoneBasis
from catalog.review.fact_words import Fact, Question

_QUESTIONS = {
    ClaimKind.TIME: Question.TIME,
    ClaimKind.PLACE: Question.THING_SEEN,
    ClaimKind.VIEWPOINT: Question.CAMERA,
    ClaimKind.AUTHORSHIP: Question.AUTHOR,
    ClaimKind.CONTENT: Question.THING_SEEN,
}


def claimed_facts(item: Item) -> Iterator[Fact]:
    """Every claim, also those that a newer one supersedes: nothing said is lost."""
    claims = item.claims.select_related("asserted_by", "recorded_by", "superseded_by")
    for claim in claims:
        question = _QUESTIONS[ClaimKind(claim.kind)]
        words = f"“{claim.quote}”" if claim.quote else ""
        value = _value(claim) or words
        lines = [words] if words and value != words else []
        lines += [f"{_who(claim)} · {_recorded(claim)}"]
        lines += [f"replaces an earlier claim: {claim.reason}"] if claim.reason else []
        is_superseded = hasattr(claim, "superseded_by")
        yield Fact(question, value, tuple(lines), is_superseded=is_superseded)
        if claim.viewpoint and (view := _view(claim)):
            yield Fact(Question.VIEW, view, (_who(claim),), is_superseded=is_superseded)


def _value(claim: Claim) -> str:
    if claim.interval:
        return formats.utc_interval(claim.earliest, claim.latest)
    if claim.latitude is not None and claim.longitude is not None:
        where = formats.place(claim.latitude, claim.longitude, claim.radius_m)
        height = f", {formats.distance(claim.height_m)} above ground" if claim.height_m else ""
        return where + height + ("" if claim.radius_m is not None else ", radius not stated")
    return ""


def _view(claim: Claim) -> str:
    parts = []
    if claim.heading_deg is not None:
        parts.append(formats.bearing(claim.heading_deg, claim.heading_error_deg, "true"))
    if claim.field_of_view_deg is not None:
        parts.append(f"field of view {formats.shortest_number(claim.field_of_view_deg)}°")
    return ", ".join(parts)


def _who(claim: Claim) -> str:
    said_by = claim.asserted_by.name if claim.asserted_by else "nobody named as the source"
    zone = {
        ZoneBasis.STATED.value: f"zone stated: {claim.zone_text}",
        ZoneBasis.FROM_PLACE.value: f"zone from the place: {claim.zone_text}",
        ZoneBasis.UNKNOWN.value: "no zone: any on Earth",
    }.get(claim.zone_basis, "")
    return " · ".join(part for part in (said_by, zone) if part)


def _recorded(claim: Claim) -> str:
    by = claim.recorded_by.get_username() if claim.recorded_by else "the command line"
    return f"recorded by {by} {claim.recorded_at:%Y-%m-%d}"
