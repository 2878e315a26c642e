"""Blocks marked ``freeGPS`` that dash cameras write between the pictures.

Two contents are known in public: sentences of NMEA, and the record of Novatek's chips
(sergei.nz, "Extracting GPS data from Viofo A119"): hour, minute, second, year, month, day,
then ``A`` for a lock and the two hemispheres, then latitude and longitude as ``ddmm.mmmm``.
Its clock is the camera's: some are set to UTC and some to local time.
"""

import struct

from media_tools.children.fixes import Fixes
from media_tools.children.nmea import holds_sentences, read_sentences

# Where the record begins: most cameras, and Viofo's third series.
_BEGINS = (0x30, 0x10)


def is_block(data: bytes) -> bool:
    """Whether these bytes begin with the mark, behind their size or at once."""
    return data[4:12] == b"freeGPS " or data[:8] == b"freeGPS "


def read_block(data: bytes, seconds: float, into: Fixes) -> None:
    """Add the fix in one block; count a block that is of neither kind as damaged."""
    into.source = "freeGPS blocks"
    if holds_sentences(data):
        read_sentences(data, seconds, 0.0, into)
        return
    for begin in _BEGINS:
        record = data[begin : begin + 36]
        if len(record) == 36 and record[24:25] in b"AV" and record[25:26] in b"NS\0":
            break
    else:
        into.damaged += 1
        return
    hour, minute, second, year, month, day = struct.unpack("<6I", record[:24])
    latitude, longitude = (_degrees(value) for value in struct.unpack("<2f", record[28:36]))
    if record[24:25] != b"A":
        into.unlocked += 1
        return
    if into.local_clock is None and max(hour, minute, second, month, day) < 100 and year < 2100:
        date = f"{year if year >= 2000 else year + 2000}-{month:02}-{day:02}"
        into.local_clock = (f"{date} {hour:02}:{minute:02}:{second:02}", seconds)
    into.add(
        seconds,
        -latitude if record[25:26] == b"S" else latitude,
        -longitude if record[26:27] == b"W" else longitude,
    )


def _degrees(value: float) -> float:
    degrees, minutes = divmod(value, 100)
    return degrees + minutes / 60
