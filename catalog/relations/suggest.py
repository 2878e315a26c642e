"""Relations that readings suggest: ids that a camera writes into files that belong together."""

from dataclasses import dataclass

from catalog.models import Reading, Relation, RelationKind, Run, SharedId
from catalog.relations.relate import relate
from media_tools.findings import Meaning
from media_tools.media import Kind

# Of a burst of thousands each picture is tied to so many: the pairs would grow as the square.
MOST = 50
# Shorter ids are counters and words such as "0", which strangers share as well.
SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """Which relation two items have that share an id of this meaning.

    ``partner`` says of which kind the other must be, by the kind of the one that landed.
    Raise ``version`` whenever another pair could be suggested.
    """

    meaning: Meaning
    kind: RelationKind
    version: int
    partner: dict[str, Kind]


RULES = (
    Rule(
        Meaning.CONTENT_ID,
        RelationKind.LIVE_PHOTO_PAIR,
        1,
        {Kind.IMAGE: Kind.VIDEO, Kind.VIDEO: Kind.IMAGE},
    ),
    Rule(Meaning.BURST_ID, RelationKind.SAME_BURST, 1, {Kind.IMAGE: Kind.IMAGE}),
)


def suggest_from(run: Run) -> list[Relation]:
    """Tie the run's item to those of its case that share an id which the run has read.

    Call in the transaction in which the run lands, while no other run can land: of two
    that land together the later must see what the earlier read.
    """
    return [relation for rule in RULES for relation in _suggest(rule, run)]


def _suggest(rule: Rule, run: Run) -> list[Relation]:
    item = run.item
    partner = rule.partner.get(item.original.kind)
    read = Reading.objects.filter(run=run, meaning=rule.meaning).values_list("value", flat=True)
    values = {str(value)[:200] for value in read if value and len(str(value)) >= SHORTEST}
    if partner is None or not values:
        return []
    for value in values:
        SharedId.objects.get_or_create(item=item, meaning=rule.meaning, value=value)
    sharing = SharedId.objects.filter(
        meaning=rule.meaning,
        value__in=values,
        item__case=item.case_id,
        item__original__kind=partner,
    ).exclude(item=item)
    return [
        relate(
            rule.kind,
            item,
            shared.item,
            method=rule.meaning.value,
            version=rule.version,
            details={rule.meaning.value: shared.value},
        )
        for shared in sharing.select_related("item").order_by("item_id")[:MOST]
    ]
