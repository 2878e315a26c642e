"""From what a wall clock showed to the instants at which it could have shown it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET


@dataclass(frozen=True, slots=True)
class Zone:
    """Offsets or IANA regions a clock may have kept; more than one when the words leave it open.

    ``stated`` is false when nobody said which zone; every offset on Earth is then possible.
    """

    words: str
    offsets: tuple[timedelta, ...] = ()
    regions: tuple[str, ...] = ()
    stated: bool = True
    notes: tuple[str, ...] = ()

    def readings(self, wall: datetime) -> list[datetime]:
        """The instants in UTC at which this zone's clocks showed ``wall``, in order.

        None in the hour a clock skips, two in the hour it repeats, one otherwise, for
        each zone the words may mean.
        """
        found = {(wall - offset).replace(tzinfo=UTC) for offset in self.offsets}
        for region in self.regions:
            zone = ZoneInfo(region)
            for fold in (0, 1):
                instant = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
                if instant.astimezone(zone).replace(tzinfo=None) == wall:
                    found.add(instant)
        return sorted(found)

    def readings_or_nearest(self, wall: datetime) -> list[datetime]:
        """As ``readings``; a wall time that a clock skipped stands for the end of the skip."""
        shifted = [
            wall.replace(tzinfo=ZoneInfo(region), fold=0).astimezone(UTC) for region in self.regions
        ]
        return self.readings(wall) or sorted(shifted)

    def repeats(self, wall: datetime) -> bool:
        """Whether one of the regions showed this wall time twice."""
        return any(len(Zone("", regions=(region,)).readings(wall)) > 1 for region in self.regions)

    def offsets_at(self, instant: datetime) -> set[timedelta]:
        """The offsets from UTC that this zone may have kept at the instant."""
        kept = {instant.astimezone(ZoneInfo(region)).utcoffset() for region in self.regions}
        return {offset for offset in kept if offset is not None} | set(self.offsets)


def unknown_zone(words: str = "", *notes: str) -> Zone:
    """A clock of which nobody said where it hung: it spans UTC-12 to UTC+14."""
    offsets = (EASTERNMOST_OFFSET, WESTERNMOST_OFFSET)
    return Zone(words, offsets=offsets, stated=False, notes=notes)
