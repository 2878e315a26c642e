"""Our own stills made so small that only their light and colours are left."""

from pathlib import Path
from typing import Any

from PIL import Image

from media_tools.children.pillow_limits import prepare_pillow


def write_small(stills: list[str], side: int, name: str) -> dict[str, Any]:
    """Write ``side`` x ``side`` RGB pixels of each still into the file ``name``, top row first."""
    prepare_pillow("JPEG")
    with Path(name).open("wb") as colours:
        for path in stills:
            with Image.open(path, formats=["JPEG"]) as image:
                image.draft("RGB", (4 * side, 4 * side))
                small = image.convert("RGB").resize((side, side), Image.Resampling.BOX)
            colours.write(small.tobytes())
    return {}


ACTIONS = {"small": write_small}
