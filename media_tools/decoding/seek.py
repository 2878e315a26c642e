"""Key frames from many places of a clip, without decoding what lies between them.

One ffmpeg opens the file once for each place and takes one key frame there. A process for
each place would cost three times as much: starting ffmpeg takes longer than reading an
index and decoding one picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from media_tools.decoding.graph import command_with, passthrough
from media_tools.decoding.tracks import PictureTrack
from media_tools.decoding.upright import for_jpeg, lay_out
from media_tools.embedded.movie import MIMES
from media_tools.errors import Unreadable
from media_tools.media import Media
from media_tools.pixel_formats import bits_of
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import tool_version

SEEK_SIDE = 480

# What each place takes, measured with ffmpeg 5.1 at 1, 5 and 25 places at once.
_MOST_MEMORY_BYTES = 300 * MIB
_BYTES_AT_LEAST = 4 * MIB
_BYTES_A_SAMPLE = 30
_PICTURES_HELD = {"hevc": 16}
_PICTURES_HELD_BY_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Seek:
    """One place to look at: its number, and seconds from the start of the file."""

    number: int
    seconds: float

    @property
    def picture(self) -> str:
        """The name of the JPEG."""
        return f"key-{self.number:02}.jpg"

    @property
    def log(self) -> str:
        """The name of the file with the time of the key frame."""
        return f"key-{self.number:02}.txt"


def at_once(track: PictureTrack, samples: int) -> int:
    """How many places one ffmpeg may look at, so that its memory stays bounded.

    Each takes the file's whole index, of ``samples`` samples, and a decoder's pictures.
    """
    picture_bytes = track.width * track.height * (3 if bits_of(track.pixels) > 8 else 1.5)
    held = _PICTURES_HELD.get(track.codec, _PICTURES_HELD_BY_OTHERS)
    each = _BYTES_AT_LEAST + _BYTES_A_SAMPLE * samples + held * picture_bytes
    return max(1, int(_MOST_MEMORY_BYTES / each))


def seek_command(media: Media, track: PictureTrack, seeks: Sequence[Seek]) -> list[str]:
    """The command that writes, for each place, the key frame at or before it and its time."""
    inputs: list[str] = []
    outputs: list[str] = []
    source = f"file:{media.path.absolute()}"
    for number, seek in enumerate(seeks):
        own = command_with(media.path, [_output(track, seek)], *_before_input(media, seek))
        after_source = own.index(source) + 1
        inputs += own[:after_source] if not inputs else own[1:after_source]
        # A graph each, so that a place where nothing comes holds up no other.
        outputs += [
            part.replace("[0:", f"[{number}:").replace("[s", f"[of{number}s")
            for part in own[after_source:]
        ]
    return inputs + outputs


def key_frames(
    media: Media, folder: Path, track: PictureTrack, seeks: Sequence[Seek], wall_s: float
) -> dict[Seek, int]:
    """Write the key frame of each place into the folder; the exact pts of those that came."""
    lay_out(folder, track)
    try:
        limits = Limits(wall_s=wall_s, cpu_s=20 + 2 * len(seeks))
        run(seek_command(media, track, seeks), folder=folder, limits=limits, reads=[media.path])
    except Unreadable:
        # What was being written when the limit was met may be half a picture.
        for seek in seeks:
            (folder / seek.picture).unlink(missing_ok=True)
    found = {seek: _pts(folder, seek) for seek in seeks}
    return {seek: pts for seek, pts in found.items() if pts is not None}


def _before_input(media: Media, seek: Seek) -> list[str]:
    # Without an index even a seek to the start goes astray.
    place = ["-ss", f"{seek.seconds:.6f}", "-noaccurate_seek"] if seek.seconds else []
    # These say in their header all that a decoder needs; reading ahead is half of the cost.
    quick = ["-probesize", "32", "-analyzeduration", "0"] if media.mime in MIMES else []
    # More threads would read further key frames before the first comes out.
    return [*place, *quick, "-skip_frame", "nokey", "-threads", "1"]


def _output(track: PictureTrack, seek: Seek) -> object:
    frame = (
        ffmpeg.input("INPUT")[str(track.index)]
        .filter("metadata", mode="add", key="seek", value=seek.number)
        .filter("metadata", mode="print", key="seek", file=seek.log, direct=1)
    )
    if track.is_interlaced:
        frame = frame.filter("loop", loop=1, size=1)  # a next one, see for_jpeg
    options = {"frames:v": 1, "q:v": 4, "flags": "+bitexact", "update": 1, "threads": 1}
    options |= passthrough(tool_version("ffmpeg"))
    return ffmpeg.output(for_jpeg(frame, SEEK_SIDE, track), seek.picture, f="image2", **options)


def _pts(folder: Path, seek: Seek) -> int | None:
    if not ((folder / seek.picture).is_file() and (folder / seek.log).is_file()):
        return None
    shown = (folder / seek.log).read_text().partition("pts:")[2].split()
    return int(shown[0]) if shown and shown[0] != "NOPTS" else None
