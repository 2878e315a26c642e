"""How the space-time index is asked: the boxes of the asked place, turned round the Earth, and
the span of the asked time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from catalog.models.presence import BEGINNING_US, END_US, ends_us
from catalog.presence import BOX_SQL, DAY_US, SPAN_SQL, ZERO_US
from catalog.search.fragments import Part, all_of
from catalog.search.query import Query, Sort
from catalog.search.reader import Region
from catalog.search.scoring import SLACK_M
from media_tools.places import Box
from media_tools.polygons import Polygon
from media_tools.regions import ROUNDING_DEG, Circle, longest_way_m

# A circle or a box is asked for itself and turned round the Earth; a polygon has many.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Front:
    """Only items with a row whose key lies between these."""

    least: float | None = None
    most: float | None = None


def source_of(query: Query, front: Front) -> tuple[Part, list[Part]]:
    """The presences by their boxes: what to read from, and what to test of it."""
    if query.order is Sort.ADDED and front.most is not None:
        # So many answer that walking them in their own order is quickest.
        return Part("catalog_presence AS p"), meets(query)
    boxes: list[Box] = [] if query.place is None else turned(query.place)
    span = ends_us(query.time.outer) if query.time else None
    if front.most is not None and query.order is Sort.TIME and front.most < END_US:
        span = (span[0] if span else BEGINNING_US, int(front.most))
    if front.most is not None and query.order is Sort.DISTANCE:
        assert isinstance(query.place, Circle)
        nearer = min(query.place.radius_m, longest_way_m(front.most**0.5) + SLACK_M)
        boxes = turned(replace(query.place, radius_m=nearer))
    if connection.vendor == "postgresql":
        return Part("catalog_presence AS p"), _gist(boxes, span)
    return _rtree(boxes, span), []


def _rtree(boxes: Sequence[Box], span: tuple[int, int] | None) -> Part:
    """Each row once, whatever boxes it meets: a limit counts rows."""
    in_time = Part("1 = 1")
    if span:
        low, high = ((end - ZERO_US) / DAY_US for end in span)
        in_time = Part("ends >= %s AND begins <= %s", (low, high))
    are_few = len(boxes) <= _FEW
    looks = [
        all_of([_meeting(box), in_time, *(map(_missing, boxes[:number]) if are_few else ())])
        for number, box in enumerate(boxes)
    ] or [in_time]
    union = " UNION ALL ".join(
        f"SELECT id FROM catalog_presence_box WHERE {look.sql}" for look in looks
    )
    if not are_few:
        # To look for what comes twice costs each row of a large answer; of a few boxes none does.
        # A distinct, unlike a union, hands on each row as it comes, and ends at a limit.
        union = f"SELECT DISTINCT id FROM ({union})"
    values = tuple(value for look in looks for value in look.values)
    return Part(f"({union}) AS near CROSS JOIN catalog_presence AS p ON p.id = near.id", values)


def _meeting(box: Box) -> Part:
    meets = "west <= %s AND east >= %s AND south <= %s AND north >= %s"
    return Part(meets, (box.east, box.west, box.north, box.south))


def _missing(box: Box) -> Part:
    met = _meeting(box)
    return Part(f"NOT ({met.sql})", met.values)


def _gist(boxes: Sequence[Box], span: tuple[int, int] | None) -> list[Part]:
    tests = []
    if boxes:
        meets = " OR ".join([f"{BOX_SQL} && box(point(%s, %s), point(%s, %s))"] * len(boxes))
        values = [edge for b in boxes for edge in (b.west, b.south, b.east, b.north)]
        tests.append(Part(f"({meets})", tuple(values)))
    if span:
        # A span turned round, of rows that begin before the asked time, lies in theirs.
        low, high = sorted(span)
        meets = "&&" if span == (low, high) else "@>"
        tests.append(Part(f"{SPAN_SQL} {meets} int8range(%s, %s, '[]')", (low, high)))
    return tests


def meets(query: Query) -> list[Part]:
    """That the boxes meet, where the index of boxes was not asked."""
    if query.place is None:
        return []
    boxes = turned(query.place)
    meets = "(p.west <= %s AND p.east >= %s AND p.south <= %s AND p.north >= %s)"
    values = tuple(edge for box in boxes for edge in (box.east, box.west, box.north, box.south))
    return [Part(f"({' OR '.join([meets] * len(boxes))})", values)]


def turned(place: Region) -> list[Box]:
    """The boxes of the asked place as they may meet those of the index, which begin between
    -180 and 180 and run on beyond; a hair larger."""
    box = _wider(place if isinstance(place, Box) else place.box)
    if box.east - box.west >= 360:
        return [replace(box, west=-180.0, east=540.0)]
    turns = (360.0, -360.0) if box.east >= 180 else (360.0,)
    around = [replace(box, west=box.west + turn, east=box.east + turn) for turn in turns]
    # What reaches a polygon only round the Earth is rare: the box around it will do there.
    cells = [_wider(cell) for cell, _ in place.cells] if isinstance(place, Polygon) else [box]
    return [*cells, *around]


def area_deg2(place: Region) -> float:
    """How much the boxes cover that are asked for it, in square degrees."""
    return sum((box.east - box.west) * (box.north - box.south) for box in turned(place))


def _wider(box: Box) -> Box:
    return Box(
        box.south - ROUNDING_DEG,
        box.west - ROUNDING_DEG,
        box.north + ROUNDING_DEG,
        box.east + ROUNDING_DEG,
    )
