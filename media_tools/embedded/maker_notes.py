"""What the maker notes of FLIR's, Reconyx's and Apple's cameras say, understood."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.places import Altitude, Position, heading, position, signed_degrees
from media_tools.embedded.times import parse_clock
from media_tools.errors import Invalid
from media_tools.findings import Meaning

TOOL = "Sightline's maker note reader 1"
_APPLE_IDS = {"ContentIdentifier": Meaning.CONTENT_ID, "BurstUUID": Meaning.BURST_ID}


def understand_maker_notes(notes: Mapping[str, Any], into: Collected) -> None:
    """Add what the child read of them, and a warning for what is damaged."""
    if clock := notes["Reconyx"]:
        reading = as_read("Reconyx DateTimeOriginal", clock, TOOL)
        into.raw.append(reading)
        into.time(reading, Meaning.CAPTURED, 1, parse_clock, clock)
    flir: dict[str, Any] = notes["FLIR"]
    if flir.get("time"):
        reading = as_read("FLIR DateTimeOriginal", _flir_clock(*flir["time"]), TOOL)
        into.raw.append(reading)
        into.time(reading, Meaning.CAPTURED, 1, parse_clock, reading.text)
    if flir.get("model"):
        reading = as_read("FLIR CameraModel", flir["model"], TOOL)
        into.raw.append(reading)
        into.words(reading, Meaning.MODEL, rank=1)
    for name, meaning in _APPLE_IDS.items():
        if text := notes["Apple"].get(name, ""):
            reading = as_read(f"Apple {name}", text, TOOL)
            into.raw.append(reading)
            into.words(reading, meaning)
    # Without a fix the receiver's fields hold anything.
    if flir.get("gps", {}).get("valid"):
        _flir_gps(flir["gps"], into)


def _flir_clock(seconds: int, milliseconds: int, minutes_west: int) -> str:
    """The camera's own clock with its offset, as the numbers are if that cannot be."""
    try:
        zone = timezone(timedelta(minutes=-minutes_west))
    except ValueError:
        return f"{seconds} {milliseconds} {minutes_west}"
    shown = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=milliseconds % 1000)
    return shown.astimezone(zone).isoformat(timespec="milliseconds")


def _flir_gps(gps: Mapping[str, Any], into: Collected) -> None:
    (latitude, north_south), (longitude, east_west) = gps["latitude"], gps["longitude"]
    text = f"{latitude} {north_south}, {longitude} {east_west}"
    reading = as_read("FLIR GPSLatitude, GPSLongitude", text, TOOL)
    into.raw.append(reading)

    def where() -> Position:
        found = position(
            signed_degrees([_number(latitude)], north_south, "NS"),
            signed_degrees([_number(longitude)], east_west, "EW"),
        )
        return found.at(Altitude(float(_number(gps["altitude"]))))

    if found := into.attempt(reading, where):
        into.understand(reading, Meaning.POSITION, found.as_value(), rank=1)
    degrees, reference = gps["direction"]
    direction = as_read("FLIR GPSImgDirection", f"{degrees} {reference}".strip(), TOOL)
    into.raw.append(direction)
    if reference and (
        value := into.attempt(direction, lambda: heading(_number(degrees), reference))
    ):
        into.understand(direction, Meaning.HEADING, value, rank=1)


def _number(text: str) -> Fraction:
    if not math.isfinite(float(text)):
        raise Invalid("It is not a number.")
    return Fraction(float(text))
