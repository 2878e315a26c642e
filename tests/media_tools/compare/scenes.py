"""Small pictures with a known light, made here: RGB, 96 x 96, top row first."""

import numpy as np
from numpy.typing import NDArray

from media_tools.compare.sky.light import SIDE

Picture = NDArray[np.uint8]
_THIRD = SIDE // 3


def _grainy(picture: NDArray[np.float64], grain: float = 2.0) -> Picture:
    noise = np.random.default_rng(7).normal(0, grain, picture.shape[:2])[..., None]
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _filled(colour: tuple[int, int, int]) -> NDArray[np.float64]:
    return np.full((SIDE, SIDE, 3), colour, np.float64)


def open_air_by_day() -> Picture:
    """A blue sky, paler towards the horizon, over fields."""
    picture = _filled((118, 116, 84))
    pale = np.linspace(0, 1, SIDE // 2)[:, None, None]
    picture[: SIDE // 2] = (1 - pale) * (96, 140, 205) + pale * (190, 210, 230)
    return _grainy(picture)


def overcast() -> Picture:
    """A white sky over fields: bright, smooth and without colour."""
    picture = _filled((100, 105, 90))
    picture[: SIDE // 2] = (235, 235, 235)
    return _grainy(picture)


def lit_office() -> Picture:
    """A white ceiling with lamps over grey walls and a dark desk."""
    picture = _filled((150, 148, 144))
    picture[:_THIRD] = (214, 213, 209)
    picture[6:10, 20:76] = (255, 255, 255)
    picture[-_THIRD:] = (70, 62, 58)
    return _grainy(picture)


def warm_living_room() -> Picture:
    """Walls by the light of a bulb."""
    picture = _filled((190, 150, 105))
    picture[-_THIRD:] = (120, 85, 55)
    return _grainy(picture)


def town_at_night(lit_by_burst: bool = False) -> Picture:
    """A dark sky and street with nine lamps; a burst fills it with light."""
    picture = _filled((14, 14, 20))
    picture[_THIRD:] = (34, 28, 22)
    for lamp in range(9):
        column = 6 + 10 * lamp
        picture[50:52, column : column + 2] = (255, 226, 170)
    if lit_by_burst:
        picture += (150, 120, 80)
    return _grainy(picture)


def infrared_camera() -> Picture:
    """A yard in the light of the camera's own infrared lamps: bright in the middle, no colour."""
    rows, columns = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    return _grainy(np.repeat((200 * np.exp(-(rows**2 + columns**2)))[..., None], 3, axis=2))


def covered_lens() -> Picture:
    """Nothing."""
    return _grainy(_filled((2, 2, 2)), 1.0)


def dark_screenshot() -> Picture:
    """A dark program window with bright text all over it."""
    picture = _filled((18, 18, 18))
    picture[::6, 8:88:2] = (230, 230, 230)
    return _grainy(picture, 0.5)


def blue_card() -> Picture:
    """One colour and nothing else."""
    return _filled((120, 170, 220)).astype(np.uint8)


def stills_of(*pictures: Picture) -> Picture:
    """Several stills of one clip."""
    return np.stack(pictures)


def luma_of(*pictures: Picture) -> NDArray[np.float32]:
    """The mean brightness of each, as a clip's curve has it for its frames."""
    return np.array([picture.mean() for picture in pictures], np.float32)
