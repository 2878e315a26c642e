"""A file that somebody wants to find again: reduced to hashes by contained children, not kept."""

from fractions import Fraction
from pathlib import Path

import ffmpeg
import numpy as np

from media_tools.decoding.graph import command_with
from media_tools.errors import Unreadable
from media_tools.likeness.asked import AskedFrame, asked_frames
from media_tools.likeness.picture import SIDE
from media_tools.media import Kind, Media
from media_tools.pictures import GREY_NAME, decoded_pictures
from media_tools.sandbox import MIB, Limits, run
from media_tools.sniff import HEAD_BYTES, TAIL_BYTES, sniff

# A person waits for the answer.
FRAMES_A_SECOND = 2
MOST_SECONDS = 120
_LIMITS = Limits(wall_s=25, cpu_s=40, stdout_bytes=4 * MIB)
NOTHING_TO_COMPARE = (
    "It has too little in it to be compared: it is dark, even or nearly empty. "
    "Whether it was seen before cannot be told by likeness."
)


def look_at(path: Path, folder: Path) -> tuple[AskedFrame, ...]:
    """The frames to look for: those of a picture, or of the first two minutes of a clip.

    The same small grey frames as the scan makes. The children write into ``folder``, which
    is the caller's to remove. Raises ``Unreadable`` with a sentence for the person.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        kind, mime = sniff(head, file.read())
    media = Media(path, "what is looked for", kind, mime)
    if kind is Kind.IMAGE:
        decoded_pictures(media, folder)
        greys = np.fromfile(folder / GREY_NAME, np.uint8).reshape(-1, SIDE, SIDE)
        frames = asked_frames(greys)
    elif kind is Kind.VIDEO:
        greys = _of_clip(media, folder)
        times = [Fraction(number, FRAMES_A_SECOND) for number in range(len(greys))]
        frames = asked_frames(greys, times)
    else:
        raise Unreadable("It is neither a picture nor a clip of a known type.")
    if not frames:
        raise Unreadable(NOTHING_TO_COMPARE)
    return frames


def _of_clip(media: Media, folder: Path) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    frames = (
        ffmpeg.input("INPUT")["v:0"]
        .filter("setpts", "PTS-STARTPTS")
        .filter("fps", FRAMES_A_SECOND, round="up", eof_action="pass")
        .filter("scale", SIDE, SIDE, flags="area")
        .filter("format", "gray")
    )
    argv = command_with(media.path, [ffmpeg.output(frames, "pipe:1", f="rawvideo", t=MOST_SECONDS)])
    ended = run(argv, folder=folder, limits=_LIMITS, reads=[media.path])
    whole = len(ended.stdout) // SIDE**2
    if not whole:
        raise Unreadable("Not one picture of it can be decoded.")
    return np.frombuffer(ended.stdout, np.uint8)[: whole * SIDE**2].reshape(whole, SIDE, SIDE)
