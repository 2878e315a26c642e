"""The clocks that speak in a file, each with every way in which its words may be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from media_tools.embedded.times import format_offset
from media_tools.findings import Meaning, Reading
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET, TimeInterval

# A receiver's stamp beside one picture may be of an older fix; in a track it ticks.
_RECEIVER = ("GPSDate, GPSTimeStamp", "exif:GPSTimeStamp")
_TRACK = ":GPS clock"
# These say when a file was written, which may be long after what it shows.
_WRITTEN = (
    *(":creation_time", ":DateUTC", "DateTimeDigitized", "xmp:CreateDate", "2:62, 2:63"),
    *("Iptc4xmpCore:DateCreated", "Creation Time", "create-date"),
)
# Every offset from UTC in use in some place on Earth since 1980, by the IANA zone database.
_HALVES = (-9.5, -8.5, -4.5, -3.5, -2.5, -1.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5)
_QUARTERS = (5.75, 8.75, 9.75, 12.75, 13.75)
OFFSETS_IN_USE = frozenset(
    timedelta(hours=hours) for hours in (*range(-12, 15), *_HALVES, *_QUARTERS)
)


class ClockKind(StrEnum):
    """What a clock is, and so what may be relied on (decision 9)."""

    TRACK = "receiver's clock in a track"
    RECEIVER = "receiver's clock"
    DEVICE = "device's clock"
    WRITTEN = "date of the file's writing"
    NAMED = "date in the file's name"
    SAVED = "date of saving in the file's name"
    MODIFIED = "date of a change"


@dataclass(frozen=True, slots=True)
class Possible:
    """One way to read a clock: the instants it may mean and how it was read.

    ``is_open`` where the zone is not known, so that the interval spans every offset.
    """

    interval: TimeInterval
    read_as: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedClock:
    """One tag that holds a time: as UTC, with the offset stated or set by standard, or as the
    face of a clock without a zone, which spans every offset; or in both ways.
    """

    kind: ClockKind
    tag: str
    words: str
    utc: tuple[Possible, ...] = ()
    zoneless: TimeInterval | None = None

    def readings(self, offsets: frozenset[timedelta] | None) -> list[Possible]:
        """Every way to read it; ``offsets`` are those in force where it was, if known."""
        found = list(self.utc)
        if self.zoneless and offsets is not None:
            found += [_at(offset, self.zoneless) for offset in sorted(offsets)]
        elif self.zoneless:
            found.append(Possible(self.zoneless, "as local time of an unknown zone", is_open=True))
        return found

    def in_any_zone(self) -> list[Possible]:
        """Every way to read it in any zone on Earth."""
        return self.readings(OFFSETS_IN_USE)


def _at(offset: timedelta, zoneless: TimeInterval) -> Possible:
    earliest, latest = zoneless.earliest, zoneless.latest
    known = TimeInterval(
        earliest and earliest + (EASTERNMOST_OFFSET - offset),
        latest and latest + (WESTERNMOST_OFFSET - offset),
    )
    return Possible(known, f"as local time at UTC{format_offset(offset)}")


def clocks_in(readings: Iterable[Reading]) -> list[EmbeddedClock]:
    """Every tag that holds a time, in the order of the readings: best first of its kind.

    A tag that may be read in two ways, as UTC by standard and as local time, is one clock.
    """
    found: dict[tuple[str, ClockKind], EmbeddedClock] = {}
    for reading in readings:
        if reading.meaning not in (Meaning.CAPTURED, Meaning.MODIFIED, Meaning.NAMED):
            continue
        value: Any = reading.value
        kind = _kind(reading, value)
        clock = found.get((reading.tag, kind)) or EmbeddedClock(kind, reading.tag, value["text"])
        ends = (datetime.fromisoformat(value[end]) for end in ("earliest", "latest"))
        interval = TimeInterval(*ends)
        if value["zone"] == "unknown":
            clock = replace(clock, zoneless=clock.zoneless or interval)
        else:
            offset = value["offset"]
            read_as = f"with its offset of UTC{offset}" if offset else "as UTC"
            clock = replace(clock, utc=(*clock.utc, Possible(interval, read_as)))
        found[reading.tag, kind] = clock
    return list(found.values())


def _kind(reading: Reading, value: Any) -> ClockKind:
    if reading.meaning is Meaning.MODIFIED:
        return ClockKind.MODIFIED
    if reading.meaning is Meaning.NAMED:
        return ClockKind.SAVED if value["of"] == "saved" else ClockKind.NAMED
    if reading.tag.endswith(_TRACK):
        return ClockKind.TRACK
    if reading.tag.endswith(_RECEIVER):
        return ClockKind.RECEIVER
    return ClockKind.WRITTEN if reading.tag.endswith(_WRITTEN) else ClockKind.DEVICE
