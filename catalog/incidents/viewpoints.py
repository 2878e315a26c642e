"""Viewpoints counted apart from posts: what was filmed once and posted ten times is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from catalog.models import (
    Appearance,
    IncidentItem,
    IncidentRole,
    LinkStatus,
    Relation,
)

MOST_POSTS = 2000
MOST_HOPS = 12


@dataclass(frozen=True, slots=True)
class Viewpoints:
    """Of the items that show an incident. ``words`` say of each item's key which it is.

    ``independent`` have a first posting that is known; of ``unknown`` ones nobody can tell
    whether they are copies of another.
    """

    items: int
    posts: int
    independent: int
    unknown: int
    words: dict[int, str]


def viewpoints_of(links: Sequence[IncidentItem]) -> Viewpoints:
    """Items are of one viewpoint if a chain of forwards or a confirmed relation ties them.

    An origin is known if the earliest posting at the beginning of the chains names who
    posted it and is not said to forward something that is not in the case.
    """
    shows = [
        link
        for link in links
        if link.status == LinkStatus.CONFIRMED and link.role == IncidentRole.SHOWS
    ]
    refs = {link.item_id: link.item.ref for link in shows}
    own = list(Appearance.objects.filter(item__in=refs, found_inside="")[:MOST_POSTS])
    groups = _Groups(refs)
    roots = {one.pk: root for one, root in _roots(own)}
    first_with: dict[int, int] = {}
    for one in own:
        groups.join(one.item_id, first_with.setdefault(roots[one.pk].pk, one.item_id))
        if roots[one.pk].item_id in refs:
            groups.join(one.item_id, roots[one.pk].item_id)
    ties = Relation.objects.filter(first__in=refs, second__in=refs, status=LinkStatus.CONFIRMED)
    for first, second in ties.values_list("first_id", "second_id"):
        groups.join(first, second)
    return _counted(refs, own, roots, groups)


class _Groups:
    """Items that belong together, each known by the one that stands for its group."""

    def __init__(self, items: Iterable[int]) -> None:
        self.before = {item: item for item in items}

    def of(self, item: int) -> int:
        while self.before[item] != item:
            item = self.before[item]
        return item

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self.before[second] = first


def _roots(own: list[Appearance]) -> Iterable[tuple[Appearance, Appearance]]:
    """Each posting with the first one that its chain of forwards leads to."""
    known = {one.pk: one for one in own}
    for _ in range(MOST_HOPS):
        asked = {one.forwarded_from_id for one in known.values()} - {None, *known}
        if not asked:
            break
        known |= {one.pk: one for one in Appearance.objects.filter(Q(pk__in=asked))}
    for one in own:
        at, seen = one, {one.pk}
        while (before := known.get(at.forwarded_from_id or 0)) and before.pk not in seen:
            at = before
            seen.add(at.pk)
        yield one, at


def _counted(
    refs: dict[int, str], own: list[Appearance], roots: dict[int, Appearance], groups: _Groups
) -> Viewpoints:
    begun: dict[int, Appearance] = {}
    for one in own:
        root, group = roots[one.pk], groups.of(one.item_id)
        if group not in begun or root.known_at < begun[group].known_at:
            begun[group] = root
    words: dict[int, str] = {}
    numbers: dict[int, int] = {}
    leaders: dict[int, int] = {}
    for item in refs:
        group = groups.of(item)
        begins = begun.get(group)
        if begins and begins.item_id in refs:
            leaders[group] = begins.item_id
        else:
            leaders.setdefault(group, item)
        if begins and begins.source_id and not begins.forwarded_words:
            numbers.setdefault(group, len(numbers) + 1)
    for item in refs:
        group = groups.of(item)
        if item != leaders[group]:
            words[item] = gettext("same footage or moment as %(refs)s") % {
                "refs": refs[leaders[group]]
            }
        elif group in numbers:
            words[item] = gettext("viewpoint %(numbers)s") % {"numbers": numbers[group]}
        else:
            words[item] = gettext("viewpoint: cannot tell")
    return Viewpoints(len(refs), len(own), len(numbers), len(leaders) - len(numbers), words)
