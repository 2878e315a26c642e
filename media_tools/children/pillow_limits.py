"""How Pillow is set up before it sees an untrusted byte."""

import warnings

import pillow_heif
from PIL import Image

MAX_IMAGE_PIXELS = 250_000_000


def prepare_pillow() -> None:
    """Refuse pixel bombs, and open HEIF as well. Never ``LOAD_TRUNCATED_IMAGES``."""
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pillow_heif.register_heif_opener()
