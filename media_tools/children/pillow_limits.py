"""How Pillow is set up before it sees an untrusted byte."""

import importlib
import warnings

from PIL import Image

MAX_IMAGE_PIXELS = 250_000_000
# No format of Pillow's: of a camera's raw file, see ``raw_files``.
RAW = "RAW"

_PLUGINS = {
    "JPEG": "PIL.JpegImagePlugin",
    "PNG": "PIL.PngImagePlugin",
    "GIF": "PIL.GifImagePlugin",
    "WEBP": "PIL.WebPImagePlugin",
    "TIFF": "PIL.TiffImagePlugin",
    "BMP": "PIL.BmpImagePlugin",
    "JPEG2000": "PIL.Jpeg2KImagePlugin",
    "AVIF": "PIL.AvifImagePlugin",
}


def prepare_pillow(pillow_format: str) -> None:
    """Refuse pixel bombs and load the one parser that is wanted. Never ``LOAD_TRUNCATED_IMAGES``.

    Where the parser is not there yet, Pillow would load all that it has.
    """
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if pillow_format == "HEIF":
        import pillow_heif  # as long to load as all the rest; few files need it

        pillow_heif.register_heif_opener()
    else:
        importlib.import_module(_PLUGINS[pillow_format])
