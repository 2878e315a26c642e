"""The index of where and when: one row for each place of an item at each of its times."""

from datetime import UTC, datetime, timedelta

from django.db import models

from catalog.models.case import Case
from catalog.models.item import Item
from media_tools.times import TimeInterval

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """An instant as an exact whole number."""
    return (moment - _EPOCH) // _TICK


def instant(number: int) -> datetime:
    """The instant that ``microseconds`` made this number of, at the end of the calendar beyond."""
    try:
        return _EPOCH + number * _TICK
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


# An open end of a time lies at an end of the calendar.
BEGINNING_US = microseconds(datetime.min.replace(tzinfo=UTC)) - 1
END_US = microseconds(datetime.max.replace(tzinfo=UTC))


def ends_us(interval: TimeInterval) -> tuple[int, int]:
    """Both ends of a time as whole numbers."""
    return (
        microseconds(interval.earliest) if interval.earliest else BEGINNING_US,
        microseconds(interval.latest) if interval.latest else END_US,
    )


# Where an item lies of which no time or no place is known: no window and no box reaches it.
# A century behind the end of the calendar, so that rounding to 32 bits keeps them apart.
NO_TIME_US = END_US + microseconds(datetime(2070, 1, 1, tzinfo=UTC))
NOWHERE_DEG = 1000.0
# Reaches farther than any way on Earth: a row that stands for many, which geodesy looks behind.
WIDENED_REACH_M = 1e9
# What is too much to look at whole is told from the items whose number this divides.
SAMPLE = 64


class Presence(models.Model):
    """One place of an item at one of its times, as plain numbers that a database can compare.

    Derived from the extents by ``catalog.presence.write``. An item with places and no time
    has a row for each place and the reverse; one with neither has one row. ``south`` .. ``east``
    box the disc, east beyond 180 across the antimeridian; ``x_m`` .. ``z_m`` is its centre
    seen from the centre of the Earth; ``reach_m`` its radius by our rule. Of more pairs than
    are kept one row, with ``WIDENED_REACH_M``, holds the rest in its box and its time: it finds
    the item and settles nothing. The space-time box of each row is in the database's own
    index, see ``catalog.presence``.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="presences")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    added_us = models.BigIntegerField()
    place_basis = models.CharField(max_length=8, blank=True)
    time_basis = models.CharField(max_length=8, blank=True)
    south = models.FloatField()
    west = models.FloatField()
    north = models.FloatField()
    east = models.FloatField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    x_m = models.FloatField()
    y_m = models.FloatField()
    z_m = models.FloatField()
    reach_m = models.FloatField()
    earliest_us = models.BigIntegerField()
    latest_us = models.BigIntegerField()

    class Meta:
        indexes = [
            # The newest of more hits than are looked at whole.
            models.Index(fields=["-added_us", "-item"], name="presences_by_age"),
            # Items of which a kind of fact tells a place or a time.
            models.Index(fields=["place_basis", "case"], name="presences_by_place_basis"),
            models.Index(fields=["time_basis", "case"], name="presences_by_time_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.latitude} {self.longitude}"
