"""What really happened, and how it was really filmed: the demo case's ground truth.

The town, its river and everyone in the story are invented. Nothing here is told to
the catalogue: tests and later measurements are held against it.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from catalog.demo.geometry import Camera, Point, straight_line_m
from media_tools.places import Place

AIR_CELSIUS = 8.0
SPEED_OF_SOUND_M_S = 331.3 * math.sqrt(1 + AIR_CELSIUS / 273.15)
LOCAL_OFFSET = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Burst:
    """An explosion: where, how high above the streets, and when its light began."""

    at: Point
    time: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip as it was filmed. ``starts`` is the true time of the first frame.

    The shutter of frame k opens at ``starts`` + k / ``rate`` and closes just before
    the next. ``clock_fast_s`` says how far the device's clock is ahead of the truth.
    ``gps`` is where the device believed to be. ``loudness`` is the bang's peak, 1 being full scale.
    """

    name: str
    camera: Camera
    starts: datetime
    duration_s: float
    rate: Fraction
    bursts: tuple[Burst, ...]
    clock_fast_s: float = 0.0
    loudness: float = 0.8
    gps: Place | None = None
    handheld: bool = False
    daylight: bool = False
    seed: int = 1

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return math.floor(self.duration_s * self.rate)

    def seconds_at(self, moment: datetime) -> float:
        """Seconds from the first frame to a true moment; negative before it."""
        return (moment - self.starts).total_seconds()

    def first_lit_frame(self, burst: Burst) -> int:
        """The frame during which the burst's light begins."""
        return math.floor(self.seconds_at(burst.time) * self.rate)

    def bang_s(self, burst: Burst) -> float:
        """Seconds from the first frame until the burst's sound arrives."""
        way = straight_line_m(self.camera.stands, burst.at)
        return self.seconds_at(burst.time) + way / SPEED_OF_SOUND_M_S

    def clock(self, seconds: float) -> datetime:
        """What the device takes for UTC, so many seconds after the first frame."""
        return self.starts + timedelta(seconds=seconds + self.clock_fast_s)


@dataclass(frozen=True, slots=True)
class Cut:
    """How the repost was made from the phone's clip: its span, and the edges lost.

    ``kept`` is the share of width and height that is left, taken from the middle.
    """

    begins_s: float = 2.0
    lasts_s: float = 10.0
    kept: float = 0.92
    width: int = 512
    height: int = 288
    rate: Fraction = Fraction(25)


FIRST = Burst(
    Point(Place(55.30022, 44.02063), 88), datetime(2023, 5, 2, 23, 27, 4, 100_000, tzinfo=UTC)
)
SECOND = Burst(Point(Place(55.30048, 44.01985), 92), FIRST.time + timedelta(minutes=16))
# What burns after the first burst: the palace roof below it.
FIRE = Point(Place(55.29996, 44.02082), 42)
# The old footage: a silo on the north bank was pulled down by a charge.
SILO = Burst(
    Point(Place(55.29742, 44.02580), 26), datetime(2021, 9, 14, 9, 12, 7, 300_000, tzinfo=UTC)
)
SUN_OVER_SILO = (169.5, 37.6)  # azimuth and altitude in degrees at that moment

_HARBOUR_MAST = Camera(Point(Place(55.30153, 44.02623), 11), 256, 66, 640, 360, 235)

HARBOUR_FIRST = Recording(
    "harbour camera, first burst",
    _HARBOUR_MAST,
    FIRST.time - timedelta(seconds=8.33),
    19,
    Fraction(25),
    (FIRST,),
    clock_fast_s=47,
    loudness=0.16,
    seed=11,
)
HARBOUR_SECOND = Recording(
    "harbour camera, second burst",
    _HARBOUR_MAST,
    SECOND.time - timedelta(seconds=6.91),
    15,
    Fraction(25),
    (SECOND,),
    clock_fast_s=47,
    loudness=0.16,
    seed=12,
)
PHONE = Recording(
    "phone on the south bank",
    Camera(Point(Place(55.29048, 44.01179), 9), 28.5, 32, 768, 432, 268),
    FIRST.time - timedelta(seconds=5.48),
    15,
    Fraction(30000, 1001),
    (FIRST,),
    clock_fast_s=0.4,
    gps=Place(55.29053, 44.01171, 12),
    handheld=True,
    seed=21,
)
OLD_DAYLIGHT = Recording(
    "old daylight clip",
    Camera(Point(Place(55.29030, 44.02260), 8), 6, 38, 640, 360, 262),
    SILO.time - timedelta(seconds=3.2),
    11,
    Fraction(25),
    (SILO,),
    handheld=True,
    daylight=True,
    seed=31,
)
REPOST = Cut()


@dataclass(frozen=True, slots=True)
class Photograph:
    """A still: when its shutter opened, for how long, and what its devices believed."""

    camera: Camera
    opens: datetime
    exposure_s: float
    clock_fast_s: float
    compass_error_deg: float
    gps: Place


STILL = Photograph(
    Camera(Point(Place(55.30216, 44.01037), 14), 108.5, 27, 1200, 800, 690),
    SECOND.time + timedelta(seconds=1.25),
    0.125,
    clock_fast_s=0.9,
    compass_error_deg=2.4,
    gps=Place(55.30221, 44.01044, 8),
)
