"""Concluding something about a claim or an incident, and signing it."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from catalog import due
from catalog.custody.chain import Actor, append
from catalog.models import (
    Act,
    Assessment,
    Case,
    Claim,
    ComparisonVersion,
    Confidence,
    CustodyAct,
    Ground,
    Incident,
    Item,
    Measurement,
    Reading,
    Verdict,
)
from catalog.rights import require

Evidence = Reading | Measurement | Claim | ComparisonVersion


class CannotAssess(ValueError):
    """The conclusion was refused; the message says why."""


class SupersededMeanwhile(CannotAssess):
    """Another assessment has taken the place of the older one since the form was opened."""


def assess(
    about: Claim | Incident,
    verdict: Verdict,
    confidence: Confidence,
    reasoning: str,
    actor: Actor,
    *,
    rests_on: Sequence[Evidence] = (),
    supersedes: Assessment | None = None,
    reason: str = "",
) -> Assessment:
    """Sign a conclusion about whether a claim holds, or an incident happened as described.

    ``rests_on`` is written down as it is now. The chain of custody is told that it was
    assessed, with the signature, and not the verdict: that stays blind until it was reviewed.
    Raises ``CannotAssess`` or ``NotAllowed``.
    """
    case = about.about.case if isinstance(about, Claim) else about.case
    require(actor, Act.ASSESS, case)
    person = signer(actor)
    check_words(verdict, confidence, reasoning)
    grounds = [_ground(case, one) for one in rests_on]
    made = Assessment(
        claim=about if isinstance(about, Claim) else None,
        incident=about if isinstance(about, Incident) else None,
        verdict=verdict,
        confidence=confidence,
        reasoning=reasoning.strip(),
        supersedes=supersedes,
        reason=reason.strip(),
        signed_by=person,
        signed_as=actor.name,
        signed_at=timezone.now(),
    )
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        _check_superseding(made, person)
        made.signature = made.computed_signature(grounds)
        made.save(force_insert=True)
        for ground in grounds:
            ground.assessment = made
        Ground.objects.bulk_create(grounds)
        details: dict[str, object] = {
            "assessment": made.pk,
            "claim": made.claim_id,
            "incident": made.incident_id,
            "supersedes": made.supersedes_id,
            "grounds": len(grounds),
            "signature": made.signature,
        }
        item = made.claim.item if made.claim else None
        append(CustodyAct.ASSESSED, actor, case=case, item=item, details=details)
        mark_checks(about)
    return made


def mark_checks(about: Claim | Incident) -> None:
    """Checks that the conclusion resolves are to say so."""
    if isinstance(about, Claim):
        due.mark_claim(about)
    else:
        due.mark_incident(about)


def signer(actor: Actor) -> User:
    """The person who signs. Raises ``CannotAssess``: a part of the system concludes nothing."""
    if actor.person is None:
        raise CannotAssess(gettext("A conclusion is signed by a person with an account."))
    return actor.person


def check_words(verdict: Verdict, confidence: Confidence, reasoning: str) -> None:
    """Raise ``CannotAssess`` for a verdict that nobody could follow."""
    if verdict not in Verdict.values or confidence not in Confidence.values:
        raise CannotAssess(gettext("Choose a verdict and how confident you are of it."))
    if not reasoning.strip():
        raise CannotAssess(gettext("Give the reasoning: what leads to this verdict."))


def _check_superseding(made: Assessment, person: User) -> None:
    old = made.supersedes
    if old is None:
        return
    if (old.claim_id, old.incident_id) != (made.claim_id, made.incident_id):
        raise CannotAssess(gettext("Only an assessment of the same question is superseded."))
    if not Assessment.objects.visible_to(person).filter(pk=old.pk).exists():
        raise CannotAssess(
            gettext("You may not supersede an assessment that you have not reviewed.")
        )
    if not made.reason:
        raise CannotAssess(gettext("Say why the older assessment is superseded."))
    if Assessment.objects.filter(supersedes=old).exists():
        raise SupersededMeanwhile(gettext("A newer assessment already supersedes this one."))


def _ground(case: Case, one: Evidence) -> Ground:
    item: Item | None
    if isinstance(one, Claim):
        about = one.about
        ground, lies_in = Ground(claim=one), about.case_id
    elif isinstance(one, ComparisonVersion):
        ground, lies_in = Ground(comparison=one), one.comparison.case_id
    else:
        item = one.run.item
        lies_in = item.case_id
        ground = Ground(item=item, step=one.run.step, version=one.run.version)
        names = (
            ("tag", "text", "tool")
            if isinstance(one, Reading)
            else ("name", "value", "unit", "uncertainty", "method", "cannot_tell")
        )
        for name in names:
            setattr(ground, name, getattr(one, name))
    if lies_in != case.pk:
        raise CannotAssess(gettext("An assessment rests only on what lies in its own case."))
    return ground
