"""When the light seen would fit, around a claimed time, in numbers and in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from media_tools.compare.sky.bodies import FIRST_MOMENT, LAST_MOMENT
from media_tools.compare.sky.fitting import Band, fitting_times
from media_tools.compare.sky.light import Seen
from media_tools.compare.wording import moment
from media_tools.findings import JSON
from media_tools.places import Place
from media_tools.times import TimeInterval

# Longer claims have a band for each day, which tells nobody anything.
_SHORT = timedelta(days=2)
_AROUND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Fitting:
    """The bands from half a day before a claimed time, ``first``, to half a day after, ``last``."""

    first: datetime
    last: datetime
    bands: tuple[Band, ...]

    def numbers(self) -> list[JSON]:
        """Each band, to the minute."""
        return [_numbers(band) for band in self.bands]

    def in_words(self, light: str) -> str:
        """At which times this light is possible there."""
        if not self.bands:
            return f"Within half a day of the claimed time {light} is never possible there."
        told = " and ".join(self._words(band) for band in self.bands)
        return f"By the sun {light} is possible there {told}."

    def _words(self, band: Band) -> str:
        begins, ends = (moment(_rounded(at), to_minute=True) for at in (band.earliest, band.latest))
        if band.earliest <= self.first:
            return f"until {ends}"
        if band.latest >= self.last:
            return f"from {begins}"
        return f"from {begins.removesuffix(' UTC')} to {ends}"


def fitting_around(place: Place, when: TimeInterval, seen: Seen) -> Fitting | None:
    """The times at which the light would fit; ``None`` for a claim longer than two days."""
    if (short := short_ends(when)) is None:
        return None
    first = max(short[0] - _AROUND, FIRST_MOMENT + _AROUND)
    last = min(short[1] + _AROUND, LAST_MOMENT - _AROUND)
    return Fitting(first, last, tuple(fitting_times(place, TimeInterval(first, last), seen)))


def short_ends(when: TimeInterval) -> tuple[datetime, datetime] | None:
    """Both ends of a time of at most two days."""
    if when.earliest is None or when.latest is None or when.latest - when.earliest > _SHORT:
        return None
    return when.earliest, when.latest


def to_the_minute(at: datetime) -> str:
    """The light does not change faster, and nothing here is known better."""
    return f"{_rounded(at):%Y-%m-%dT%H:%MZ}"


def _rounded(at: datetime) -> datetime:
    return (at + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _numbers(band: Band) -> JSON:
    return {
        "earliest": to_the_minute(band.earliest),
        "latest": to_the_minute(band.latest),
        "surely_from": to_the_minute(band.surely_from) if band.surely_from else None,
        "surely_to": to_the_minute(band.surely_to) if band.surely_to else None,
    }
