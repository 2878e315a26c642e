"""Checks as pages show them: who said what, the number that decides, and what was concluded."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.checks.kinds import kind_in_words, topic_place
from catalog.checks.number_words import number_lines
from catalog.claims.words import said_by, value_in_words
from catalog.models import Assessment, Check, CheckVerdict, Claim, Item, Outcome
from catalog.models.case import Person
from catalog.models.check import CheckQuerySet
from media_tools.compare.between_claims import PLACES, TIMES
from media_tools.text import visible

SHOWN_NEEDS = ("item__case", "item__original", "incident__case")
SHOWN_AT_ONCE, MOST_SHOWN = 2, 60
# In a statement that is put together once: the keys of no person and of no case.
_SOMEBODY, _SOME_CASE = -1, -2
_DECIDES = re.compile(
    r"(?<!± )(?<![\d.,:°-])(?:"
    r"\d[\d.]*(?: to \d[\d.]*)? degrees (?:above|below) the horizon"
    r"|\d[\d,.]* (?:days?|hours?|minutes?|seconds?)(?: \d+ (?:hours?|minutes?|seconds?))?"
    r"|\d[\d,.]* k?m(?= (?:apart|from|more))|\d+° off)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that was held: its words, what they amount to, by whom, and where to assess it."""

    claim: Claim
    words: str
    value: str
    by: str
    assess: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """What an analyst concluded on one of the claims or on the incident."""

    assessment: Assessment
    second: str


@dataclass(frozen=True, slots=True)
class Collided:
    """What an item's page says of its checks: what is open, two of them shown at once."""

    first: list["Collision"]
    more: list["Collision"]
    resolved: int
    cannot_tell: int


@dataclass(frozen=True, slots=True)
class Collision:
    """A check with all that a page says of it."""

    check: Check
    kind: str
    sentence: SafeString
    numbers: list[tuple[str, str]]
    said: tuple[Said, ...]
    concluded: tuple[Concluded, ...]
    assess_incident: str

    @property
    def verdict(self) -> str:
        """For the groups of a page."""
        return self.check.verdict

    @property
    def lead(self) -> str:
        """Who claimed it, and what where it is one claim; empty where the sentence names both."""
        sources = {one.by for one in self.said}
        if len(sources) != 1:
            return ""
        name = {"name": sources.pop()}
        if len(self.said) == 1 and self.said[0].value:
            value = self.said[0].value
            return gettext("Claimed %(value)s by %(name)s") % {"value": value, **name}
        return gettext("Claimed by %(name)s") % name

    @property
    def is_resolved(self) -> bool:
        """As ``CheckQuerySet.with_resolution`` annotated it."""
        return bool(getattr(self.check, "is_resolved", False))


def collisions(checks: CheckQuerySet, person: Person) -> list[Collision]:
    """The checks of a page, in their order, in a bounded number of queries."""
    claims = "claims__asserted_by", "claims__appearance"
    rows = list(checks.select_related(*SHOWN_NEEDS).prefetch_related(*claims))
    concluded = _concluded(rows, person)
    return [_collision(row, concluded) for row in rows]


def count_open(person: Person, upto: int, case_id: int | None = None) -> int:
    """How many contradictions are open for this person, counted no further than ``upto``."""
    if not isinstance(person, User) or not person.is_active:
        return 0
    sql, values = _open_ones(person.is_superuser, case_id is not None, upto)
    asked = {_SOMEBODY: person.pk, _SOME_CASE: case_id}
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked.get(value, value) for value in values])
        return len(cursor.fetchall())


@cache
def _open_ones(is_superuser: bool, is_of_case: bool, upto: int) -> tuple[str, tuple[Any, ...]]:
    """What ``count_open`` asks, of somebody and some case.

    It is asked on every page, and putting it together costs a fifth of the page of a search.
    """
    somebody = User(pk=_SOMEBODY, is_superuser=is_superuser)
    found = Check.objects.visible_to(somebody).contradicting()
    if is_of_case:
        found = found.filter(case=_SOME_CASE)
    return found.open_for(somebody).order_by().values_list("pk")[:upto].query.sql_with_params()


def collided(item: Item, person: Person) -> Collided:
    """The open contradictions of an item, and how many others there are."""
    against = item.checks.contradicting()
    shown = collisions(against.open_for(person)[:MOST_SHOWN], person)
    shown.sort(key=lambda one: (one.check.rank, topic_place(one.check.kind)))
    return Collided(
        shown[:SHOWN_AT_ONCE],
        shown[SHOWN_AT_ONCE:],
        against.resolved_for(person).count(),
        item.checks.filter(verdict=CheckVerdict.CANNOT_TELL).count(),
    )


def verdicts_of_claims(checks: Iterable[Check]) -> dict[int, str]:
    """By the claim's id what its checks came to: the worst, or that one fits, or cannot tell.

    That another source says otherwise counts only for a claim that nothing else was told of.
    """
    weights = [CheckVerdict.IMPOSSIBLE, CheckVerdict.TENSION, CheckVerdict.FITS]
    found: dict[int, set[str]] = defaultdict(set)
    disputed: set[int] = set()
    for check in checks:
        for claim in check.claims.all():
            if check.kind in (TIMES, PLACES):
                disputed.add(claim.pk)
            else:
                found[claim.pk].add(check.verdict)
    came_to = {
        pk: next((w.value for w in weights if w.value in said), CheckVerdict.CANNOT_TELL.value)
        for pk, said in found.items()
    }
    unheld = {pk for pk in disputed if came_to.get(pk, "cannot_tell") == CheckVerdict.CANNOT_TELL}
    return came_to | dict.fromkeys(unheld, CheckVerdict.TENSION.value)


def weighed(sentence: str) -> SafeString:
    """The sentence, every invisible character shown, the number that decides in bold."""
    found = _DECIDES.search(sentence)
    if found is None:
        return conditional_escape(visible(sentence))
    before, after = sentence[: found.start()], sentence[found.end() :]
    return format_html("{}<b>{}</b>{}", visible(before), found[0], visible(after))


def _collision(check: Check, concluded: dict[tuple[str, int], list[Concluded]]) -> Collision:
    claims = sorted(check.claims.all(), key=lambda claim: claim.pk)
    keys = [("claim", claim.pk) for claim in claims]
    if check.incident_id:
        keys.append(("incident", check.incident_id))
    return Collision(
        check,
        kind_in_words(check.kind),
        weighed(check.sentence),
        number_lines(check.numbers),
        tuple(_said(claim) for claim in claims),
        tuple(one for key in keys for one in concluded.get(key, [])),
        _address("assess-incident", check.incident_id) if check.incident_id else "",
    )


def _said(claim: Claim) -> Said:
    return Said(
        claim,
        claim.quote,
        value_in_words(claim),
        said_by(claim),
        _address("assess-claim", claim.pk),
    )


def _address(name: str, pk: int) -> str:
    """Nothing where this installation has no such page."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _concluded(rows: Sequence[Check], person: Person) -> dict[tuple[str, int], list[Concluded]]:
    """What this person may see of what was concluded, newest first."""
    claims = {claim.pk for row in rows for claim in row.claims.all()}
    incidents = {row.incident_id for row in rows if row.incident_id}
    seen = Assessment.objects.visible_to(person).standing()
    about = seen.filter(claim__in=claims) | seen.filter(incident__in=incidents)
    found: dict[tuple[str, int], list[Concluded]] = defaultdict(list)
    for one in about.order_by("-pk").prefetch_related("reviews"):
        key = ("claim", one.claim_id) if one.claim_id else ("incident", one.incident_id or 0)
        found[key].append(Concluded(one, _second(one)))
    return found


def _second(assessment: Assessment) -> str:
    words = {
        Outcome.AGREEMENT.value: gettext("%(name)s agrees"),
        Outcome.DISSENT.value: gettext("%(name)s dissents"),
    }
    said = [words[one.outcome] % {"name": one.signed_as} for one in assessment.reviews.all()]
    return ", ".join(said) or gettext("waits for a second verdict")
