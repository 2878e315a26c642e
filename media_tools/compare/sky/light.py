"""Whether the light in a clip looks like day or like night, or cannot be told.

Only what cannot well be anything else counts. **Daylight** is a broad, bright, smooth sky, bluer
than white, over something darker: a white ceiling is smooth and bright as well, but not blue.
So overcast skies, indoor scenes, close views and pictures without colour (infrared cameras)
cannot be told. **Night** is a dark picture with few small bright lamps; a black picture is none.

Cameras choose their exposure, so nothing finer than this can be read from brightness. Bursts of
light do not count: the brightness is the median over time, and most of the stills must agree.
The thresholds were chosen on 98 files of many cameras and on the demo's clips
(docs/decisions/0010-sun-and-sky.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

LOWEST_SUN_BY_DAY_DEG, HIGHEST_SUN_AT_NIGHT_DEG = -9.0, 3.0
"""Below the one nothing looks like day, above the other no open place looks like night."""

SIDE = 96  # pixels of a still, both ways: lamps still show, grain does not
_WEIGHTS = np.array((0.2126, 0.7152, 0.0722), np.float32)  # ITU-R BT.709

_DAY_LUMA = 90.0
_NIGHT_LUMA = 50.0
_DARK, _MOST_DARK = 40.0, 0.15
_LEAST_SKY, _BLUER = 0.6, 0.06
_SMOOTH = 3.0  # grey levels from one pixel to the next, in the middle of all
_LEAST_CONTRAST = 10.0  # grey levels between the 5th and the 95th of 100 pixels
_NIGHT_SHADE, _LEAST_SHADE = 60.0, 0.6
_LAMP, _LAMP_TIMES, _MOST_LAMPS = 140.0, 3.0, 0.03
_MOST_STILLS_BY_DAY, _MOST_STILLS_AT_NIGHT = 0.75, 0.5

_Numbers = NDArray[np.float32]


class Seen(StrEnum):
    """What the light in the picture looks like."""

    DAY_LIKE = "day_like"
    NIGHT_LIKE = "night_like"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class LightNumbers:
    """What was measured: the median of all frames' mean brightness (0 to 255), the number of
    stills, and how many of them look like daylight and like night."""

    median_luma: float
    stills: int
    day_like: int
    night_like: int


@dataclass(frozen=True, slots=True)
class LightSeen:
    """The answer, why in one sentence, and the numbers it rests on."""

    seen: Seen
    reason: str
    numbers: LightNumbers


def light_numbers(luma: NDArray[np.float32], stills: NDArray[np.uint8]) -> LightNumbers:
    """Measure a clip: ``luma`` of each frame, ``stills`` upright in RGB, [n, side, side, 3].

    At least one frame and one still.
    """
    pictures = [still.astype(np.float32) for still in stills]
    return LightNumbers(
        float(np.median(luma)),
        len(pictures),
        sum(_is_daylight(picture) for picture in pictures),
        sum(_is_night(picture) for picture in pictures),
    )


def kept_numbers(measured: Mapping[str, float | None]) -> LightNumbers | None:
    """The numbers as the step ``light`` kept them, ``None`` where it measured none.

    ``measured`` holds the values of an item's measurements by name.
    """
    median = measured.get("light_median_luma")
    if median is None:
        return None
    stills, by_day, at_night = (
        int(measured[name] or 0)
        for name in ("light_stills", "light_stills_by_day", "light_stills_at_night")
    )
    return LightNumbers(median, stills, by_day, at_night)


def light_seen(numbers: LightNumbers) -> LightSeen:
    """Day, night, or cannot tell."""
    share_by_day = numbers.day_like / numbers.stills
    share_at_night = numbers.night_like / numbers.stills
    level = f"the median brightness is {numbers.median_luma:.0f} of 255"
    by_day = f"{numbers.day_like} of {numbers.stills} stills show a bright blue sky"
    at_night = f"{numbers.night_like} of {numbers.stills} stills are dark with a few lamps"
    if (
        share_by_day >= _MOST_STILLS_BY_DAY
        and not numbers.night_like
        and numbers.median_luma >= _DAY_LUMA
    ):
        return LightSeen(Seen.DAY_LIKE, f"{by_day}, and {level}", numbers)
    if (
        share_at_night >= _MOST_STILLS_AT_NIGHT
        and not numbers.day_like
        and numbers.median_luma <= _NIGHT_LUMA
    ):
        return LightSeen(Seen.NIGHT_LIKE, f"{at_night}, and {level}", numbers)
    return LightSeen(Seen.CANNOT_TELL, f"{by_day}, {at_night}, and {level}", numbers)


def _is_daylight(picture: _Numbers) -> bool:
    luma = picture @ _WEIGHTS
    third = len(picture) // 3
    above, below = luma[:third], luma[-third:]
    colours = picture[:third]
    bluer = colours[..., 2] - colours[..., 0] >= _BLUER * colours.max(axis=2)
    darkest, brightest = np.percentile(luma, (5, 95))
    return bool(
        np.median(luma) >= _DAY_LUMA
        and (luma < _DARK).mean() <= _MOST_DARK
        and (bluer & (above >= _DAY_LUMA)).mean() >= _LEAST_SKY
        and np.median(np.abs(np.diff(above, axis=1))) <= _SMOOTH
        and np.median(above) >= np.median(below)
        and brightest - darkest >= _LEAST_CONTRAST
    )


def _is_night(picture: _Numbers) -> bool:
    luma = picture @ _WEIGHTS
    third = len(picture) // 3
    middle = float(np.median(luma))
    lamps = float(((luma >= _LAMP) & (luma >= _LAMP_TIMES * middle)).mean())
    return bool(
        middle <= _NIGHT_LUMA
        and np.median(luma[:third]) <= _NIGHT_SHADE
        and (luma <= _NIGHT_SHADE).mean() >= _LEAST_SHADE
        and 0 < lamps <= _MOST_LAMPS
    )
