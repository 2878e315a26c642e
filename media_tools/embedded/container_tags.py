"""Container tags, as the probe read them, understood: QuickTime, MP4, Matroska, RIFF."""

import re
from collections.abc import Iterable, Iterator

from media_tools.embedded.collected import Collected
from media_tools.embedded.places import parse_iso_6709
from media_tools.embedded.times import EmbeddedTime, parse_clock
from media_tools.errors import Invalid
from media_tools.findings import Meaning, Reading

_TAG = re.compile(r"(?:(?:format|stream:\d+):tags|udta|mvhd|(?:tkhd|mdhd):\d+|Info):(?P<name>.+)")
_APPLE = "com.apple.quicktime."

_NAMES = {
    Meaning.MAKE: (f"{_APPLE}make", "com.android.manufacturer", "make"),
    Meaning.MODEL: (f"{_APPLE}model", "com.android.model", "model"),
    Meaning.SOFTWARE: (f"{_APPLE}software", "software"),
    Meaning.CONTENT_ID: (f"{_APPLE}content.identifier",),
}
_RECORDED = (f"{_APPLE}creationdate", "creationdate", "date_recorded", "date", "idit")
_HEADER_TIMES = {
    "creation_time": Meaning.CAPTURED,
    "dateutc": Meaning.CAPTURED,
    "modification_time": Meaning.MODIFIED,
}


def understand_container(readings: Iterable[Reading], into: Collected) -> None:
    """Add what the container's tags mean, and a warning for each that is damaged."""
    tags = list(_tags(readings))
    for name, reading in tags:
        if name in _RECORDED:
            _recorded(name, reading, into)
        elif name in _HEADER_TIMES:
            _header_time(name, reading, tags, into)
        for meaning, names in _NAMES.items():
            if name in names:
                into.words(reading, meaning)
    _position(tags, into)


def _tags(readings: Iterable[Reading]) -> Iterator[tuple[str, Reading]]:
    for reading in readings:
        if match := _TAG.fullmatch(reading.tag):
            yield match["name"].lower(), reading


def _recorded(name: str, reading: Reading, into: Collected) -> None:
    text = reading.text
    # The date of a song is often a year and seldom a claim about its recording.
    if name == "date" and not re.match(r"\d{4}[-:/]\d{2}[-:/]\d{2}", text):
        return
    rank = 0 if name == _RECORDED[0] else 1
    into.time(reading, Meaning.CAPTURED, rank, parse_clock, text)


def _header_time(
    name: str, reading: Reading, tags: list[tuple[str, Reading]], into: Collected
) -> None:
    """UTC by standard and the local clock of many cameras: both are kept, UTC first."""
    meaning, text = _HEADER_TIMES[name], reading.text
    if re.fullmatch(r"\d{2}:\d{2}:\d{2}", text):
        # Broadcast WAV keeps day and time of day in two tags; ffprobe calls them so.
        day = next((other.text for name, other in tags if name == "date"), "")
        text = f"{day} {text}"
    if _is_repeated(reading, tags):
        return
    if text.endswith("Z"):
        clock = _bare(text)
        into.time(reading, meaning, 2, _utc, clock, text)
        into.time(reading, meaning, 3, parse_clock, clock)
    else:
        into.time(reading, meaning, 2, parse_clock, text)


def _bare(text: str) -> str:
    return text.removesuffix("Z").removesuffix(".000000")


def _utc(clock: str, text: str) -> EmbeddedTime | None:
    found = parse_clock(clock, utc_by_standard=True)
    return EmbeddedTime(found.clock, text, found.zone) if found else None


def _is_repeated(reading: Reading, tags: list[tuple[str, Reading]]) -> bool:
    """Whether an earlier tag says the same: every track repeats the file's time.

    A clip that was never changed gives one time twice; it is then the time it was made.
    """
    words = _bare(reading.text)
    same = (other for name, other in tags if name in _HEADER_TIMES and _bare(other.text) == words)
    return next(same) is not reading


def _position(tags: list[tuple[str, Reading]], into: Collected) -> None:
    by_name = dict(reversed(tags))
    accuracy = by_name.get(f"{_APPLE}location.accuracy.horizontal")
    for name in (f"{_APPLE}location.iso6709", "loci", "location", "location-eng"):
        reading = by_name.get(name)
        if not reading:
            continue
        radius = None
        if accuracy and name.startswith(_APPLE):
            radius = into.attempt(accuracy, _metres, accuracy.text)
        if found := into.attempt(reading, parse_iso_6709, reading.text, radius):
            into.understand(reading, Meaning.POSITION, found.as_value())
            return


def _metres(text: str) -> float:
    try:
        metres = float(text)
    except ValueError as error:
        raise Invalid("It is not a number of metres.") from error
    if not 0 <= metres < 1e8:
        raise Invalid("It is not a distance on Earth.")
    return metres
