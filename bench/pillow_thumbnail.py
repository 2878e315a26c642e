"""The floor of ``images.py``: what Pillow alone does for one thumbnail. Imports nothing else."""

import io
import sys

from PIL import Image


def thumbnail(path: str, side: int) -> None:
    """Read the file, decode as little as will do, write ``floor.jpg``."""
    if path.endswith(".heic"):
        import pillow_heif

        pillow_heif.register_heif_opener()
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes as long to load as a thumbnail
        read = io.BytesIO(file.read())
    with Image.open(read) as image:
        image.draft("RGB", (side, side))
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        image.save("floor.jpg", "JPEG")


if __name__ == "__main__":
    thumbnail(sys.argv[1], int(sys.argv[2]))
