"""Recording what is claimed, each claim a row of its own and a link in the chain."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from catalog.custody.chain import Actor, append
from catalog.intake.sheet import ClaimSheet
from catalog.models import Appearance, Claim, ClaimKind, CustodyAct, Item
from media_tools.places import Place, Viewpoint


def record_claims(
    item: Item, appearance: Appearance, sheet: ClaimSheet, actor: Actor
) -> list[Claim]:
    """Record every claim on the sheet, as said in this appearance.

    A claim that this source already made in the same words is not recorded twice.
    Call inside a transaction.
    """
    recorded = []
    for fields in claims_on(sheet):
        said = {"asserted_by": appearance.source, **fields}
        if item.claims.filter(**said).exists():
            continue
        claim = Claim.objects.create(
            item=item,
            appearance=appearance,
            recorded_at=timezone.now(),
            recorded_by=actor.person,
            **said,
        )
        append(
            CustodyAct.CLAIM_RECORDED,
            actor,
            item=item,
            details={"claim": claim.pk, "kind": claim.kind, "quote": claim.quote},
        )
        recorded.append(claim)
    return recorded


def claims_on(sheet: ClaimSheet) -> Iterator[dict[str, Any]]:
    """The fields of each claim that a sheet makes."""
    if sheet.time:
        yield {
            "kind": ClaimKind.TIME,
            "quote": sheet.time.text,
            "earliest": sheet.time.interval.earliest,
            "latest": sheet.time.interval.latest,
            "zone_text": sheet.time.zone_text[:100],
            "zone_basis": sheet.time.zone_basis,
        }
    if sheet.place:
        yield {"kind": ClaimKind.PLACE, "quote": sheet.place_words, **_disc(sheet.place)}
    if sheet.viewpoint:
        yield {
            "kind": ClaimKind.VIEWPOINT,
            "quote": sheet.viewpoint_words,
            **_wedge(sheet.viewpoint),
        }
    if sheet.authorship:
        yield {"kind": ClaimKind.AUTHORSHIP, "quote": sheet.authorship}
    if sheet.content or sheet.caption:
        yield {"kind": ClaimKind.CONTENT, "quote": sheet.content or sheet.caption}


def _disc(place: Place) -> dict[str, float | None]:
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_m": place.radius_m,
    }


def _wedge(viewpoint: Viewpoint) -> dict[str, float | None]:
    return {
        **_disc(viewpoint.place),
        "height_m": viewpoint.height_m,
        "heading_deg": viewpoint.heading_deg,
        "heading_error_deg": viewpoint.heading_error_deg,
        "field_of_view_deg": viewpoint.field_of_view_deg,
    }
