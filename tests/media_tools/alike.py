"""Pictures to be found again: by day, at night, and what is done to copies of them."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from media_tools.children.small_pictures import averaged, small_grey
from media_tools.likeness.picture import SIDE
from media_tools.pictures import SHEET_SIZES


def by_day(seed: int, width: int = 320, height: int = 180) -> Image.Image:
    """A scene of many coarse and fine shapes; another seed is another scene."""
    random = np.random.default_rng(seed)
    scene = np.zeros((height, width))
    for size in (4, 9, 20):
        spots = Image.fromarray(random.integers(0, 256, (size, size), np.uint8))
        scene += np.asarray(spots.resize((width, height), Image.Resampling.BICUBIC), float)
    return Image.fromarray((scene / 3).astype(np.uint8)).convert("RGB")


def at_night(
    seed: int, lamps: int, width: int = 320, height: int = 180, *, houses: bool = True
) -> Image.Image:
    """Black houses before a nearly black sky, sensor noise, and so many lamps."""
    random = np.random.default_rng(seed)
    down, across = np.mgrid[0:height, 0:width]
    scene = np.full((height, width), random.uniform(4, 12))
    for left in range(0, width if houses else 0, 40):
        scene[int(random.uniform(0.4, 0.8) * height) :, left : left + 40] = random.uniform(0, 8)
    for _ in range(lamps):
        x, y = random.uniform(0, width), random.uniform(height * 0.3, height)
        size, light = random.uniform(1, 3), random.uniform(60, 240)
        near = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * size**2))
        far = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * (size * 9) ** 2))
        scene += light * (near + 0.06 * far)
    scene += random.normal(0, 3, scene.shape)
    return Image.fromarray(scene.clip(0, 255).astype(np.uint8)).convert("RGB")


def again(image: Image.Image, quality: int = 30) -> Image.Image:
    """Compressed once more, as a messenger does."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def cropped(image: Image.Image, share: float) -> Image.Image:
    """Without this share of each edge, half of it on either side."""
    across, down = image.width * share / 2, image.height * share / 2
    return image.crop(
        (round(across), round(down), round(image.width - across), round(image.height - down))
    )


def letterboxed(image: Image.Image) -> Image.Image:
    """With black bars above and below."""
    taller = Image.new("RGB", (image.width, round(image.height * 1.4)))
    taller.paste(image, (0, round(image.height * 0.2)))
    return taller


def with_logo(image: Image.Image) -> Image.Image:
    """With a channel's mark in a corner."""
    marked = image.copy()
    draw = ImageDraw.Draw(marked)
    width, height = image.size
    draw.rectangle((width * 0.84, height * 0.05, width * 0.96, height * 0.13), fill=(240, 240, 240))
    draw.rectangle((width * 0.86, height * 0.07, width * 0.94, height * 0.11), fill=(200, 30, 30))
    return marked


def grey_of(image: Image.Image) -> NDArray[np.uint8]:
    """The small grey picture that the scan makes of it."""
    through = averaged(image, SHEET_SIZES["poster"])
    return np.frombuffer(small_grey(image, SIDE, through), np.uint8).reshape(SIDE, SIDE)
