"""Asks the picture-decoding child for stills, thumbnails and contact sheets."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from media_tools.child import ask
from media_tools.errors import Unreadable
from media_tools.findings import JSON, Still
from media_tools.image_reader import PILLOW_FORMATS
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits

IMAGE_SIDE = 2048
SHEET_SIZES = {"thumbnail": 320, "poster": 640, "tile": 160, "columns": 10, "rows": 10}

_LIMITS = Limits(wall_s=60, cpu_s=55, memory_bytes=4096 * MIB, file_bytes=64 * MIB)


def upright_still(media: Media, folder: Path, name: str) -> dict[str, Any]:
    """Write the image's first picture, upright and at most ``IMAGE_SIDE`` long, as JPEG.

    The answer has ``width``, ``height``, ``pictures`` (how many the file holds, ``None``
    if they cannot be counted) and ``complaints``.
    Raises ``Unreadable`` where not one row can be decoded.
    """
    path = media.path.absolute()
    answer = ask(
        *("pixels", "still"),
        folder=folder,
        limits=_LIMITS,
        reads=[path],
        path=str(path),
        pillow_format=PILLOW_FORMATS[media.mime],
        side=IMAGE_SIDE,
        name=name,
    )
    if answer.failed:
        raise Unreadable(_sentence(answer.failed, answer.words))
    return answer.facts


def contact_sheets(stills: Sequence[Still], poster: int, folder: Path) -> dict[str, Any]:
    """Write thumbnails, contact sheets and the poster (the still with that pts).

    The answer has ``thumbnails`` ([pts, width, height] each), the size of one
    ``tile`` and for each of ``sheets`` its list of [pts, x, y].
    """
    reads = [still.path.absolute() for still in stills]
    places: list[JSON] = [[still.pts, str(path)] for still, path in zip(stills, reads, strict=True)]
    answer = ask(
        *("pixels", "sheets"),
        folder=folder,
        limits=_LIMITS,
        reads=reads,
        stills=places,
        poster=poster,
        sizes=dict(SHEET_SIZES),
    )
    if answer.failed:
        raise RuntimeError(f"Our own stills cannot be read: {answer.words}")
    return answer.facts


@cache
def pillow_made() -> JSON:
    """What the child works with, as written beside what it made."""
    libraries = [f"{name} {version(name)}" for name in ("Pillow", "pillow-heif")]
    return {"tool": "Pillow", "version": ", ".join(libraries), "argv": ["python", "pixels"]}


def _sentence(failed: str, words: str) -> str:
    if failed in ("DecompressionBombError", "DecompressionBombWarning"):
        return "The header claims more pixels than any camera takes; it was not decoded."
    if failed == "UnidentifiedImageError":
        return "Its header is damaged or cut off; no picture can be decoded from it."
    if failed == "MemoryError":
        return "Decoding the picture needs more memory than is allowed."
    return f"Not one row of the picture can be decoded: {words.rstrip('.')}."
