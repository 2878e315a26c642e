"""Asks the picture-parsing child, and says in plain words when it cannot answer."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from media_tools.child import Answer, ask
from media_tools.errors import Unreadable
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits

# The one parser that each type of bytes may reach. "JPEG" also opens MPO. Of a camera's
# raw file only the JPEG that lies in it is opened.
_RAW = (
    *("adobe-dng", "canon-cr2", "canon-cr3", "fuji-raf", "nikon-nef", "olympus-orf"),
    *("panasonic-rw2", "pentax-pef", "samsung-srw", "sony-arw"),
)
PILLOW_FORMATS = {
    **dict.fromkeys((f"image/x-{maker}" for maker in _RAW), "RAW"),
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/jp2": "JPEG2000",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}

_MODULES = {"header": "picture_header", "tags": "image_tags"}
_LIMITS = Limits(wall_s=240, cpu_s=50, memory_bytes=4096 * MIB, file_bytes=MIB)


@cache
def image_tools() -> dict[str, str]:
    """The parsing libraries by name, as written beside what they read."""
    return {name: f"{name} {version(name)}" for name in ("Pillow", "pillow-heif", "ExifRead")}


def read_image(action: Literal["header", "tags"], media: Media, folder: Path) -> Answer:
    """What the child reads of the header or the tags.

    Raises ``Unreadable`` if the bytes are no picture that any parser here opens, or
    take more than the child may use.
    """
    path = media.path.absolute()
    answer = ask(
        *(_MODULES[action], action),
        folder=folder,
        limits=_LIMITS,
        reads=[path],
        shown_as=media.sha256,
        path=str(path),
        pillow_format=PILLOW_FORMATS[media.mime],
    )
    if answer.failed:
        raise Unreadable(_sentence(media.mime, answer.failed, answer.words))
    return answer


def _sentence(mime: str, failed: str, words: str) -> str:
    if failed in ("DecompressionBombError", "DecompressionBombWarning"):
        return "The header claims more pixels than any camera takes; it was not opened."
    if "MAX_TEXT" in words:
        return "Its texts unfold to more than any camera or program writes; it was not opened."
    if failed == "UnidentifiedImageError":
        return f"It begins like {mime}, but its header is damaged or cut off."
    return f"It begins like {mime}, but it cannot be opened: {words}."
