"""The records that AVCHD cameras write between the pictures, understood."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.exif_gps import understand_gps
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.times import EmbeddedTime, format_offset, parse_clock
from media_tools.findings import Meaning

TOOL = "Sightline's MDPM reader 1"

_DATE = (0x18, 0x19)
_MAKE, _SONYS_MODEL = 0xE0, (0xE4, 0xE5, 0xE6)
_MAKES = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}
# EXIF's GPS tags, as ExifRead names them, and the records that hold them.
_GPS_TEXTS = {
    "GPSLatitudeRef": (0xB1,),
    "GPSLongitudeRef": (0xB5,),
    "GPSStatus": (0xBE,),
    "GPSImgDirectionRef": (0xC5,),
    "GPSMapDatum": (0xC7, 0xC8),
    "GPSDate": (0xCA, 0xCB, 0xCC),
}
_GPS_RATIOS = {
    "GPSLatitude": (0xB2, 0xB3, 0xB4),
    "GPSLongitude": (0xB6, 0xB7, 0xB8),
    "GPSAltitude": (0xBA,),
    "GPSTimeStamp": (0xBB, 0xBC, 0xBD),
    "GPSImgDirection": (0xC6,),
}
_NO_ZONE = 0xFF
_SUMMER, _WEST, _HALF = 0x40, 0x20, 0x01

Records = Mapping[int, bytes]


def understand_mdpm(records: Records, into: Collected) -> None:
    """Add date, make, model and the receiver's readings, and a warning for what is damaged."""
    into.raw += [as_read(f"MDPM {number:02x}", raw.hex(), TOOL) for number, raw in records.items()]
    _date(records, into)
    make = _MAKES.get(int.from_bytes(records.get(_MAKE, b"")[:2], "big"), "")
    into.words(as_read("MDPM MakeModel", make, TOOL), Meaning.MAKE)
    if make == "Sony":
        model = _text(_joined(records, _SONYS_MODEL))
        into.words(as_read("MDPM Model", model, TOOL), Meaning.MODEL)
    _gps(records, into)


def _joined(records: Records, numbers: Sequence[int]) -> bytes:
    """The bytes of these records up to the first that is missing."""
    joined = b""
    for number in numbers:
        if number not in records:
            break
        joined += records[number]
    return joined


def _text(raw: bytes) -> str:
    return raw.split(b"\0")[0].decode("latin-1").strip()


def _date(records: Records, into: Collected) -> None:
    """The clock in decimal digits, two in a byte, behind a byte for its zone."""
    raw = _joined(records, _DATE)
    if len(raw) < 8:
        return
    zone, digits = raw[0], raw[1:].hex()
    text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}"
    offset = timedelta(hours=zone >> 1 & 0x0F, minutes=30 if zone & _HALF else 0)
    offset = -offset if zone & _WEST else offset
    if zone == _NO_ZONE:
        into.time(
            as_read("MDPM DateTimeOriginal", text, TOOL), Meaning.CAPTURED, 0, parse_clock, text
        )
        return
    stated = format_offset(offset)
    summer = " DST" if zone & _SUMMER else ""
    reading = as_read("MDPM DateTimeOriginal", f"{text}{stated}{summer}", TOOL)
    into.time(reading, Meaning.CAPTURED, 0, _clock, text, offset, reading.text)
    if summer:
        on_top = offset + timedelta(hours=1)
        words = f"{reading.text}, its hour on top"
        into.time(reading, Meaning.CAPTURED, 1, _clock, text, on_top, words)
        into.warnings.append(
            f"{reading.tag} says that daylight saving was in force, and not whether its hour is in "
            f"{stated} or comes on top; both readings are given."
        )


def _clock(text: str, offset: timedelta, words: str) -> EmbeddedTime | None:
    found = parse_clock(text, offset=format_offset(offset))
    return EmbeddedTime(found.clock, words, found.zone) if found else None


def _gps(records: Records, into: Collected) -> None:
    """By the rules for EXIF, whose tags these are, with ratios of two bytes each."""
    tags: dict[str, ExifTag] = {}
    for name, numbers in _GPS_TEXTS.items():
        if raw := _joined(records, numbers):
            tags[f"GPS {name}"] = ExifTag(_text(raw))
    for name, numbers in _GPS_RATIOS.items():
        ratios = [_ratio(records[number]) for number in numbers if number in records]
        if ratios:
            text = ", ".join(f"{top}/{bottom}" for top, bottom in ratios)
            tags[f"GPS {name}"] = ExifTag(text, ratios)
    if reference := records.get(0xB9):
        tags["GPS GPSAltitudeRef"] = ExifTag("", [1 if any(reference) else 0])
    if tags.get("GPS GPSStatus", ExifTag()).text.startswith("V"):
        into.warnings.append("The receiver had no fix; what it wrote is kept as read only.")
        return
    understand_gps(tags, TOOL, into)


def _ratio(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[:2], "big"), int.from_bytes(raw[2:], "big")]
