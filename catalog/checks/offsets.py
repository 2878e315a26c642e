"""Which offsets from UTC were in force at a place, for clocks that show no zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.claims.zone_of_place import zone_of_place
from media_tools.places import Place
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET, TimeInterval

# Clocks change at most a few times a year, and in a doubled hour both offsets hold.
_STEPS, _LONGEST = 200, timedelta(days=366)
_MARGIN = timedelta(hours=2)


def offsets_at(place: Place, when: TimeInterval) -> frozenset[timedelta] | None:
    """Every offset then in force within the place's radius, ``None`` where they are not known.

    An open or very long time, the sea and places that are too wide are not known.
    """
    if when.earliest is None or when.latest is None or when.latest - when.earliest > _LONGEST:
        return None
    try:
        earliest, latest = when.earliest - _MARGIN, when.latest + _MARGIN
    except OverflowError:
        return None
    zones = [ZoneInfo(region) for region in zone_of_place(place).regions]
    step = (latest - earliest) / _STEPS
    moments = [earliest + step * n for n in range(_STEPS + 1)]
    found = {_offset(zone, moment) for zone in zones for moment in moments}
    # Before there were zones every town kept the mean time of its sun.
    if not found or any(offset % timedelta(minutes=15) for offset in found):
        return None
    return frozenset(found)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return max(WESTERNMOST_OFFSET, min(offset, EASTERNMOST_OFFSET))
