"""What people say about an item, in their words and in ours."""

from collections.abc import Iterator

from django.utils.translation import gettext

from catalog.checks.shown import verdicts_of_claims
from catalog.claims.words import (
    recorded_by,
    said_by,
    value_in_words,
    view_in_words,
    zone_in_words,
)
from catalog.models import Claim, ClaimKind, Item
from catalog.review.fact_words import Fact, Question

QUESTIONS = {
    ClaimKind.TIME: Question.TIME,
    ClaimKind.PLACE: Question.THING_SEEN,
    ClaimKind.VIEWPOINT: Question.CAMERA,
    ClaimKind.AUTHORSHIP: Question.AUTHOR,
    ClaimKind.CONTENT: Question.THING_SEEN,
}


def claimed_facts(item: Item) -> Iterator[Fact]:
    """Every claim, also those that a newer one supersedes: nothing said is lost."""
    claims = item.claims.select_related("asserted_by", "recorded_by", "superseded_by")
    verdicts = verdicts_of_claims(item.checks.prefetch_related("claims"))
    for claim in claims:
        question = QUESTIONS[ClaimKind(claim.kind)]
        words = f"“{claim.quote}”" if claim.quote else ""
        value = value_in_words(claim) or words
        lines = [words] if words and value != words else []
        lines += [
            gettext("%(who)s · recorded by %(recorded_by)s %(recorded_at)s")
            % {
                "who": _who(claim),
                "recorded_by": recorded_by(claim),
                "recorded_at": f"{claim.recorded_at:%Y-%m-%d}",
            }
        ]
        lines += (
            [gettext("replaces an earlier claim: %(reason)s") % {"reason": claim.reason}]
            if claim.reason
            else []
        )
        is_superseded = hasattr(claim, "superseded_by")
        yield Fact(
            question,
            value,
            tuple(lines),
            is_superseded=is_superseded,
            where=claim.get_absolute_url(),
            verdict=verdicts.get(claim.pk, ""),
            place=claim.viewpoint.place if claim.viewpoint else None,
        )
        if claim.viewpoint and (view := view_in_words(claim)):
            yield Fact(Question.VIEW, view, (_who(claim),), is_superseded=is_superseded)


def _who(claim: Claim) -> str:
    return " · ".join(part for part in (said_by(claim), zone_in_words(claim)) if part)
