"""Google's camera motion metadata: packets of a type and little-endian numbers.

Google, "Camera Motion Metadata Spec". Type 5 is a position, type 6 a position with the
receiver's clock, lock and accuracy; the others are motion and light.
"""

import struct

from media_tools.children.fixes import Fixes

_SIZES = {0: 12, 1: 8, 2: 12, 3: 12, 4: 12, 5: 24, 6: 56, 7: 12}
_GPS_EPOCH_S = 315_964_800
# GPS time runs ahead of UTC by the leap seconds since 1980: 18 since 2017, the year of the format.
_AHEAD_OF_UTC_S = 18


def read_packets(data: bytes, seconds: float, header_utc_s: float | None, into: Fixes) -> None:
    """Add the fixes in one sample."""
    into.source = "Google camm"
    at = 0
    while at + 4 <= len(data):
        (kind,) = struct.unpack_from("<2xH", data, at)
        body = data[at + 4 : at + 4 + _SIZES.get(kind, 0)]
        if not body or len(body) < _SIZES[kind]:
            into.damaged += 1
            return
        if kind == 5:
            into.add(seconds, *struct.unpack("<3d", body))
        elif kind == 6:
            clock, lock, latitude, longitude, height, accuracy = struct.unpack("<di2d2f20x", body)
            if lock >= 2:
                moment = _utc(clock, header_utc_s)
                into.add(seconds, latitude, longitude, height, accuracy, moment)
            else:
                into.unlocked += 1
        at += 4 + _SIZES[kind]


def _utc(clock: float, header_utc_s: float | None) -> float:
    """By the format the clock counts from 1980; some writers count from 1970, in UTC."""
    by_format = clock + _GPS_EPOCH_S - _AHEAD_OF_UTC_S
    if header_utc_s is None or abs(by_format - header_utc_s) <= abs(clock - header_utc_s):
        return by_format
    return clock
