"""What the database can settle: the candidates of a search, by ordinary indexes.

The one place that knows how where and when are indexed. A space-time index or full text
comes in here, behind the same three functions.
"""

from datetime import UTC, datetime

from django.db.models import DateTimeField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from catalog.models import CONTRADICTING, Appearance, Extent, Facet
from catalog.models.item import ItemQuerySet
from catalog.search.query import Contradiction, Query
from catalog.words.asked import read_asked
from media_tools.places import Box
from media_tools.regions import ROUNDING_DEG, Circle
from media_tools.times import TimeInterval

# Of more cases than these it is quicker to look at all.
MOST_CASES = 50
NEVER = datetime.max.replace(tzinfo=UTC)


def candidates(query: Query, among: ItemQuerySet) -> ItemQuerySet:
    """The items that may answer the query; for place and time some that do not, never too few."""
    items = among
    if query.cases:
        items = items.filter(case__code__in=query.cases)
    if query.kinds:
        items = items.filter(kind__in=query.kinds)
    for column, chosen in (
        ("state", query.states),
        ("workflow", query.workflows),
        ("device", query.devices),
        ("codec", query.codecs),
        ("sensitivity", query.sensitivities),
    ):
        if chosen:
            items = items.filter(**{f"{column}__in": chosen})
    for thing in query.has:
        items = items.filter(**{f"has_{thing}": True})
    if query.sources:
        said = Appearance.objects.filter(source__name__in=query.sources)
        items = items.filter(pk__in=said.values("item_id"))
    if query.added_after:
        items = items.filter(added_at__gt=query.added_after)
    if query.contradictions:
        items = items.filter(_contradicted(query))
    if query.text:
        items = _with_words(query, items, among)
    asked = [part for part in (place_overlaps(query), time_overlaps(query)) if part]
    for part in asked or ([of_bases(query)] if query.bases else []):
        items = items.filter(pk__in=Extent.objects.filter(part).order_by().values("item_id"))
    return items


def _with_words(query: Query, items: ItemQuerySet, among: ItemQuerySet) -> ItemQuerySet:
    """The items in which the words occur.

    The cases are asked of the index of words itself, so that the words of a large case cost
    nothing in a small one.
    """
    asked = read_asked(query.text)
    if not asked:
        return items.none()
    case_ids = [pk for code, pk in among.case_ids.items() if not query.cases or code in query.cases]
    if len(case_ids) <= MOST_CASES:
        asked = asked.within(case_ids)
    return items.filter(words__document__matches=asked)


def place_overlaps(query: Query) -> Q | None:
    """Positions whose box meets the box of the asked place; ``None`` if no place is asked."""
    if query.place is None:
        return None
    box = query.place.box if isinstance(query.place, Circle) else query.place
    return Q(~is_time(), of_bases(query), _boxes_meet(box))


def time_overlaps(query: Query) -> Q | None:
    """Times that overlap the asked window; ``None`` if no time is asked."""
    if query.time is None:
        return None
    return Q(is_time(), of_bases(query), _overlaps(query.time.outer))


def is_time() -> Q:
    """Extents that are times."""
    return Q(facet=Facet.TIME)


def of_bases(query: Query) -> Q:
    """Extents of the kinds of fact that may match."""
    return Q(basis__in=query.bases) if query.bases else Q()


def beginning(query: Query, item: str = "pk") -> Coalesce:
    """Of the item named by that column its earliest time of the allowed kinds of fact.

    ``NEVER`` for an item without one.
    """
    times = Extent.objects.filter(of_bases(query), item=OuterRef(item), facet=Facet.TIME)
    begins = times.annotate(begins=Coalesce("earliest", "latest")).order_by("begins")
    return Coalesce(
        Subquery(begins.values("begins")[:1]), Value(NEVER, output_field=DateTimeField())
    )


def _contradicted(query: Query) -> Q:
    """Any of the chosen; what the checks came to stands on the item itself."""
    asked = Q()
    for chosen in query.contradictions:
        if chosen == Contradiction.UNRESOLVED:
            asked |= Q(open_contradictions__gt=0)
        elif chosen == Contradiction.NONE:
            asked |= ~Q(worst_check__in=CONTRADICTING)
        else:
            asked |= Q(worst_check=chosen)
    return asked


def _boxes_meet(box: Box) -> Q:
    """Longitudes repeat every 360 degrees, and both boxes may run on beyond 180."""
    meets = Q()
    for turn in (-360.0, 0.0, 360.0):
        meets |= Q(
            west__lte=box.east + turn + ROUNDING_DEG, east__gte=box.west + turn - ROUNDING_DEG
        )
    return Q(meets, south__lte=box.north + ROUNDING_DEG, north__gte=box.south - ROUNDING_DEG)


def _overlaps(window: TimeInterval) -> Q:
    overlaps = Q()
    if window.latest is not None:
        overlaps &= Q(earliest__isnull=True) | Q(earliest__lte=window.latest)
    if window.earliest is not None:
        overlaps &= Q(latest__isnull=True) | Q(latest__gte=window.earliest)
    return overlaps
