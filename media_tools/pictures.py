"""Asks the picture-decoding child for stills, thumbnails and contact sheets."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from media_tools.child import ask
from media_tools.errors import Unreadable
from media_tools.findings import JSON, Artefact, Still
from media_tools.image_reader import PILLOW_FORMATS
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits

# The longest side of a still. What is larger is halved until it fits, so that 12 and 48
# megapixels are shown at 2,000 pixels, which a JPEG decoder gives for a quarter of the work.
IMAGE_SIDE = 3072
MOST_STILLS = 60
GREY_NAME = "grey.raw"
GREY_SIDE = 64
SHEET_SIZES = {"thumbnail": 320, "poster": 640, "tile": 160, "columns": 10, "rows": 10}

_LIMITS = Limits(wall_s=240, cpu_s=55, memory_bytes=4096 * MIB, file_bytes=128 * MIB)


def decoded_pictures(media: Media, folder: Path) -> dict[str, Any]:
    """Have every picture of the file decoded; stills and small pictures lie in ``folder``.

    The answer is that of ``children.pixels.decode_pictures``.
    Raises ``Unreadable`` where not one row can be decoded.
    """
    path = media.path.absolute()
    answer = ask(
        *("pixels", "pictures"),
        folder=folder,
        limits=_LIMITS,
        reads=[path],
        path=str(path),
        pillow_format=PILLOW_FORMATS[media.mime],
        side=IMAGE_SIDE,
        most=MOST_STILLS,
        grey_name=GREY_NAME,
        grey_side=GREY_SIDE,
        sizes=dict(SHEET_SIZES),
    )
    if answer.failed:
        raise Unreadable(_sentence(answer.failed, answer.words))
    return {**answer.facts, "complaints": answer.complaints}


def contact_sheets(stills: Sequence[Still], poster: int, folder: Path) -> list[Artefact]:
    """Write thumbnails, contact sheets and the poster (the still with that pts)."""
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
    return small_pictures(answer.facts, poster, folder)


def small_pictures(made: dict[str, Any], poster: int, folder: Path) -> list[Artefact]:
    """What ``children.small_pictures`` wrote into the folder."""
    artefacts = [Artefact("poster", folder / "poster.jpg", "image/jpeg", {"pts": poster})]
    for pts, width, height in made["thumbnails"]:
        size: dict[str, JSON] = {"pts": pts, "width": width, "height": height}
        path = folder / f"thumbnail{pts}.jpg"
        artefacts.append(Artefact(f"thumbnail{pts}", path, "image/jpeg", size))
    tile_width, tile_height = made["tile"]
    for number, tiles in enumerate(made["sheets"]):
        details: dict[str, JSON] = {
            "tile_width": tile_width,
            "tile_height": tile_height,
            "columns": SHEET_SIZES["columns"],
            "tiles": tiles,
        }
        path = folder / f"sprites{number}.jpg"
        artefacts.append(Artefact(f"sprites{number}", path, "image/jpeg", details))
    return artefacts


@cache
def pillow_made(child: str = "pixels") -> JSON:
    """What the child works with, as written beside what it made."""
    libraries = [f"{name} {version(name)}" for name in ("Pillow", "pillow-heif")]
    return {"tool": "Pillow", "version": ", ".join(libraries), "argv": ["python", child]}


def _sentence(failed: str, words: str) -> str:
    if failed in ("DecompressionBombError", "DecompressionBombWarning"):
        return "The header claims more pixels than any camera takes; it was not decoded."
    if failed == "UnidentifiedImageError":
        return "Its header is damaged or cut off; no picture can be decoded from it."
    if failed == "MemoryError":
        return "Decoding the picture needs more memory than is allowed."
    return f"Not one row of the picture can be decoded: {words.rstrip('.')}."
