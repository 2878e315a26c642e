"""The GPS tags of EXIF, as ExifRead names them, understood."""

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.exif_values import NOTHING, Tags, text_of
from media_tools.embedded.places import (
    Altitude,
    Position,
    altitude,
    heading,
    position,
    signed_degrees,
)
from media_tools.embedded.times import parse_gps_time
from media_tools.findings import Meaning, Reading
from media_tools.text import visible

_LATITUDE, _LONGITUDE = "GPS GPSLatitude", "GPS GPSLongitude"
_DIRECTION = "GPS GPSImgDirection"
# From this version on, references 0 and 1 of a height count from the ellipsoid.
_ELLIPSOID_SINCE = "0300"


def understand_gps(tags: Tags, tool: str, into: Collected) -> None:
    """Add time, position and direction of the receiver, and a warning for each that is damaged."""
    _time(tags, tool, into)
    _position(tags, tool, into)
    _heading(tags, tool, into)


def _time(tags: Tags, tool: str, into: Collected) -> None:
    day, clock = text_of(tags, "GPS GPSDate"), tags.get("GPS GPSTimeStamp", NOTHING)
    reading = as_read("GPS GPSDate, GPSTimeStamp", f"{day} {clock.text}", tool)
    into.time(reading, Meaning.CAPTURED, 2, parse_gps_time, day, clock.ratios())


def _position(tags: Tags, tool: str, into: Collected) -> None:
    latitude, longitude = tags.get(_LATITUDE, NOTHING), tags.get(_LONGITUDE, NOTHING)
    if not latitude.numbers and not longitude.numbers:
        return
    north_south, east_west = text_of(tags, f"{_LATITUDE}Ref"), text_of(tags, f"{_LONGITUDE}Ref")
    text = f"{latitude.text} {north_south}, {longitude.text} {east_west}"
    reading = as_read("GPS GPSLatitude, GPSLongitude", text, tool)

    def read() -> Position:
        where = position(
            signed_degrees(latitude.ratios(), north_south, "NS"),
            signed_degrees(longitude.ratios(), east_west, "EW"),
            radius_m=_radius_m(tags),
        )
        return where.at(_altitude(tags, tool, into))

    if found := into.attempt(reading, read):
        into.understand(reading, Meaning.POSITION, found.as_value())
        _tell_doubts(tags, reading, into)


def _altitude(tags: Tags, tool: str, into: Collected) -> Altitude | None:
    tag = tags.get("GPS GPSAltitude", NOTHING)
    if not tag.numbers:
        return None
    references = tags.get("GPS GPSAltitudeRef", NOTHING).numbers
    reference = next((number for number in references if isinstance(number, int)), None)
    reading = as_read("GPS GPSAltitude", tag.text, tool)
    by_version_3 = text_of(tags, "EXIF ExifVersion") >= _ELLIPSOID_SINCE
    return into.attempt(reading, altitude, tag.ratio(), reference, by_version_3=by_version_3)


def _radius_m(tags: Tags) -> float | None:
    """The stated error in metres. ``GPSDOP`` is a factor on an error that no tag states."""
    error = tags.get("GPS GPSHPositioningError", NOTHING).ratio()
    return float(error) if error and error > 0 else None


def _tell_doubts(tags: Tags, reading: Reading, into: Collected) -> None:
    status = text_of(tags, "GPS GPSStatus").strip(" \0").upper()
    if status.startswith("V"):
        into.warnings.append(
            f"{reading.tag}: GPSStatus says that the receiver had no fix, so the position may "
            "be an older one."
        )
    datum = text_of(tags, "GPS GPSMapDatum").strip(" \0")
    if datum and "".join(filter(str.isalnum, datum.upper())) not in ("WGS84", "WGS1984"):
        into.warnings.append(
            f"{reading.tag}: the map datum is “{visible(datum, 50)}”, not WGS 84. The numbers are "
            "taken as they stand, which may be some hundred metres off."
        )


def _heading(tags: Tags, tool: str, into: Collected) -> None:
    tag, reference = tags.get(_DIRECTION, NOTHING), text_of(tags, f"{_DIRECTION}Ref")
    if not tag.numbers:
        return
    reading = as_read(_DIRECTION, f"{tag.text} {reference}".strip(), tool)
    if value := into.attempt(reading, heading, tag.ratio(), reference):
        into.understand(reading, Meaning.HEADING, value)
