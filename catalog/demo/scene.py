"""The renderer's front: the frames of a recording, and the picture of a still."""

import math
from collections.abc import Iterator
from datetime import datetime
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from catalog.demo.burst import Puff, burning, dust, fireball, mean_light
from catalog.demo.frames import Bytes, Grain, Smoke, Water, as_bytes, developed
from catalog.demo.geometry import Camera, Floats
from catalog.demo.raster import Faces
from catalog.demo.shading import NIGHT, View, day, view
from catalog.demo.town import WATER_M, ground, standing, street_lamps
from catalog.demo.truth import (
    FIRE,
    FIRST,
    LOCAL_OFFSET,
    SECOND,
    SUN_OVER_SILO,
    Burst,
    Photograph,
    Recording,
)

MARGIN_PX = 14
NIGHT_BURSTS = (FIRST, SECOND)
NIGHT_GAIN, DAY_GAIN = 6.0, 1.3
_NIGHT_AIR, _DAY_AIR = (0.010, 0.008, 0.008), (0.62, 0.57, 0.50)


def sway_px(recording: Recording, seconds: float) -> tuple[float, float]:
    """How far a hand moves the picture right and down; it starts when a bang arrives."""
    if not recording.handheld:
        return 0.0, 0.0
    t = seconds + recording.seed
    right = 1.3 * math.sin(0.9 * t) + 0.6 * math.sin(2.3 * t + 1)
    down = 1.0 * math.sin(1.1 * t + 2) + 0.5 * math.sin(2.9 * t)
    for burst in recording.bursts:
        since = seconds - recording.bang_s(burst) - 0.18
        if since > 0:
            start = 9 * math.exp(-since / 0.35) * math.sin(since * 14)
            right, down = right + 0.4 * start, down + start
    return right, down


@cache
def _view(camera: Camera, daylight: bool) -> View:
    """The camera's view of the town, lit by the burst at each of its places by night."""
    sky = day(*SUN_OVER_SILO) if daylight else NIGHT
    places = [] if daylight else [burst.at for burst in NIGHT_BURSTS]
    return view(camera, Faces.of(ground(), standing()), sky, places, street_lamps())


class _Stage:
    """One camera's view with everything in it that moves."""

    def __init__(self, camera: Camera, bursts: tuple[Burst, ...], daylight: bool) -> None:
        self._bursts, self._daylight = bursts, daylight
        self._view = _view(camera, daylight)
        self._smoke = Smoke(camera, self._view, _DAY_AIR if daylight else _NIGHT_AIR)
        self._water = Water(camera, self._view, camera.stands.height_m - WATER_M)

    def levels(self, moment: datetime, exposure_s: float) -> Floats:
        """Display levels, before noise, of a frame whose shutter opens at ``moment``."""
        picture, total = self._view.always.copy(), 0.0
        for burst, added in zip(NIGHT_BURSTS, self._view.per_burst, strict=False):
            lit = mean_light((moment - burst.time).total_seconds(), exposure_s)
            if lit > 1e-4 and burst in self._bursts:
                picture += np.float32(lit) * added
                total += lit
        self._smoke.draw(picture, self._puffs(moment, exposure_s), total)
        self._water.draw(picture, moment.timestamp() % 1000)
        return developed(picture, DAY_GAIN if self._daylight else NIGHT_GAIN)

    def _puffs(self, moment: datetime, exposure_s: float) -> list[Puff]:
        puffs: list[Puff] = []
        if SECOND in self._bursts:
            puffs += burning(FIRE, (moment - FIRST.time).total_seconds(), seed=5)
        for k, burst in enumerate(self._bursts):
            since = (moment - burst.time).total_seconds() + exposure_s / 2
            puffs += (dust if self._daylight else fireball)(burst.at, since, seed=40 + k)
        return puffs


def frames(recording: Recording) -> Iterator[Bytes]:
    """Every frame of a recording in turn, height x width x 3, red first."""
    camera, margin = recording.camera, MARGIN_PX if recording.handheld else 0
    stage = _Stage(camera.with_margin(margin), recording.bursts, recording.daylight)
    grain = Grain(camera.height, camera.width, 1.6 if recording.daylight else 2.6, recording.seed)
    for k in range(recording.frames):
        seconds = float(k / recording.rate)
        levels = stage.levels(
            recording.clock(seconds - recording.clock_fast_s), float(0.9 / recording.rate)
        )
        if recording.handheld:
            levels = _moved(levels, sway_px(recording, seconds), camera)
        grain.add(levels)
        frame = as_bytes(levels)
        if not recording.handheld:
            _burn_in(frame, f"{recording.clock(seconds) + LOCAL_OFFSET:%Y-%m-%d %H:%M:%S}")
        yield frame


def photograph(still: Photograph) -> Bytes:
    """The picture of a still."""
    stage = _Stage(still.camera, (SECOND,), daylight=False)
    levels = stage.levels(still.opens, still.exposure_s)
    Grain(still.camera.height, still.camera.width, 2.2, 51).add(levels)
    return as_bytes(levels)


def _moved(levels: Floats, sway: tuple[float, float], camera: Camera) -> Floats:
    """The frame out of a picture with a margin, shifted by parts of a pixel."""
    right, down = MARGIN_PX - sway[0], MARGIN_PX - sway[1]
    left, top = math.floor(right), math.floor(down)
    x, y = np.float32(right - left), np.float32(down - top)
    part = levels[top : top + camera.height + 1, left : left + camera.width + 1]
    across = part[:, :-1] + x * (part[:, 1:] - part[:, :-1])
    return np.asarray(across[:-1] + y * (across[1:] - across[:-1]), np.float32)


@cache
def _text(words: str) -> Bytes:
    """White words on black, each dot of a small bitmap font drawn twice as large."""
    font = ImageFont.load_default_imagefont()
    _, _, right, bottom = font.getbbox(words)
    image = Image.new("L", (int(right) + 6, int(bottom) + 4), 0)
    ImageDraw.Draw(image).text((3, 1), words, fill=236, font=font)
    return np.asarray(image).repeat(2, axis=0).repeat(2, axis=1)


def _burn_in(frame: Bytes, clock: str) -> None:
    for words, left, top in ((clock, 12, 10), ("HARBOUR 3", 12, frame.shape[0] - 36)):
        text = _text(words)
        frame[top : top + text.shape[0], left : left + text.shape[1]] = text[..., None]
