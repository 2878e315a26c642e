"""What the header of a picture file claims, by Pillow, pillow-heif and our own box reader."""

from pathlib import Path
from typing import Any

from PIL import Image

from media_tools.children.heif_boxes import primary_picture
from media_tools.children.opened import count_pictures, orientation_of
from media_tools.children.picture_clocks import clock_of_track
from media_tools.children.pillow_limits import RAW, prepare_pillow
from media_tools.children.raw_files import claims_of, largest_preview
from media_tools.children.start import attempt

_HEAD_BYTES = 1024 * 1024

# What marks an HDR gain map: Adobe and Google in XMP, ISO 21496-1 in JPEG, Apple in HEIC.
_GAIN_MAPS = (
    b"http://ns.adobe.com/hdr-gain-map/1.0/",
    b"urn:iso:std:iso:ts:21496:-1",
    b"urn:com:apple:photo:2020:aux:hdrgainmap",
)


def read_header(path: str, pillow_format: str) -> dict[str, Any]:
    """Size, mode, number of pictures and orientation, without decoding a pixel."""
    data = Path(path).read_bytes()
    if pillow_format == RAW:
        return _raw_header(data)
    prepare_pillow(pillow_format)
    complaints: list[str] = []
    with Image.open(path, formats=[pillow_format]) as image:
        answer: dict[str, Any] = {
            "format": image.format,
            "mode": image.mode,
            "width": image.width,
            "height": image.height,
            "frames": attempt(complaints, "The number of pictures", count_pictures, image),
            "orientation": attempt(complaints, "The orientation", orientation_of, image),
            "gain_map": any(mark in data[:_HEAD_BYTES] for mark in _GAIN_MAPS),
        }
    if pillow_format in ("HEIF", "AVIF"):
        boxes = attempt(complaints, "The stored size", primary_picture, data)
        if boxes:
            answer |= {"width": boxes.width, "height": boxes.height}
            answer |= {"orientation": boxes.orientation.exif}
        if pillow_format == "HEIF" and (track := clock_of_track(data)):
            complaints.append(
                f"It also holds a track of {len(track.starts) - 1:,} pictures, "
                f"{float(track.starts[-1] * track.time_base):.3f} s long, which is not shown."
            )
    elif pillow_format == "JPEG" and not _jpeg_ends(data):
        complaints.append("The picture is cut off: its end marker is missing.")
    return answer | {"complaints": complaints}


def _raw_header(data: bytes) -> dict[str, Any]:
    claims, preview = claims_of(data), largest_preview(data)
    shown = (preview.width, preview.height) if preview else (None, None)
    width, height = claims.size or shown
    if width is None:
        raise ValueError("neither a size nor a preview was found in it")
    return {
        "format": RAW,
        "mode": f"preview of {shown[0]} x {shown[1]} pixels" if preview else "no preview",
        "width": width,
        "height": height,
        "frames": 1,
        "orientation": claims.orientation,
        "gain_map": False,
        "complaints": [],
    }


def _jpeg_ends(data: bytes) -> bool:
    """Whether an end marker follows the first scan. Thumbnails have their own, before it."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data.rfind(b"\xff\xd9", at) >= 0


ACTIONS = {"header": read_header}
