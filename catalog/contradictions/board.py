"""The rows of the board: worst first, what is about one item or incident together."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from catalog.checks.kinds import TOPICS
from catalog.checks.shown import Collision, collisions
from catalog.contradictions.asked import After, Asked, Stands
from catalog.models import Act, Case, Check, Incident, Item
from catalog.models.case import Person
from catalog.models.check import CheckQuerySet

PAGE_SIZE, COUNTED_TO = 50, 1_000


@dataclass(frozen=True, slots=True)
class Group:
    """The collisions of one verdict about one item or incident."""

    verdict: str
    is_first_of_verdict: bool
    about: Item | Incident
    may_assess: bool
    rows: tuple[Collision, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One page. ``count`` goes no further than one beyond ``COUNTED_TO``."""

    asked: Asked
    count: int
    groups: tuple[Group, ...]
    next_page: After | None


def board_for(asked: Asked, person: Person, size: int = PAGE_SIZE) -> Board:
    """The page that this person may see."""
    found = _asked_for(asked, person)
    count = found.order_by()[: COUNTED_TO + 1].count()
    rows = found.with_resolution(person).order_by("rank", "subject", "pk")
    if asked.page:
        rows = rows.filter(_after(asked.page))
    # One beyond the page tells that there is more.
    page = collisions(rows[: size + 1], person)
    more, page = len(page) > size, page[:size]
    last = page[-1].check if more else None
    assessing = Case.objects.allowing(person, Act.ASSESS)
    return Board(
        asked,
        count,
        tuple(_groups(page, set(assessing.values_list("pk", flat=True)))),
        After(last.rank, last.subject, last.pk) if last else None,
    )


def _asked_for(asked: Asked, person: Person) -> CheckQuerySet:
    seen = Check.objects.visible_to(person)
    found = seen.filter(verdict__in=asked.verdicts) if asked.verdicts else seen.contradicting()
    if asked.case:
        found = found.filter(case__code=asked.case)
    if asked.item:
        found = found.filter(item__ref=asked.item)
    if asked.incident:
        found = found.filter(incident=asked.incident)
    if asked.topics:
        found = found.filter(kind__in=[k for name in asked.topics for k in TOPICS[name].kinds])
    if asked.sources:
        held = Check.claims.through.objects.filter(check_id=OuterRef("pk"))
        found = found.filter(Exists(held.filter(claim__asserted_by__name__in=asked.sources)))
    if asked.stands is Stands.OPEN:
        return found.open_for(person)
    return found.resolved_for(person) if asked.stands is Stands.RESOLVED else found


def _after(page: After) -> Q:
    later_subject = Q(rank=page.rank, subject__gt=page.subject)
    later_row = Q(rank=page.rank, subject=page.subject, pk__gt=page.check_id)
    # The first bound lets an index begin where the page does.
    return Q(rank__gte=page.rank) & (Q(rank__gt=page.rank) | later_subject | later_row)


def _groups(page: list[Collision], assessing: set[int]) -> list[Group]:
    groups: list[Group] = []
    verdicts: set[str] = set()
    for one in page:
        about = one.check.item or one.check.incident
        assert about is not None
        last = groups[-1] if groups else None
        if last and (last.verdict, last.about) == (one.verdict, about):
            groups[-1] = replace(last, rows=(*last.rows, one))
            continue
        is_first, may_assess = one.verdict not in verdicts, about.case_id in assessing
        groups.append(Group(one.verdict, is_first, about, may_assess, (one,)))
        verdicts.add(one.verdict)
    return groups
