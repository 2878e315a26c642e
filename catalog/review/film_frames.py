"""The small grey frames that the scan keeps, and sheets of them.

However long the clip, a sheet holds at most ``MOST_TILES`` frames and is drawn from as many rows.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.models import Artefact
from catalog.storage.derived import derived_path

COLUMNS = 10
MOST_TILES = 100
NEEDED = ("frame_times", "grey", "grey_frames")


def film_count(artefacts: Mapping[str, Artefact]) -> int:
    """How many small grey frames there are to scroll through."""
    if not artefacts.keys() >= set(NEEDED):
        return 0
    return len(array_of(artefacts["grey_frames"]))


def sheet_of(greys: NDArray[np.uint8], first: int, stride: int) -> bytes:
    """Every ``stride``-th of them from number ``first`` on, ten a row, as a PNG."""
    chosen = greys[first::stride][:MOST_TILES]
    count, height, width = chosen.shape
    rows = -(-count // COLUMNS)
    tiles = np.zeros((rows * COLUMNS, height, width), np.uint8)
    tiles[:count] = chosen
    lines = tiles.reshape(rows, COLUMNS, height, width).swapaxes(1, 2)
    body = BytesIO()
    Image.fromarray(lines.reshape(rows * height, COLUMNS * width)).save(body, "PNG")
    return body.getvalue()


def array_of(artefact: Artefact) -> NDArray[Any]:
    """The rows of an array that a step kept, read as they are needed."""
    rows: NDArray[Any] = np.load(derived_path(artefact.sha256), mmap_mode="r", allow_pickle=False)
    return rows
