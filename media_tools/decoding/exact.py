"""Chosen frames of a clip, and the proof that they are those which the scan saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.curves import GREY_SIDE, numbers_of
from media_tools.decoding.graph import command_with, passthrough
from media_tools.decoding.tracks import PictureTrack
from media_tools.decoding.upright import for_jpeg, lay_out
from media_tools.media import Media
from media_tools.pixel_formats import bits_of
from media_tools.sandbox import Limits, run
from media_tools.tools import tool_version

LOG_NAME = "asked.log"
_KEY = "asked"
_LIMITS = Limits(wall_s=540, cpu_s=1080)


@dataclass(frozen=True, slots=True)
class Order:
    """All frames from one pts to another: small JPEGs, or PNGs of every pixel as coded."""

    first_pts: int
    last_pts: int
    side: int | None = None

    @property
    def pictures(self) -> str:
        """The names of the files, as ffmpeg numbers them."""
        return "asked-%06d." + ("jpg" if self.side else "png")


def exact_command(
    media: Media, track: PictureTrack, order: Order, count: int, seek_s: float | None
) -> list[str]:
    """The command that writes the ordered frames, of which there are ``count``.

    It begins at a key frame at or before ``seek_s`` on the file's clock, or at the start.
    Its standard output is the grey frames, as in the scan.
    """
    frames = ffmpeg.input("INPUT")[str(track.index)]
    chosen = frames.filter("select", f"between(pts,{order.first_pts},{order.last_pts})")
    split = _logged(chosen).filter_multi_output("split")
    grey = split[0].filter("scale", GREY_SIDE, GREY_SIDE, flags="area").filter("format", "gray")
    keep_all = {"frames:v": count, "enc_time_base": "1:1000"} | passthrough(tool_version("ffmpeg"))
    outputs = [
        ffmpeg.output(_numbered(grey), "pipe:1", f="rawvideo", **keep_all),
        ffmpeg.output(
            _numbered(_shown(split[1], track, order)),
            order.pictures,
            f="image2",
            flags="+bitexact",
            **({"q:v": 4} if order.side else {}),
            **keep_all,
        ),
    ]
    if seek_s is None:
        return command_with(media.path, outputs)
    seek = ("-seek_timestamp", "1", "-noaccurate_seek", "-ss", f"{seek_s:.6f}")
    return command_with(media.path, outputs, *seek)


def decode_exactly(
    media: Media, folder: Path, track: PictureTrack, argv: Sequence[str]
) -> tuple[list[int], NDArray[np.generic]]:
    """Run the command in the folder; the pts and tiles of the frames that came, in order."""
    lay_out(folder, track)
    done = run(list(argv), folder=folder, limits=_LIMITS, reads=[media.path])
    log = folder / LOG_NAME
    lines = log.read_text().splitlines() if log.is_file() else []
    shown = [line.partition("pts:")[2].split()[0] for line in lines if line.startswith("frame:")]
    greys = np.frombuffer(done.stdout, np.uint8).reshape(-1, GREY_SIDE, GREY_SIDE)
    tiles = numbers_of(greys, None)[0]["tiles"] if len(greys) else greys
    return [int(one) for one in shown if one != "NOPTS"], tiles


def _logged(frames: Any) -> Any:
    return frames.filter("metadata", mode="add", key=_KEY, value=1).filter(
        "metadata", mode="print", key=_KEY, file=LOG_NAME, direct=1
    )


def _numbered(frames: Any) -> Any:
    # Their times are in the log; damaged files have some that do not rise, which no muxer takes.
    return frames.filter("settb", "1/1000").filter("setpts", "N")


def _shown(frames: Any, track: PictureTrack, order: Order) -> Any:
    if order.side:
        return for_jpeg(frames, order.side, track)
    # Without a scaler of its own the conversion moves before the split, and greys change.
    rgb = "rgb24" if bits_of(track.pixels) <= 8 else "rgb48be"
    return frames.filter("scale", flags="bicubic").filter("format", rgb)
