"""Readings as the steps give them, made from what a test wants a file to say."""

from datetime import UTC, datetime, timedelta

from media_tools.embedded.times import EmbeddedTime, parse_clock
from media_tools.findings import JSON, Meaning, Reading
from media_tools.places import Place
from media_tools.times import TimeInterval


def utc(text: str) -> datetime:
    """A moment in UTC out of ``2023-05-03T02:27:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minute(text: str) -> TimeInterval:
    """The minute, in UTC, that begins then."""
    return TimeInterval(utc(text), utc(text) + timedelta(seconds=59, microseconds=999_999))


def taken(tag: str, words: str, *, by_standard: bool = False) -> Reading:
    """A date of taking in this tag; UTC by standard if it is said so."""
    return _timed(tag, words, Meaning.CAPTURED, {}, by_standard=by_standard)


def receiver_fix(words: str) -> Reading:
    """The clock of a GPS receiver beside a picture."""
    return taken("GPS GPSDate, GPSTimeStamp", words, by_standard=True)


def quicktime(words: str) -> list[Reading]:
    """A header's creation_time in both its readings."""
    tag = "format:tags:creation_time"
    return [taken(tag, words, by_standard=True), taken(tag, words)]


def changed(words: str) -> Reading:
    """A date of change."""
    return _timed("Image DateTime", words, Meaning.MODIFIED, {})


def named(words: str, of: str, pattern: str = "phone camera") -> Reading:
    """The hint of a file's name."""
    more: dict[str, JSON] = {"of": of, "pattern": pattern}
    return _timed(f"file name: {pattern}", words, Meaning.NAMED, more)


def _timed(
    tag: str, words: str, meaning: Meaning, more: dict[str, JSON], *, by_standard: bool = False
) -> Reading:
    time = parse_clock(words, utc_by_standard=by_standard)
    assert isinstance(time, EmbeddedTime)
    return Reading(tag, words, "test", meaning, time.as_value(tag) | more)


def positioned(place: Place, altitude_m: float | None = None) -> Reading:
    """A fix in EXIF."""
    value: dict[str, JSON] = {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "altitude_m": altitude_m,
        "altitude_reference": None,
        "radius_m": place.radius_m,
    }
    return Reading("GPS GPSLatitude, GPSLongitude", "", "test", Meaning.POSITION, value)


def worded(meaning: Meaning, tag: str, text: str) -> Reading:
    """A make, model, program or the like."""
    return Reading(tag, text, "test", meaning, text)
