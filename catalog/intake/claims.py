"""The claims on a sheet that comes with a file, each recorded on its own."""

from collections.abc import Iterator

from catalog.claims.facts import disc_facts, time_facts, wedge_facts
from catalog.claims.record import Statement, write_claim
from catalog.custody.chain import Actor
from catalog.intake.sheet import ClaimSheet
from catalog.models import Appearance, Claim, ClaimKind, Item


def record_claims(
    item: Item, appearance: Appearance, sheet: ClaimSheet, actor: Actor
) -> list[Claim]:
    """Record every claim on the sheet, as said in this appearance.

    A claim that this source already made in the same words is not recorded twice.
    Call inside a transaction; whoever may hand a file in may say what came with it.
    """
    return [
        write_claim(item, statement, actor)
        for statement in statements_on(sheet, appearance)
        if not item.claims.filter(
            kind=statement.kind,
            quote=statement.quote,
            asserted_by=appearance.source,
            **statement.facts,
        ).exists()
    ]


def statements_on(sheet: ClaimSheet, appearance: Appearance) -> Iterator[Statement]:
    """Each claim that a sheet makes."""
    if sheet.time:
        facts = time_facts(sheet.time)
        yield Statement(ClaimKind.TIME, sheet.time.text, facts, appearance=appearance)
    if sheet.place:
        facts = disc_facts(sheet.place)
        yield Statement(ClaimKind.PLACE, sheet.place_words, facts, appearance=appearance)
    if sheet.viewpoint:
        facts = wedge_facts(sheet.viewpoint)
        yield Statement(ClaimKind.VIEWPOINT, sheet.viewpoint_words, facts, appearance=appearance)
    if sheet.authorship:
        yield Statement(ClaimKind.AUTHORSHIP, sheet.authorship, appearance=appearance)
    if content := sheet.content or sheet.caption:
        yield Statement(ClaimKind.CONTENT, content, appearance=appearance)
