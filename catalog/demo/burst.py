"""How a burst looks: its light over time, and the fire and smoke it leaves.

All is a pure function of the time since the burst, so any frame can be drawn
without those before it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from catalog.demo.geometry import Point, local_m

WIND_M_S = (1.6, 0.7)  # east and north
RISE_S = 0.006
# Share and decay time in seconds: the detonation, the fireball, the burning smoke.
DECAYS = ((0.72, 0.11), (0.22, 0.42), (0.06, 1.3))


def light(seconds: float) -> float:
    """Light given off at an instant after the burst; the peak is near 1."""
    if seconds <= 0:
        return 0.0
    fades = sum(share * math.exp(-seconds / decay) for share, decay in DECAYS)
    return (1 - math.exp(-seconds / RISE_S)) * fades


def mean_light(since_s: float, exposure_s: float) -> float:
    """Mean light while a shutter is open from ``since_s`` after the burst."""
    steps = 12
    return sum(light(since_s + (k + 0.5) / steps * exposure_s) for k in range(steps)) / steps


@dataclass(frozen=True, slots=True)
class Puff:
    """One ball of hot gas or smoke. ``heat`` from 0 to 1 sets its own light."""

    at: tuple[float, float, float]
    radius_m: float
    density: float
    heat: float
    seed: int


def fireball(burst: Point, since_s: float, seed: int, count: int = 17) -> Iterator[Puff]:
    """The puffs of one explosion: thrown outwards, slowed, rising and cooling."""
    if since_s <= 0:
        return
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    reach, swell, lift = rng.uniform((2, 0.7, 0.45), (15, 1.35, 1.35), (count, 3)).T
    cooling = 0.7 * np.exp(rng.normal(0, 0.75, count))
    east, north, up = local_m(burst)
    thrown = 1 - math.exp(-since_s / 0.14)
    risen = 11.0 * (1 - math.exp(-since_s / 2.4)) + 1.3 * since_s
    size = 3.0 + 4.2 * thrown + 3.0 * math.sqrt(since_s)
    for k in range(count):
        x, y, z = directions[k] * reach[k] * (thrown + 0.12 * since_s)
        at = (
            east + x + WIND_M_S[0] * since_s * lift[k],
            north + y + WIND_M_S[1] * since_s * lift[k],
            up + z * 0.85 + risen * lift[k],
        )
        density = min(0.78, 0.78 * (10.2 / size) ** 0.9)
        yield Puff(at, swell[k] * size, density, math.exp(-since_s / cooling[k]), seed + k)


def burning(place: Point, now_s: float, seed: int) -> Iterator[Puff]:
    """A fire that has been burning for a while, with its smoke drifting off."""
    every, life = 1.0, 10.0
    east, north, up = local_m(place)
    for k in range(math.ceil((now_s - life) / every), math.floor(now_s / every) + 1):
        rng = np.random.default_rng((seed, k + 1_000_000))
        age = now_s - k * every
        dx, dy, lift = rng.uniform((-5, -5, 0.8), (5, 5, 1.3))
        at = (
            east + dx + WIND_M_S[0] * age * 1.7,
            north + dy + WIND_M_S[1] * age * 1.7,
            up + 4.6 * age * lift,
        )
        fade = max(0.0, 1 - age / life)
        yield Puff(at, 3.0 + 1.6 * age, 0.6 * fade, math.exp(-age / 0.9), seed + k)


def dust(burst: Point, since_s: float, seed: int, count: int = 16) -> Iterator[Puff]:
    """Dust that a charge throws up from the ground, seen by day."""
    if since_s <= 0:
        return
    rng = np.random.default_rng(seed)
    east, north, up = local_m(burst)
    spread = 1 - math.exp(-since_s / 1.1)
    for k in range(count):
        x, y, high, swell = rng.uniform((-34, -14, 0, 0.7), (34, 14, 46, 1.3))
        at = (
            east + x * spread + WIND_M_S[0] * since_s,
            north + y * spread,
            up * 0.3 + (high + 0.8 * since_s) * spread,
        )
        radius = swell * (4 + 13 * spread + 0.7 * since_s)
        yield Puff(at, radius, 0.85 * min(1.0, since_s / 0.15), 0.0, seed + k)
