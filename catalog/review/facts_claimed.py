"""What people say about an item, in their words and in ours."""

from collections.abc import Iterator

from django.db.models import F
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

MOST_CLAIMS = 60
MOST_CHECKS = 300
QUESTIONS = {
    ClaimKind.TIME: Question.TIME,
    ClaimKind.PLACE: Question.THING_SEEN,
    ClaimKind.VIEWPOINT: Question.CAMERA,
    ClaimKind.AUTHORSHIP: Question.AUTHOR,
    ClaimKind.CONTENT: Question.THING_SEEN,
}


def claimed_facts(item: Item) -> Iterator[Fact]:
    """The claims, also those that a newer one supersedes; of very many the first, which is told."""
    claims = item.claims.select_related("asserted_by", "recorded_by", "superseded_by")
    ordered = claims.order_by(F("superseded_by").asc(nulls_first=True), "kind", "recorded_at", "pk")
    shown = list(ordered[: MOST_CLAIMS + 1])
    held = item.checks.filter(claims__in=shown).distinct().order_by("rank", "pk")[:MOST_CHECKS]
    verdicts = verdicts_of_claims(held.prefetch_related("claims"))
    if len(shown) > MOST_CLAIMS:
        more = gettext("%(count)s claims more") % {"count": claims.count() - MOST_CLAIMS}
        yield Fact(Question.OTHER, more, (gettext("not shown here"),))
    for claim in shown[:MOST_CLAIMS]:
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
