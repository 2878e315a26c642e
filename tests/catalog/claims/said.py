"""Claims as tests say them."""

from catalog.claims.facts import facts_in
from catalog.claims.record import Statement, record
from catalog.custody.chain import COMMAND_LINE
from catalog.models import Claim, ClaimKind, Incident, Item, Source


def said(
    about: Item | Incident,
    kind: ClaimKind,
    value: str,
    quote: str = "",
    by: Source | None = None,
) -> Claim:
    """A claim of this value; the value is the words too if there are no other."""
    statement = Statement(kind, quote or value, facts_in(kind, value), asserted_by=by)
    return record(about, statement, COMMAND_LINE)
