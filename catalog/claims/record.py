"""Recording what somebody says, and superseding it. The one place where a claim is made."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog import due, index
from catalog.claims.facts import Facts
from catalog.custody.chain import Actor, append
from catalog.models import (
    Act,
    Appearance,
    Case,
    Claim,
    ClaimKind,
    CustodyAct,
    Incident,
    Item,
    Source,
)
from catalog.models.source import LANGUAGE
from catalog.rights import require


class CannotRecord(ValueError):
    """The claim was refused. ``field`` names what is wrong with it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, in which words, where and when.

    ``facts`` are what ``facts_in`` read out of the words. Who said it and when are taken from
    the appearance where they are not given.
    """

    kind: ClaimKind
    quote: str
    facts: Facts = field(default_factory=dict)
    asserted_by: Source | None = None
    appearance: Appearance | None = None
    asserted_at: datetime | None = None
    language: str = ""
    translation: str = ""


def record(about: Item | Incident, statement: Statement, actor: Actor) -> Claim:
    """Record a claim about an item or an incident. Raises ``CannotRecord`` or ``NotAllowed``."""
    require(actor, Act.CLAIM, about.case)
    with transaction.atomic():
        claim = write_claim(about, statement, actor)
        _refresh(about)
    return claim


def supersede(old: Claim, statement: Statement, reason: str, actor: Actor) -> Claim:
    """Record a claim in place of an older one of the same kind about the same; both are kept.

    Raises ``CannotRecord`` without a reason and for a claim that no longer stands,
    ``NotAllowed`` for whoever may not.
    """
    about = old.about
    require(actor, Act.CLAIM, about.case)
    check_superseding(old, about, statement, reason)
    with transaction.atomic():
        # A claim is never changed, so it is the case that makes two who supersede take turns.
        Case.objects.select_for_update(no_key=True).get(pk=about.case_id)
        if Claim.objects.filter(supersedes=old).exists():
            raise CannotRecord("supersedes", gettext("A newer claim already supersedes this one."))
        claim = write_claim(about, statement, actor, supersedes=old, reason=reason.strip())
        _refresh(about)
    return claim


def write_claim(
    about: Item | Incident,
    statement: Statement,
    actor: Actor,
    *,
    supersedes: Claim | None = None,
    reason: str = "",
) -> Claim:
    """Write the claim and its link of the chain.

    Asks for no right and leaves the index as it is: for ``record``, ``supersede``, and intake,
    which sees to both itself. Call inside a transaction. Raises ``CannotRecord``.
    """
    check(about, statement)
    item = about if isinstance(about, Item) else None
    incident = about if isinstance(about, Incident) else None
    appearance = statement.appearance
    claim = Claim.objects.create(
        item=item,
        incident=incident,
        kind=statement.kind,
        quote=statement.quote,
        language=statement.language,
        translation=statement.translation,
        asserted_by=statement.asserted_by or (appearance.source if appearance else None),
        asserted_at=statement.asserted_at or (appearance.published_at if appearance else None),
        appearance=appearance,
        recorded_at=timezone.now(),
        recorded_by=actor.person,
        supersedes=supersedes,
        reason=reason,
        **statement.facts,
    )
    details: dict[str, object] = {"claim": claim.pk, "kind": claim.kind, "quote": claim.quote}
    if incident:
        details["incident"] = incident.pk
    if supersedes:
        details |= {"supersedes": supersedes.pk, "reason": reason}
    act = CustodyAct.CLAIM_SUPERSEDED if supersedes else CustodyAct.CLAIM_RECORDED
    append(act, actor, case=about.case, item=item, details=details)
    return claim


def _refresh(about: Item | Incident) -> None:
    if isinstance(about, Item):
        index.refresh(about)
    due.mark_and_make(about)


def check_superseding(
    old: Claim, about: Item | Incident, statement: Statement, reason: str
) -> None:
    """Raise ``CannotRecord`` if the statement cannot take the place of the older claim."""
    if (old.about, old.kind) != (about, statement.kind):
        raise CannotRecord(
            "supersedes",
            gettext("Choose a claim of the same kind about the same item or incident."),
        )
    if not reason.strip():
        raise CannotRecord("reason", gettext("Say why the older claim is superseded."))


def check(about: Item | Incident, statement: Statement) -> None:
    """Raise ``CannotRecord`` for a statement that cannot be recorded as it is."""
    if not statement.quote.strip():
        raise CannotRecord("quote", gettext("Write the words of the claim."))
    if "\0" in statement.quote + statement.translation:
        raise CannotRecord(
            "quote", gettext("The character U+0000 has no meaning in words; take it out.")
        )
    needs_facts = statement.kind in (ClaimKind.TIME, ClaimKind.PLACE, ClaimKind.VIEWPOINT)
    if needs_facts and not statement.facts:
        raise CannotRecord(
            "quote",
            gettext("A claimed %(kind)s is recorded with its value.") % {"kind": statement.kind},
        )
    source, appearance = statement.asserted_by, statement.appearance
    if source and source.case_id != about.case_id:
        raise CannotRecord(
            "asserted_by", gettext("This source belongs to another case than the item.")
        )
    if appearance and appearance.item.case_id != about.case_id:
        raise CannotRecord(
            "appearance", gettext("This appearance lies in another case than the item.")
        )
    if isinstance(about, Item) and appearance and appearance.item_id != about.pk:
        raise CannotRecord("appearance", gettext("Choose an appearance of this item."))
    if statement.language:
        try:
            LANGUAGE(statement.language)
        except ValidationError as error:
            raise CannotRecord("language", str(error.messages[0])) from error
