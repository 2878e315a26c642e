"""What DJI's drones write into captions: position, height and the clock of the drone.

Two forms are known: ``GPS (8.6499, 53.1665, 18)`` with the longitude first, and
``[latitude: 53.1665] [longitude: 8.6499] [rel_alt: 6.0 abs_alt: 18.2]``, on some models
with ``longtitude``. The clock beside them is the drone's own and of no stated zone.
"""

import re

from media_tools.children.fixes import UNKNOWN, Fixes

_NUMBER = r"([-+]?\d{1,7}(?:\.\d{1,12})?)"
_PAIR = re.compile(rf"\bGPS\s?\(\s?{_NUMBER}\s?,\s?{_NUMBER}\s?,", re.ASCII)
_LATITUDE = re.compile(rf"\[\s?latitude\s?:\s?{_NUMBER}\s?\]", re.ASCII)
_LONGITUDE = re.compile(rf"\[\s?longt?itude\s?:\s?{_NUMBER}\s?\]", re.ASCII)
_HEIGHT = re.compile(rf"\babs_alt:\s?{_NUMBER}", re.ASCII)
_CLOCK = re.compile(
    r"\b(\d{4})[-.](\d\d)[-.](\d\d) (\d\d:\d\d:\d\d)(?:[.,](\d{3}))?(?:,\d{3})?\b", re.ASCII
)


def holds_telemetry(text: str) -> bool:
    """Whether a caption holds a position in one of the two forms."""
    return bool(_PAIR.search(text) or (_LATITUDE.search(text) and _LONGITUDE.search(text)))


def read_caption(text: str, seconds: float, into: Fixes) -> None:
    """Add the fix of one caption."""
    into.source = "DJI captions"
    clock = _CLOCK.search(text)
    if clock and into.local_clock is None:
        year, month, day, of_day, fraction = clock.groups()
        words = f"{year}-{month}-{day} {of_day}" + (f".{fraction}" if fraction else "")
        into.local_clock = (words, seconds)
    latitude, longitude = _LATITUDE.search(text), _LONGITUDE.search(text)
    if latitude and longitude:
        height = _HEIGHT.search(text)
        into.add(
            seconds,
            float(latitude[1]),
            float(longitude[1]),
            float(height[1]) if height else UNKNOWN,
        )
    elif pair := _PAIR.search(text):
        into.add(seconds, float(pair[2]), float(pair[1]))
