"""What surfaces are like where a camera sees them: colour, windows, stone, cloud."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.demo.geometry import Floats
from catalog.demo.raster import Seen
from catalog.demo.solids import Surface

WARM = np.array((1.0, 0.54, 0.20), np.float32)
COOL = np.array((0.75, 0.88, 1.0), np.float32)

_ALBEDO = {
    Surface.SKY: (0, 0, 0),
    Surface.LAND: (0.06, 0.07, 0.05),
    Surface.ROAD: (0.10, 0.10, 0.105),
    Surface.WATER: (0.02, 0.03, 0.035),
    Surface.BLOCK: (0.23, 0.22, 0.21),
    Surface.ROOF: (0.12, 0.125, 0.13),
    Surface.STONE: (0.46, 0.40, 0.33),
    Surface.DOME: (0.60, 0.50, 0.22),
    Surface.LEAVES: (0.045, 0.065, 0.03),
    Surface.METAL: (0.16, 0.16, 0.165),
    Surface.LAMP: (0.5, 0.5, 0.5),
}


@dataclass(frozen=True, slots=True)
class Scenery:
    """Per pixel: the share of light thrown back, light from windows, cloud around 1."""

    albedo: Floats
    windows: Floats
    clouds: Floats


def scenery(seen: Seen) -> Scenery:
    """Look up and draw by rule what the faces' own shapes do not say."""
    albedo = np.array([_ALBEDO[surface] for surface in Surface], np.float32)[seen.surface]
    glass, windows = _windows(seen)
    albedo[glass] *= np.float32(0.4)
    albedo *= _courses(seen)[..., None]
    return Scenery(albedo, windows, _clouds(seen))


def _luck(*keys: NDArray[np.int64]) -> Floats:
    """An even spread from 0 to 1, the same for the same whole numbers."""
    mixed = np.zeros(keys[0].shape, np.uint64)
    for key in keys:
        mixed = (mixed ^ key.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def _windows(seen: Seen) -> tuple[NDArray[np.bool_], Floats]:
    """Where a pixel shows window glass, and the light of that window as a colour."""
    across = seen.at[..., 0] * seen.normal[..., 1] - seen.at[..., 1] * seen.normal[..., 0]
    column, storey = np.floor(across / 3.3), np.floor(seen.at[..., 2] / 3.1)
    x, z = across / 3.3 - column, seen.at[..., 2] / 3.1 - storey
    glass = (seen.surface == Surface.BLOCK) & (np.abs(x - 0.5) < 0.24) & (np.abs(z - 0.52) < 0.25)
    luck = np.zeros(glass.shape, np.float32)
    luck[glass] = _luck(
        seen.seed[glass], column[glass].astype(np.int64), storey[glass].astype(np.int64)
    )
    bright = np.where(luck > 0.90, (luck - 0.885) * 7, 0).astype(np.float32)
    colour = np.where((luck * 997 % 1 > 0.75)[..., None], COOL, WARM)
    return glass, bright[..., None] * colour


def _courses(seen: Seen) -> Floats:
    """Slight differences between the stones of a wall, around 1."""
    along = np.floor((seen.at[..., 0] + seen.at[..., 1]) / 2.6).astype(np.int64)
    course = np.floor(seen.at[..., 2] / 1.3).astype(np.int64)
    wall = (seen.surface == Surface.STONE) & (np.abs(seen.normal[..., 2]) < 0.5)
    shade = np.ones(wall.shape, np.float32)
    shade[wall] = 0.80 + 0.34 * _luck(along[wall] + 10_000, course[wall] + 10_000)
    return shade


def _clouds(seen: Seen) -> Floats:
    """Faint cloud in the sky, around 1: broad waves of noise, flatter near the horizon."""
    rng = np.random.default_rng(7)
    height, width = seen.surface.shape
    total = np.zeros((height, width), np.float32)
    for octave in range(4):
        cells = rng.random((4 << octave, 5 << octave)).astype(np.float32)
        smooth = Image.fromarray(cells).resize((width, height), Image.Resampling.BICUBIC)
        total += (np.asarray(smooth) - 0.5) / 2**octave
    return 1 + 0.55 * total
