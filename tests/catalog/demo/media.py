"""Reading the demo's files back with ffmpeg and ffprobe, not with our own steps."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_tools.tools import tool_path


def probed(file: Path) -> Any:
    """What ffprobe says of the container and its streams."""
    shown = subprocess.run(
        [tool_path("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json", file],
        capture_output=True,
        check=True,
    ).stdout
    return json.loads(shown)


def luma(file: Path, width: int, height: int, frames: int | None = None) -> NDArray[np.uint8]:
    """The brightness of every frame, turned upright: frames x height x width."""
    only = ["-frames:v", str(frames)] if frames else []
    pixels = subprocess.run(
        [
            *(tool_path("ffmpeg"), "-v", "error", "-i", str(file), "-map", "0:v", *only),
            *("-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"),
        ],
        capture_output=True,
        check=True,
    ).stdout
    return np.frombuffer(pixels, np.uint8).reshape(-1, height, width)


def sound(file: Path, rate_hz: int) -> NDArray[np.float64]:
    """The sound track, one channel, from -1 to 1."""
    samples = subprocess.run(
        [
            *(tool_path("ffmpeg"), "-v", "error", "-i", str(file), "-map", "0:a"),
            *("-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "pipe:1"),
        ],
        capture_output=True,
        check=True,
    ).stdout
    return np.frombuffer(samples, np.int16) / 32768
