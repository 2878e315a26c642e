"""The tags of pictures, by Pillow, pillow-heif and ExifRead."""

import io
from pathlib import Path
from typing import Any

import exifread
from exifread.utils import Ratio
from PIL import Image, ImageFile, IptcImagePlugin

from media_tools.children.pillow_limits import prepare_pillow
from media_tools.children.start import attempt, words_of
from media_tools.embedded.xmp import flatten_xmp

MAX_TAGS = 500
MAX_TEXT = 20_000

# Handed over whole: everything else may be shown shortened.
_KEPT_WHOLE = ("xmp", "XML:com.adobe.xmp")
_NOT_TEXT = {"exif", "icc_profile", "mpoffset", "transparency", "photoshop", *_KEPT_WHOLE}


def read_tags(path: str, pillow_format: str) -> dict[str, Any]:
    """Every tag: EXIF by ExifRead, the rest by Pillow."""
    prepare_pillow(pillow_format)
    file = Path(path)
    complaints: list[str] = []
    info: dict[str, Any] = {}
    iptc: dict[str, str] = {}
    try:
        with Image.open(file, formats=[pillow_format]) as image:
            info = {str(key): value for key, value in image.info.items()}
            iptc = attempt(complaints, "The IPTC record", _iptc, image) or {}
            if pillow_format == "PNG":
                # Text may also stand behind the picture, which has to be decoded first.
                info |= attempt(complaints, "Its text", lambda png: png.text, image) or {}
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
        complaints.append(f"Pillow cannot open the picture: {words_of(error)}.")
    if pillow_format == "HEIF":
        # Pillow's view of a HEIF has its orientation rewritten to 1.
        info["exif"] = attempt(complaints, "The EXIF block", _heif_block, file)
    via, tags = _exif(file, info.get("exif"), complaints)
    if via != "file" and pillow_format == "AVIF":
        # Pillow writes the turn in the boxes into the block, where the file need not have it.
        tags = [tag for tag in tags if tag[0] != "Image Orientation"]
    packet = next((info[key] for key in _KEPT_WHOLE if info.get(key)), b"")
    xmp = packet if isinstance(packet, str) else packet.decode("utf-8", "replace")
    return {
        "via": via,
        "exif": tags,
        "xmp": attempt(complaints, "XMP", flatten_xmp, xmp) or {},
        "iptc": iptc,
        "text": {
            str(key): str(value)[:MAX_TEXT]
            for key, value in list(info.items())[:MAX_TAGS]
            if key not in _NOT_TEXT and isinstance(value, str | int | float | tuple)
        },
        "complaints": complaints,
    }


def _heif_block(path: Path) -> bytes | None:
    import pillow_heif  # as long to load as all the rest; few files need it

    block = pillow_heif.open_heif(path).info.get("exif")
    return block if isinstance(block, bytes) else None


def _iptc(image: ImageFile.ImageFile) -> dict[str, str]:
    found = IptcImagePlugin.getiptcinfo(image) or {}
    return {
        f"{record}:{number}": _text(value)[:MAX_TEXT]
        for (record, number), value in list(found.items())[:MAX_TAGS]
        if record == 2 and isinstance(value, bytes)
    }


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _exif(path: Path, blob: object, complaints: list[str]) -> tuple[str, list[list[Any]]]:
    """ExifRead on the file; where that finds nothing or fails, on the block Pillow found.

    ExifRead fails on many HEIF files, is blind in WebP, and misses a JPEG's EXIF
    behind large XMP or maker segments; Pillow finds the block in all of them.
    """
    failed = ""
    for via, source in (("file", path.read_bytes()), ("Pillow's block", blob)):
        if not isinstance(source, bytes) or not source:
            continue
        for details in (True, False):
            try:
                found = exifread.process_file(
                    io.BytesIO(source.removeprefix(b"Exif\0\0")),
                    details=details,
                    extract_thumbnail=False,
                )
            except Exception as error:  # noqa: BLE001 - ExifRead raises anything; it is told
                failed = words_of(error)
                continue
            if found:
                return via, [_tag(*pair) for pair in list(found.items())[:MAX_TAGS]]
            break
    if failed and isinstance(blob, bytes):
        complaints.append(f"The EXIF block is damaged; ExifRead gave up with {failed}.")
    return "", []


def _tag(name: str, tag: Any) -> list[Any]:
    """Name, text and, for numbers and ratios, their list; a ratio is two integers."""
    values = getattr(tag, "values", None)
    if isinstance(values, str):
        return [name, values[:MAX_TEXT], []]
    if isinstance(values, bytes):
        return [name, _text(values)[:MAX_TEXT], []]
    numbers: list[Any] = []
    listed = values if isinstance(values, list | tuple) else [values]
    for value in listed[:16]:
        if isinstance(value, int):
            numbers.append(value)
        elif isinstance(value, Ratio):
            numbers.append([value.num, value.den])
    return [name, str(tag)[:MAX_TEXT], numbers]


ACTIONS = {"tags": read_tags}
