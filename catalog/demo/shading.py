"""How bright each pixel is: the light always there, and what a burst would add.

Pictures are linear light, height x width x 3. What never moves is worked out once
for a camera; a frame is then a sum of these parts.
"""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from catalog.demo.geometry import Camera, Floats, Point, local_m
from catalog.demo.raster import Faces, Seen, look
from catalog.demo.solids import Corner, Surface
from catalog.demo.surfaces import WARM, Scenery, scenery

FINER = 2
HAZE_M = 7000.0
BURST_POWER = 26000.0
_FIRE = np.array((1.0, 0.40, 0.10), np.float32)


@dataclass(frozen=True, slots=True)
class Sky:
    """The light that is always there: from the sky, and perhaps from a sun.

    Colours are linear light. ``sun`` points towards the sun and is scaled by its
    strength; ``lamps`` says whether windows, lamps and floodlights are on.
    """

    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    sun: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lamps: bool = True


NIGHT = Sky((0.0006, 0.0011, 0.0024), (0.0090, 0.0064, 0.0052))


def day(sun_azimuth_deg: float, sun_altitude_deg: float) -> Sky:
    """A hazy day with the sun there."""
    azimuth, altitude = math.radians(sun_azimuth_deg), math.radians(sun_altitude_deg)
    flat = 1.9 * math.cos(altitude)
    sun = (flat * math.sin(azimuth), flat * math.cos(azimuth), 1.9 * math.sin(altitude))
    return Sky((0.15, 0.26, 0.50), (0.56, 0.64, 0.72), sun, lamps=False)


@dataclass(frozen=True, slots=True)
class View:
    """What one camera sees of the town: per pixel its surface, distance and light."""

    water: Floats  # share of the pixel that is water
    distance_m: Floats  # along the ray, a million for the sky
    always: Floats
    per_burst: tuple[Floats, ...]


def _lamplight(seen: Seen, lamps: list[Corner]) -> Floats:
    """Light of street lamps on what lies within 500 m of the camera."""
    near = (seen.distance_m < 500) & (seen.surface != Surface.LAMP)
    at, normal = seen.at[near], seen.normal[near]
    total = np.zeros(len(at), np.float32)
    for lamp in lamps:
        toward = np.array(lamp, np.float32) - at
        squared = np.einsum("ij,ij->i", toward, toward)
        total += np.clip(np.einsum("ij,ij->i", toward, normal), 0, None) / (squared + 4) ** 1.5
    light = np.zeros(seen.distance_m.shape, np.float32)
    light[near] = total * 11
    return light


def _always(seen: Seen, looks: Scenery, sky: Sky, lamps: list[Corner]) -> Floats:
    """Light that does not depend on a burst: sky, sun, windows, lamps, floodlights."""
    zenith, horizon = np.array(sky.zenith, np.float32), np.array(sky.horizon, np.float32)
    upward = 0.55 + 0.45 * seen.normal[..., 2]
    sun = np.clip(seen.normal @ np.array(sky.sun, np.float32), 0, None)
    picture = looks.albedo * (upward[..., None] * (zenith + horizon) * 0.6 + sun[..., None])
    if sky.lamps:
        high = seen.at[..., 2]
        proud = (seen.surface == Surface.STONE) | (seen.surface == Surface.DOME)
        side = 0.62 + 0.38 * seen.normal[..., 0]
        flood = proud * 0.26 * np.exp(-np.clip(high - 18, 0, None) / 20) * side
        street = 0.030 * np.exp(-np.clip(high, 0, None) / 6) * (seen.surface != Surface.WATER)
        picture += looks.albedo * (flood + street + _lamplight(seen, lamps))[..., None] * WARM
        picture += 0.16 * looks.windows
        picture += (seen.surface == Surface.LAMP)[..., None] * (3.0 * WARM)
    elevation = np.clip(seen.rays[..., 2] / np.linalg.norm(seen.rays, axis=-1), 0, 1)
    air = zenith + (horizon - zenith) * np.exp(-elevation * 6.5)[..., None]
    clear = np.exp(-seen.distance_m / HAZE_M)[..., None]
    return np.asarray(picture * clear + air * looks.clouds[..., None] * (1 - clear))


def _per_burst(seen: Seen, looks: Scenery, burst: Point, camera: Camera) -> Floats:
    """The light that one unit of burst adds: on surfaces, and in the air between."""
    toward = np.array(local_m(burst), np.float32) - seen.at
    distance = np.linalg.norm(toward, axis=-1)
    facing = np.einsum("...i,...i->...", toward, seen.normal) / np.maximum(distance, 1)
    shine = BURST_POWER / (distance**2 + 1500) * (np.clip(facing, 0, None) + 0.03)
    shine *= np.exp(-seen.distance_m / HAZE_M)
    column, row = camera.pixel_of(burst)
    rows = np.arange(camera.height, dtype=np.float32)[:, None] + 0.5 - row
    columns = np.arange(camera.width, dtype=np.float32) + 0.5 - column
    apart = np.hypot(rows, columns) / camera.focal_px
    away = math.dist(local_m(burst), local_m(camera.stands))
    glow = (600 / away) ** 0.8 * (
        14 / (1 + (apart / 0.016) ** 2) + 0.75 / (1 + (apart / 0.13) ** 2) + 0.05
    )
    behind = np.clip(seen.distance_m / away, 0, 1) ** 2
    veil = np.where(seen.surface == Surface.SKY, looks.clouds, 0.02 + 0.22 * behind)
    return np.asarray((looks.albedo * shine[..., None] + (glow * veil)[..., None]) * _FIRE)


def _coarser(picture: Floats, factor: int = FINER) -> Floats:
    """The mean of each ``factor`` x ``factor`` pixels."""
    height, width = picture.shape[0] // factor, picture.shape[1] // factor
    total = sum(
        picture[i : height * factor : factor, j : width * factor : factor]
        for i in range(factor)
        for j in range(factor)
    )
    return np.asarray(total / factor**2, np.float32)


def _with_bloom(picture: Floats, share: float) -> Floats:
    """Spread part of the light of very bright points, as a lens does."""
    bright = np.clip(picture - 0.25, 0, 4)
    spread = np.zeros_like(picture)
    for channel in range(3):
        image = Image.fromarray(bright[..., channel])
        small = image.resize((image.width // 3, image.height // 3), Image.Resampling.BOX)
        spread[..., channel] = np.asarray(small.resize(image.size, Image.Resampling.BICUBIC))
    return picture + share * np.clip(spread, 0, None)


def view(camera: Camera, faces: Faces, sky: Sky, bursts: list[Point], lamps: list[Corner]) -> View:
    """Everything about a camera's picture that does not change from frame to frame."""
    finer = camera.finer(FINER)
    seen = look(finer, faces)
    looks = scenery(seen)
    return View(
        _coarser((seen.surface == Surface.WATER).astype(np.float32)),
        _coarser(seen.distance_m),
        _with_bloom(_coarser(np.minimum(_always(seen, looks, sky, lamps), 4)), 0.5),
        tuple(_coarser(_per_burst(seen, looks, burst, finer)) for burst in bursts),
    )
