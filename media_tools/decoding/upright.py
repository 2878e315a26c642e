"""Frames made ready to be looked at: square pixels, upright, colours as a JPEG means them."""

from typing import Any


def for_jpeg(frames: Any, side: int) -> Any:
    """The frames with square pixels, their longer side at most ``side``, as JPEG wants them."""
    factor = f"min(1,{side}/max(iw*sar,ih))"
    return (
        frames.filter(
            "scale",
            f"max(1,trunc(iw*sar*{factor}+0.5))",
            f"max(1,trunc(ih*{factor}+0.5))",
            flags="bicubic",
            out_color_matrix="bt601",  # what every JPEG reader takes for granted
        )
        .filter("setsar", 1)
        .filter("format", "yuvj420p")
    )
