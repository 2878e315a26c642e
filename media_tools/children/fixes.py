"""The fixes of one receiver, gathered from whatever a file holds them in."""

import math
from array import array
from dataclasses import dataclass, field

# 12 hours of 18 fixes a second are 780,000.
MOST_FIXES = 1_000_000

# What a receiver's dilution of precision is multiplied with for a radius that holds in 95 of
# 100 cases: the error of one satellite's range for a small receiver with one frequency. Of
# this, 7 m are what the system itself promises (GPS SPS Performance Standard, 5th ed., 2020,
# 3.4); the rest is left to the air and the receiver.
METRES_PER_DILUTION = 10.0

UNKNOWN = math.nan


@dataclass(slots=True)
class Fixes:
    """Rows of seconds on the file's clock, degrees, metres, metres and seconds since 1970 in UTC.

    What a row does not know is not a number. ``source`` names the format once it was
    recognised; ``heights`` what its heights count from; ``local_clock`` is a clock of no
    known zone, as written, with the seconds it belongs to; ``is_cut`` says that the file ends
    before its samples do.
    """

    rows: "array[float]" = field(default_factory=lambda: array("d"))
    source: str = ""
    heights: str = "unknown"
    device: str = ""
    local_clock: tuple[str, float] | None = None
    unlocked: int = 0
    impossible: int = 0
    damaged: int = 0
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.rows) // 6

    def add(
        self,
        seconds: float,
        latitude: float,
        longitude: float,
        altitude_m: float = UNKNOWN,
        accuracy_m: float = UNKNOWN,
        utc_s: float = UNKNOWN,
    ) -> None:
        """Add a fix, or count it where it cannot be a position: 0, 0 or off the Earth."""
        on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
        if not on_earth or latitude == longitude == 0:
            self.impossible += 1
        elif len(self) < MOST_FIXES:
            height = altitude_m if math.isfinite(altitude_m) else UNKNOWN
            accuracy = accuracy_m if 0 <= accuracy_m < 1e8 else UNKNOWN
            moment = utc_s if math.isfinite(utc_s) else UNKNOWN
            self.rows.extend((seconds, latitude, longitude, height, accuracy, moment))
