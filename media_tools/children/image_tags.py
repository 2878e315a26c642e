"""The tags of pictures, by Pillow, pillow-heif, ExifRead and our own reading of maker notes."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile, IptcImagePlugin

from media_tools.children import png_own
from media_tools.children.exif_block import MAX_TAGS, MAX_TEXT, read_exif
from media_tools.children.maker_notes import apple, flir, reconyx
from media_tools.children.pillow_limits import RAW, prepare_pillow
from media_tools.children.raw_files import tagged_part
from media_tools.children.start import attempt, words_of

# Handed over whole: everything else may be shown shortened.
_KEPT_WHOLE = ("xmp", "XML:com.adobe.xmp")
_NOT_TEXT = {"exif", "icc_profile", "mpoffset", "transparency", "photoshop", *_KEPT_WHOLE}


def read_tags(path: str, pillow_format: str) -> dict[str, Any]:
    """Every tag: EXIF by ExifRead, the rest by Pillow."""
    file = Path(path)
    content = file.read_bytes()
    source: Path | io.BytesIO = file
    if pillow_format == RAW:
        source, pillow_format, content = tagged_part(content)
    prepare_pillow(pillow_format)
    complaints: list[str] = []
    info: dict[str, Any] = {}
    iptc: dict[str, str] = {}
    try:
        with Image.open(source, formats=[pillow_format]) as image:
            info = {str(key): value for key, value in image.info.items()}
            iptc = attempt(complaints, "The IPTC record", _iptc, image) or {}
            if pillow_format == "PNG":
                # Text may also stand behind the picture, which has to be decoded first.
                info |= attempt(complaints, "Its text", lambda png: png.text, image) or {}
                info = png_own.profiles(info) | info
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
        complaints.append(f"Pillow cannot open the picture: {words_of(error)}.")
    if pillow_format == "HEIF":
        # Pillow's view of a HEIF has its orientation rewritten to 1.
        info["exif"] = attempt(complaints, "The EXIF block", _heif_block, file)
    via, tags = read_exif(content, info.get("exif"), complaints)
    if via != "file" and pillow_format == "AVIF":
        # Pillow writes the turn in the boxes into the block, where the file need not have it.
        tags = [tag for tag in tags if tag[0] != "Image Orientation"]
    note = next((bytes.fromhex(tag[3]) for tag in tags if tag[0] == "EXIF MakerNote"), b"")
    maker = (
        attempt(complaints, "FLIR's segment", flir, content) if content[:2] == b"\xff\xd8" else {}
    )
    packet = next((info[key] for key in _KEPT_WHOLE if info.get(key)), b"")
    xmp = packet if isinstance(packet, str) else packet.decode("utf-8", "replace")
    return {
        "via": via,
        "exif": tags,
        "xmp": attempt(complaints, "XMP", _properties, xmp) or {},
        "iptc": iptc,
        "png_time": png_own.clock(content) if pillow_format == "PNG" else [],
        "maker": {"FLIR": maker or {}, "Reconyx": reconyx(note), "Apple": apple(content, note)},
        "text": {
            str(key): str(value)[:MAX_TEXT]
            for key, value in list(info.items())[:MAX_TAGS]
            if key not in _NOT_TEXT and isinstance(value, str | int | float | tuple)
        },
        "complaints": complaints,
    }


def _properties(packet: str) -> dict[str, str]:
    if not packet:
        return {}
    from media_tools.embedded.xmp import flatten_xmp  # long to load, and few files need it

    return flatten_xmp(packet)


def _heif_block(path: Path) -> bytes | None:
    import pillow_heif  # as long to load as all the rest; few files need it

    block = pillow_heif.open_heif(path).info.get("exif")
    return block if isinstance(block, bytes) else None


def _iptc(image: ImageFile.ImageFile) -> dict[str, str]:
    """The records of the second kind, in hexadecimal."""
    found = IptcImagePlugin.getiptcinfo(image) or {}
    return {
        f"{record}:{number}": value[:MAX_TEXT].hex()
        for (record, number), value in list(found.items())[:MAX_TAGS]
        if record == 2 and isinstance(value, bytes)
    }


ACTIONS = {"tags": read_tags}
