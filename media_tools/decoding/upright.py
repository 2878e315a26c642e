"""Frames made ready to be looked at on an ordinary screen, and what was done to them.

ffmpeg itself turns and mirrors frames as the display matrix says, before any of this.
"""

from pathlib import Path
from typing import Any

from media_tools.decoding.tone_map import TABLE_NAME, write_table
from media_tools.decoding.tracks import PictureTrack
from media_tools.pixel_formats import has_alpha


def lay_out(folder: Path, track: PictureTrack | None) -> None:
    """Write what the filters will read, if anything, into the folder that ffmpeg runs in."""
    if track and track.is_hdr:
        write_table(folder, track.transfer)


def for_jpeg(frames: Any, side: int, track: PictureTrack) -> Any:
    """The frames with square pixels, their longer side at most ``side``, as JPEG wants them.

    Each frame is made from itself alone, so they may lie any time apart. An interlaced
    one leaves only when the next has come, or the end.
    """
    if track.is_interlaced:
        frames = frames.filter("estdif", mode="frame", deint="interlaced")
        frames = frames.filter("settb", str(track.time_base))  # estdif has halved it
    factor = f"min(1,{side}/max(iw*sar,ih))"
    width, height = f"max(1,trunc(iw*sar*{factor}+0.5))", f"max(1,trunc(ih*{factor}+0.5))"
    # What every JPEG reader takes for granted.
    return _scaled(frames, (width, height), track, "yuvj420p", out_color_matrix="bt601")


def for_copy(frames: Any, long_side: int, short_side: int, track: PictureTrack) -> Any:
    """All frames of a track, in order, as any browser plays them: even sizes, square pixels."""
    if track.is_interlaced:
        frames = frames.filter("bwdif", mode="send_frame", deint="interlaced")
    factor = f"min(1,min({long_side}/max(iw*sar,ih),{short_side}/min(iw*sar,ih)))"
    width = f"max(2,2*trunc(iw*sar*{factor}/2+0.5))"
    height = f"max(2,2*trunc(ih*{factor}/2+0.5))"
    if not track.is_hdr:
        return _scaled(frames, (width, height), track, "yuv420p")
    frames = _scaled(frames, (width, height), track, "yuv420p", out_color_matrix="bt709")
    # Else the copy would say that it is HDR.
    bt709 = dict.fromkeys(("color_primaries", "color_trc", "colorspace"), "bt709")
    return frames.filter("setparams", **bt709)


def _scaled(
    frames: Any, size: tuple[str, str], track: PictureTrack, pixels: str, **out: str
) -> Any:
    if track.is_hdr:
        matrix = {} if track.matrix else {"in_color_matrix": "bt2020"}
        frames = frames.filter("scale", *size, flags="bicubic", **matrix)
        frames = frames.filter("format", "gbrp12").filter("lut3d", file=TABLE_NAME)
        size = ("iw", "ih")
    elif has_alpha(track.pixels):
        frames = frames.filter("format", "gbrap").filter("premultiply", inplace=1)
    frames = frames.filter("scale", *size, flags="bicubic", **out)
    return frames.filter("setsar", 1).filter("format", pixels)


def told(track: PictureTrack, shown: str) -> list[str]:
    """What has to be said beside ``shown``, such as "the stills", about how they were made."""
    words = []
    if track.is_hdr:
        name = "PQ" if track.transfer == "smpte2084" else "HLG"
        words.append(
            f"The pictures are HDR ({name}); {shown} are tone-mapped for an ordinary screen, "
            "so neither their brightness nor their colours are those that were recorded."
        )
    if track.dolby_vision == "5":
        words.append(
            "The pictures are Dolby Vision profile 5, which is not decoded here; "
            f"the colours of {shown} are wrong."
        )
    if track.is_interlaced:
        first = "top" if track.field_order in ("tt", "bt") else "bottom"
        words.append(
            f"The pictures are interlaced ({first} field shown first); {shown} are deinterlaced: "
            "every other line is worked out from its neighbours."
        )
    if has_alpha(track.pixels) and not track.is_hdr:
        words.append(f"The pictures are transparent in places; {shown} are set on black.")
    if track.left_alpha or (has_alpha(track.pixels) and track.is_hdr):
        words.append(f"The pictures are transparent in places, which {shown} leave out.")
    return words
