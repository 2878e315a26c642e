"""What the search bench asks for, and where its catalogue has something to find."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

FIRST_DAY = datetime(2019, 1, 1, tzinfo=UTC)
DAYS = 5 * 365
CITIES = ((50.45, 30.52), (36.2, 37.16), (31.52, 34.45), (15.55, 32.53), (-17.73, -179.3))
IN_CITIES = 0.7
SPREAD_DEG = 0.12
# North of everything else, so many items in a catalogue of any size.
ISLAND, ISLAND_ITEMS = (81.0, 15.0), 2_000
# What the times cover, in seconds: a clock's second, a minute, an hour, a day without a zone.
COVERED_S = (1, 60, 3600, 26 * 3600)


@dataclass(frozen=True, slots=True)
class Ask:
    """A place and a time to ask for."""

    latitude: float
    longitude: float
    radius_m: float
    start: datetime
    end: datetime


def island_asks() -> list[Ask]:
    """Questions whose answer is the same in a catalogue of any size."""
    rng = np.random.default_rng(3)
    starts = [FIRST_DAY + timedelta(days=float(day)) for day in rng.uniform(100, 1000, 24)]
    return [
        Ask(*ISLAND, radius_m, start, start + timedelta(days=30))
        for start, radius_m in zip(starts, (500.0, 5_000.0, 50_000.0) * 8, strict=True)
    ]


def asks(count: int, seed: int = 7) -> list[Ask]:
    """Places from 500 m to 50 km with times from an hour to 30 days, as people ask: mostly
    where there is something."""
    rng = np.random.default_rng(seed)
    made = []
    for n in range(count):
        city = CITIES[int(rng.integers(len(CITIES)))]
        latitude, longitude = rng.normal(city, SPREAD_DEG / 2)
        start = FIRST_DAY + timedelta(days=float(rng.uniform(30, DAYS - 60)))
        hours = (1, 24, 7 * 24, 30 * 24)[n // 4 % 4]
        radius_m = (500.0, 2_000.0, 10_000.0, 50_000.0)[n % 4]
        made.append(
            Ask(float(latitude), float(longitude), radius_m, start, start + timedelta(hours=hours))
        )
    return made
