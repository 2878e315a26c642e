"""Whether a browser that is sent to a moment comes to stand on the frame shown at that moment.

Browsers look for a key frame by the order of decoding, and take the delay between decoding and
showing for the same all along. Where a later key frame is shown with more delay than the first,
they begin at it too early, and the frames shown just before it cannot be reached (seen in
Chromium with variable rates). Where frames that follow a key frame are shown before it (an open
GOP), they lean on what a seek has left out, and Chromium gives the clip up. Tried frame by frame
with clips of known numbers, see ``bench/frames.py``. Nothing is decoded for this.
"""

from fractions import Fraction
from pathlib import Path

from media_tools.ffmpeg_args import input_arguments
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import tool_path

# A walk over every packet: as long as reading the file takes.
_LIMITS = Limits(wall_s=1800, cpu_s=900, file_bytes=MIB)
# What a clock of milliseconds rounds away; the player aims at the middle of a frame.
_SLACK_S = Fraction(1, 1000)


class Stops:
    """Follows the packets of the pictures, in the order of the file.

    ``are_exact`` stays true as long as every frame so far can be come to.
    """

    def __init__(self, time_base: Fraction) -> None:
        self.are_exact = True
        self._slack = _SLACK_S / time_base
        self._first_delay: int | None = None
        self._key_pts: int | None = None

    def add(self, pts: int | None, dts: int | None, *, is_key: bool) -> None:
        """Take one more packet. What has no time cannot be held against the others."""
        if pts is None:
            return
        if not is_key:
            self.are_exact &= self._key_pts is None or pts >= self._key_pts
            return
        self._key_pts = pts
        if dts is not None:
            if self._first_delay is None:
                self._first_delay = pts - dts
            self.are_exact &= pts - dts <= self._first_delay + self._slack


def stops_exactly(path: Path, folder: Path, stream: int, time_base: Fraction) -> bool:
    """Whether a browser can stop at every frame of this stream; not where it cannot be read."""
    stops = Stops(time_base)

    def follow(line: str) -> None:
        fields = line.split(",")
        if len(fields) < 3:
            # What goes along with a packet, transparency for one, comes as a line without any.
            return
        pts, dts, flags = fields[:3]
        stops.add(_ticks(pts), _ticks(dts), is_key="K" in flags)

    argv = [
        tool_path("ffprobe"),
        *input_arguments(path, program="ffprobe"),
        *("-select_streams", str(stream), "-show_entries", "packet=pts,dts,flags"),
        *("-of", "csv=print_section=0"),
    ]
    ended = run(argv, folder=folder, limits=_LIMITS, reads=[path], on_line=follow)
    return stops.are_exact and ended.returncode == 0


def _ticks(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() else None
