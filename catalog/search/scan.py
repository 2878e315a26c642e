"""Searching by place and time: every candidate is held against what was asked, one by one."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.expressions import Combinable

from catalog.models import Extent, Facet
from catalog.models.item import ItemQuerySet
from catalog.search import narrow
from catalog.search.judge import place_fits, time_fits
from catalog.search.page import Counts, Entry, Keeper, microseconds, tie
from catalog.search.query import Certainty, Query, Sort
from media_tools.places import Place
from media_tools.regions import Circle
from media_tools.times import TimeInterval


class Row(NamedTuple):
    """A candidate extent, and where its item stands by the item's own date."""

    item_id: int
    facet: str
    earliest: datetime | None
    latest: datetime | None
    latitude: float | None
    longitude: float | None
    radius_m: float | None
    item_date: datetime


class Answer(NamedTuple):
    """One item that answers: how surely, and with which of its rows."""

    item_id: int
    certainty: Certainty
    rows: list[Row]


def look(query: Query, among: ItemQuerySet, size: int) -> tuple[Counts, list[Entry]]:
    """Count all hits and keep the first ``size`` after the query's page."""
    keeper = Keeper(query, size)
    for answer in answers(query, among):
        if not keeper.note(answer.certainty):
            continue
        rank = int(answer.certainty is Certainty.POSSIBLE)
        if keeper.has_room_for(rank, _key(query, answer.rows, exactly=False)):
            key = _key(query, answer.rows, exactly=True)
            keeper.offer(Entry(rank, key, tie(query, answer.item_id)))
    return keeper.counts, keeper.entries


def answers(query: Query, among: ItemQuerySet) -> Iterator[Answer]:
    """Every item that answers the asked place and time."""
    wanted = Q()
    for part in (narrow.place_overlaps(query), narrow.time_overlaps(query)):
        if part:
            wanted |= part
    for item_id, rows in groups(query, wanted, among):
        if answer := judge(query, item_id, rows):
            yield answer


def groups(query: Query, wanted: Q, among: ItemQuerySet) -> Iterator[tuple[int, Iterator[Row]]]:
    """The wanted extents of the query's candidates, item by item, by one streaming query."""
    extents = Extent.objects.filter(wanted, item__in=narrow.candidates(query, among))
    rows = (
        extents.annotate(item_date=_item_date(query)).order_by("item_id").values_list(*Row._fields)
    )
    stream = (Row(*row) for row in rows.iterator(chunk_size=2000))
    return groupby(stream, lambda row: row.item_id)


def judge(query: Query, item_id: int, rows: Iterable[Row]) -> Answer | None:
    """How an item answers; it is certain if one of its places and one of its times is."""
    places: list[bool] = []
    times: list[bool] = []
    matched: list[Row] = []
    for row in rows:
        if row.facet == Facet.TIME:
            fits = time_fits(query, TimeInterval(row.earliest, row.latest))
            kind = times
        else:
            fits = place_fits(query, _place(row))
            kind = places
        if fits is not None:
            kind.append(fits)
            matched.append(row)
    if (query.place and not places) or (query.time and not times):
        return None
    certain = (not query.place or any(places)) and (not query.time or any(times))
    return Answer(item_id, Certainty.CERTAIN if certain else Certainty.POSSIBLE, matched)


def _place(row: Row) -> Place:
    return Place(row.latitude or 0.0, row.longitude or 0.0, row.radius_m)


def _item_date(query: Query) -> Combinable:
    if query.order is Sort.ADDED:
        return F("item__added_at")
    if query.order is Sort.TIME and query.time is None:
        return narrow.beginning(query, "item_id")
    return Value(narrow.NEVER, output_field=DateTimeField())


def _key(query: Query, rows: list[Row], *, exactly: bool) -> int:
    """Where the item stands in the order; inexactly it is cheap and never too great."""
    if query.order is Sort.ADDED:
        return -microseconds(rows[0].item_date)
    if query.order is Sort.TIME and query.time is None:
        return microseconds(rows[0].item_date)
    if query.order is Sort.TIME:
        begins = (row.earliest or row.latest for row in rows if row.facet == Facet.TIME)
        return min(microseconds(begin or narrow.NEVER) for begin in begins)
    assert isinstance(query.place, Circle)
    measure = query.place.distance_m if exactly else query.place.least_distance_m
    return int(min(measure(_place(row)) for row in rows if row.facet != Facet.TIME) * 1000)
