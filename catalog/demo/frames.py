"""A camera's frames: the still picture, the light of bursts, fire, water, grain."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.demo.burst import Puff
from catalog.demo.geometry import Camera, Floats
from catalog.demo.shading import View

Bytes = NDArray[np.uint8]

BILLOWS = 512
_FLAME = np.array((1.0, 0.30, 0.05), np.float32)
_HOT = np.array((1.0, 0.68, 0.32), np.float32)


def billows(seed: int) -> Floats:
    """A square of cloudy noise from about -1 to 1 that repeats without a seam."""
    rng = np.random.default_rng(seed)
    waves = np.hypot(np.fft.fftfreq(BILLOWS)[:, None], np.fft.fftfreq(BILLOWS)) * BILLOWS
    strength = np.where(waves < 3, 0, 1 / np.maximum(waves, 1) ** 1.9)
    noise = np.real(np.fft.ifft2(np.fft.fft2(rng.normal(size=(BILLOWS, BILLOWS))) * strength))
    return np.asarray(np.clip(noise / noise.std() / 2, -1, 1), np.float32)


class Smoke:
    """Draws puffs into a picture, behind whatever stands in front of them."""

    def __init__(self, camera: Camera, view: View, air: tuple[float, float, float]) -> None:
        self._camera = camera
        self._distance_m = view.distance_m
        self._air = np.array(air, np.float32)
        self._billows = billows(5)

    def draw(self, picture: Floats, puffs: Sequence[Puff], lit: float) -> None:
        """Add the puffs, far ones first; ``lit`` is the light of the burst by now."""
        if not puffs:
            return
        seen = self._camera.into_view(np.array([puff.at for puff in puffs], np.float32))
        pixels, away = self._camera.to_pixels(seen), np.linalg.norm(seen, axis=1)
        for k in np.argsort(-seen[:, 2]):
            radius = puffs[k].radius_m * self._camera.focal_px / float(seen[k, 2])
            column, row = pixels[k].tolist()
            self._draw_one(picture, puffs[k], column, row, max(0.7, radius), float(away[k]), lit)

    def _draw_one(
        self,
        picture: Floats,
        puff: Puff,
        column: float,
        row: float,
        radius: float,
        away_m: float,
        lit: float,
    ) -> None:
        reach = int(radius * 1.6) + 1
        left, right = max(0, int(column) - reach), min(picture.shape[1], int(column) + reach + 1)
        top, below = max(0, int(row) - reach), min(picture.shape[0], int(row) + reach + 1)
        if left >= right or top >= below:
            return
        down = (np.arange(top, below, dtype=np.float32) + 0.5 - row) / radius
        across = (np.arange(left, right, dtype=np.float32) + 0.5 - column) / radius
        rows = (down * 48 + puff.seed * 137).astype(np.int64) % BILLOWS
        columns = (across * 48 + puff.seed * 211).astype(np.int64) % BILLOWS
        cloud = self._billows[rows[:, None], columns]
        body = 1 - (down[:, None] ** 2 + across**2) * (0.62 + 0.34 * cloud)
        cover = np.clip(body * 1.7, 0, 1) ** 1.5 * puff.density
        cover *= self._distance_m[top:below, left:right] > away_m
        underlit = np.clip(0.8 + 0.5 * down[:, None] + 0.4 * cloud, 0.2, 1.6)[..., None]
        colour = (self._air + lit * 2.2 * _FLAME) * underlit
        if puff.heat > 0.03:
            heat = puff.heat * (1 + 0.55 * cloud)[..., None]
            colour += 6 * heat * heat * (_FLAME + heat * (_HOT - _FLAME))
        part = picture[top:below, left:right]
        part += cover[..., None] * (colour - part)


class Water:
    """The river: what stands above its far edge, upside down and torn by ripples."""

    def __init__(self, camera: Camera, view: View, eye_above_m: float) -> None:
        wet = view.water > 0.5
        self.is_seen = bool(wet.mean() > 0.002)
        if not self.is_seen:
            return
        rows, columns = np.nonzero(wet)
        self._pixels = rows * camera.width + columns
        self._columns = columns.astype(np.float32)
        self._edge = int(np.median(wet.argmax(axis=0)[wet.any(axis=0)]))
        below = np.maximum(rows + 0.5 - camera.horizon_row, 0.5)
        ahead = eye_above_m * camera.focal_px / below
        aside = (columns - camera.width / 2) / camera.focal_px * ahead
        self._waves = [
            (*_sine_and_cosine(kx * aside + kz * ahead), speed)
            for kx, kz, speed in ((0.5, 0.30, 1.7), (-0.33, 0.83, 2.3), (0.9, 1.35, 3.1))
        ]
        calm = np.clip(260 / ahead, 0.25, 1)
        self._torn = ((2.0 + 9.0 * calm) * camera.height / 480).astype(np.float32)
        self._depth = (rows - self._edge).astype(np.float32)
        shallow = np.clip(below / camera.focal_px * 4, 0, 1)
        self._mirror = (0.72 - 0.42 * shallow).astype(np.float32)[:, None]

    def draw(self, picture: Floats, now_s: float) -> None:
        """Replace the water's pixels by what they mirror at this moment."""
        if not self.is_seen:
            return
        width = picture.shape[1]
        tall = min(self._edge, int(self._depth.max()) + 40)
        mirrored = picture[self._edge - tall : self._edge][::-1]
        step = max(2, picture.shape[0] // 100)
        padded = np.pad(mirrored, ((step, step), (0, 0), (0, 0)), "edge")
        smeared = (padded[: -2 * step] + mirrored + padded[2 * step :]) * np.float32(1 / 3)
        wave = np.zeros_like(self._depth)
        for sine, cosine, speed in self._waves:
            wave += math.cos(speed * now_s) * sine + math.sin(speed * now_s) * cosine
        rows = np.minimum(np.abs(self._depth + wave * self._torn), tall - 1).astype(np.intp)
        columns = np.clip(self._columns + wave * 0.8, 0, width - 1).astype(np.intp)
        sheen = np.take(smeared.reshape(-1, 3), rows * width + columns, axis=0)
        sheen *= self._mirror * (1 + 0.16 * wave)[:, None]
        flat = picture.reshape(-1, 3)
        flat[self._pixels] = sheen + 0.6 * np.take(flat, self._pixels, axis=0)


def _sine_and_cosine(phase: NDArray[np.floating[Any]]) -> tuple[Floats, Floats]:
    return np.sin(phase).astype(np.float32), np.cos(phase).astype(np.float32)


class Grain:
    """Sensor noise: stronger in the dark, another pattern on every frame."""

    def __init__(self, height: int, width: int, strength: float, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._spare = 64
        shape = (height + self._spare, width + self._spare)
        luma = self._rng.normal(0, strength, shape)
        tint = self._rng.normal(0, strength * 0.3, (*shape, 3))
        self._grain = (luma[..., None] + tint).astype(np.float32)

    def add(self, levels: Floats) -> None:
        """Add the next frame's noise to display levels from 0 to 255."""
        down, right = self._rng.integers(0, self._spare, 2)
        height, width = levels.shape[:2]
        levels += self._grain[down : down + height, right : right + width]


def developed(picture: Floats, gain: float) -> Floats:
    """Display levels from 0 to 255 of linear light, rolled off like a small sensor's."""
    scaled = picture * np.float32(gain)
    scaled /= scaled + 1
    np.sqrt(scaled, out=scaled)
    scaled *= 255
    return scaled


def as_bytes(levels: Floats) -> Bytes:
    """Levels rounded and held within 0 to 255; spoils ``levels``."""
    levels += 0.5
    return np.clip(levels, 0, 255, out=levels).astype(np.uint8)
