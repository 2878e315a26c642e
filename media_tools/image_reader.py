"""Asks the picture-parsing child, and says in plain words when it cannot answer."""

import json
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from media_tools.errors import Unreadable
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits, run

# The one parser that each type of bytes may reach. "JPEG" also opens MPO.
PILLOW_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/jp2": "JPEG2000",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
    "image/heic-sequence": "HEIF",
    "image/heif": "HEIF",
}

_LIMITS = Limits(wall_s=60, cpu_s=50, memory_bytes=4096 * MIB, file_bytes=MIB)
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from media_tools.image_child import main"
_ROOT = Path(__file__).parents[1]


@cache
def image_tools() -> dict[str, str]:
    """The parsing libraries by name, as written beside what they read."""
    return {name: f"{name} {version(name)}" for name in ("Pillow", "pillow-heif", "ExifRead")}


def ask_child(
    action: Literal["header", "tags"], media: Media, folder: Path
) -> tuple[dict[str, Any], list[str]]:
    """What the child read, and the arguments it was started with.

    Raises ``Unreadable`` if the bytes are no picture that any parser here opens, or
    take more than the child may use.
    """
    argv = [sys.executable, "-I", "-B", "-c", f"{_START}; main(*sys.argv[1:])", str(_ROOT)]
    argv += [action, str(media.path.absolute()), PILLOW_FORMATS[media.mime]]
    ended = run(argv, folder=folder, limits=_LIMITS)
    if ended.returncode < 0:
        raise Unreadable(
            f"The picture's parser was ended by signal {-ended.returncode}; "
            "the file is damaged or made to break it."
        )
    if ended.returncode:
        raise RuntimeError(f"The picture-reading child could not start: {ended.stderr[-500:]}")
    answer = json.loads(ended.stdout)
    if "failed" in answer:
        raise Unreadable(_sentence(media.mime, answer["failed"], answer["words"]))
    shown = [media.sha256 if part == str(media.path.absolute()) else part for part in argv[4:]]
    return answer, ["python", *shown[2:]]


def _sentence(mime: str, failed: str, words: str) -> str:
    if failed in ("DecompressionBombError", "DecompressionBombWarning"):
        return "The header claims more pixels than any camera takes; it was not opened."
    if failed == "UnidentifiedImageError":
        return f"It begins like {mime}, but its header is damaged or cut off."
    return f"It begins like {mime}, but it cannot be opened: {words}."
