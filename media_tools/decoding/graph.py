"""The one ffmpeg graph of the scan: everything that a single decode can give.

Stills, a small grey picture and the time of every frame and the sound leave the same
process. Frames are never doubled or dropped to fit a rate, so a file with frames
days apart costs no more than its frames.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from media_tools.decoding.curves import GREY_SIDE
from media_tools.decoding.tracks import PictureTrack
from media_tools.decoding.upright import for_jpeg
from media_tools.ffmpeg_args import input_arguments
from media_tools.tools import tool_path, tool_version

STILL_SIDE = 1280
STILL_LIMIT = 60
STILL_NAME = "still-%06d.jpg"
LOG_NAME = "frames.log"
SOUND_NAME = "sound.wav"
SOUND_TIMES_NAME = "sound.times"
SOUND_RATE = 16_000
SCENE_SCORE = 0.1

SCORE_KEY = "lavfi.scene_score"
FRAME_KEY = "frame"
WRITTEN_KEY = "written"

# No honest clip comes near. A clip that changes its size all the time would: ffmpeg
# then builds the graph anew, and the choice of stills forgets what it has.
_STILL_FILES = 3000

# 46 hours at 60 frames a second. A few bytes can make a frame, and each costs two hundred here.
MOST_FRAMES = 10_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tracks to decode, the sound by stream index; how far apart even stills are at first."""

    pictures: PictureTrack | None
    sound: int | None
    spacing_s: float = 1.0


def passthrough(version: str) -> dict[str, str]:
    """The option that keeps every frame, as the ffmpeg of this version spells it."""
    number = re.match(r"ffmpeg n?(\d+)\.(\d+)", version)
    is_old = number is not None and (int(number[1]), int(number[2])) < (5, 1)
    return {"vsync" if is_old else "fps_mode": "passthrough"}


@dataclass(frozen=True, slots=True)
class Chooser:
    """Where ffmpeg's choice of stills stands, in seconds since the first frame.

    The next even still is due at ``even_s``, the last sudden change was at ``scene_s``,
    even stills are ``spacing_s`` apart. It is counted on here just as ``still_choice``
    does it, so that another ffmpeg can take over.
    """

    spacing_s: float
    even_s: float = 0.0
    scene_s: float = 0.0

    def after(self, seconds: float, score: float) -> "Chooser":
        """Where it stands once the frame of that time and scene score has been chosen."""
        even_s, scene_s, spacing_s = self.even_s, self.scene_s, self.spacing_s
        while seconds > STILL_LIMIT * spacing_s:
            spacing_s *= 2
        if seconds + 1e-6 >= even_s:
            even_s = (math.floor((seconds + 1e-6) / spacing_s) + 1) * spacing_s
        if score > SCENE_SCORE and seconds - scene_s >= max(0.2, seconds / 240):
            scene_s = seconds
        return Chooser(spacing_s, even_s, scene_s)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A decode that goes on where another one ended: after the frame with ``after_pts``.

    It begins at a key frame at or before ``seek_s`` on the file's clock. The first frame
    of the clip has ``first_pts``; ``stills`` is how many were written before.
    """

    seek_s: float
    first_pts: int
    after_pts: int
    chooser: Chooser
    stills: int


def still_choice(chooser: Chooser, taken_up: TakenUp | None = None) -> str:
    """An expression for ffmpeg's ``select`` that is true for the frames to keep as stills.

    A header may claim any duration, so none is asked for. Even stills start
    ``spacing_s`` apart; whenever the clip outgrows ``STILL_LIMIT`` of them the
    spacing doubles, and every other earlier still can be dropped afterwards (see
    ``choice.Choice``). Sudden changes count at most once in 0.2 s, later at most once
    in 1/240 of the time gone by. So both grow with the logarithm of the length only.
    The scene score is rounded as it is printed, for ``Chooser`` sees what is printed.
    """
    begin = f"st(0,{chooser.even_s!r})+st(1,{chooser.scene_s!r})+st(5,{chooser.spacing_s!r})"
    is_new = "gt(ld(8),0)" if taken_up else "1"
    return ";".join(
        [
            f"if(not(ld(5)),{begin})",
            *([f"st(8,ld(8)+gt(pts,{taken_up.after_pts}))"] if taken_up else []),
            f"st(2,(pts-{taken_up.first_pts if taken_up else 'start_pts'})*TB)",
            f"while(gt(ld(2),{STILL_LIMIT}*ld(5)),st(5,2*ld(5)))",
            f"st(3,gte(ld(2)+1e-6,ld(0))*{is_new})",
            "if(ld(3),st(0,(floor((ld(2)+1e-6)/ld(5))+1)*ld(5)))",
            f"st(4,gt(floor(scene*1e6+0.5),{SCENE_SCORE * 1e6:.0f})"
            f"*gte(ld(2)-ld(1),max(0.2,ld(2)/240))*{is_new})",
            "if(ld(4),st(1,ld(2)))",
            "gt(ld(3)+ld(4),0)",
        ]
    )


def command_with(path: Path, outputs: list[Any], *options: str) -> list[str]:
    """An ffmpeg command for the graph that gives these outputs, on one untrusted file.

    The graph begins at ``ffmpeg.input("INPUT")``; the input and its limits come from
    ``input_arguments``, ``options`` such as ``-ss`` stand before it. Times stay those
    of the file (``-copyts``).
    """
    compiled = ffmpeg.merge_outputs(*outputs).compile(cmd=tool_path("ffmpeg"))
    after_input = compiled.index("INPUT") + 1
    # The filters have little to do; threads for each would cost more than they win.
    threads = ("-filter_complex_threads", "1")
    before = [compiled[0], *threads, "-copyts", *options]
    return [*before, *input_arguments(path), *compiled[after_input:]]


def scan_command(path: Path, wanted: Wanted, taken_up: TakenUp | None = None) -> list[str]:
    """The arguments of the one decode, which writes into the folder it runs in.

    The files are ``STILL_NAME``, ``SOUND_NAME`` and ``SOUND_TIMES_NAME``. Its standard
    output is the grey frames, 64 x 64 bytes each. Into ``LOG_NAME``, a pipe, it writes
    two lines for each frame, for each one chosen as a still and for each still written:
    the exact time, and a key with its value (see ``log.ScanLog``).
    """
    source = ffmpeg.input("INPUT")
    outputs = []
    if wanted.pictures:
        frames = source[str(wanted.pictures.index)]
        outputs += _pictures(frames, wanted.pictures, wanted.spacing_s, taken_up)
    if wanted.sound is not None:
        outputs.append(_sound(source[str(wanted.sound)]))
    if taken_up is None:
        return command_with(path, outputs)
    seek = ("-seek_timestamp", "1", "-noaccurate_seek", "-ss", f"{taken_up.seek_s:.6f}")
    return command_with(path, outputs, *seek)


def _pictures(
    decoded: Any, track: PictureTrack, spacing_s: float, taken_up: TakenUp | None
) -> list[Any]:
    """Every frame in grey at 64 x 64, and the chosen frames as JPEG."""
    frames = decoded.filter("trim", end_frame=MOST_FRAMES).filter_multi_output("split")
    keep_all = passthrough(tool_version("ffmpeg"))
    # Grey leaves the colours unread: a third of the cost.
    grey = frames[0].filter("scale", GREY_SIDE, GREY_SIDE, flags="area").filter("format", "gray")
    chooser = taken_up.chooser if taken_up else Chooser(spacing_s)
    chosen = _logged(frames[1].filter("select", still_choice(chooser, taken_up)), SCORE_KEY)
    # Logged again at the end: only what reaches the encoder may be counted as a still.
    stills = _logged(_marked(for_jpeg(chosen, STILL_SIDE, track), WRITTEN_KEY), WRITTEN_KEY)
    written = taken_up.stills if taken_up else 0
    return [
        ffmpeg.output(
            _clocked(_logged(_marked(grey, FRAME_KEY), FRAME_KEY)),
            "pipe:1",
            f="rawvideo",
            **_CLOCKED,
            **keep_all,
        ),
        ffmpeg.output(
            _clocked(stills),
            STILL_NAME,
            f="image2",
            flags="+bitexact",
            start_number=written + 1,
            **{"q:v": 4, "threads:v": 1, "frames:v": _STILL_FILES - written},
            **_CLOCKED,
            **keep_all,
        ),
    ]


def _marked(frames: Any, key: str) -> Any:
    return frames.filter("metadata", mode="add", key=key, value=1)


def _logged(frames: Any, key: str) -> Any:
    return frames.filter("metadata", mode="print", key=key, file=LOG_NAME, direct=1)


# The true times are in the log. Encoder and muxer fail on any that do not rise, and
# damaged files have such, so they get the wall clock, which also rises when ffmpeg
# builds the graph anew because the pictures change their size.
_CLOCK_US = "st(0,max(ld(0)+1,time(0)*1000000))"
_CLOCKED = {"enc_time_base": "1:1000000"}


def _clocked(frames: Any) -> Any:
    return frames.filter("settb", "1/1000000").filter("setpts", _CLOCK_US)


def _sound(track: Any) -> Any:
    """The sound as 16 kHz mono, and beside it the time of each second of it.

    Not part of the graph of the pictures: ffmpeg holds all decoded pictures back
    until every input of a graph has begun, and sound may begin late or never.
    """
    chain = f"aresample={SOUND_RATE},aformat=s16:channel_layouts=mono,asetnsamples={SOUND_RATE}:p=0"
    both = f"[f=wav:fflags=+bitexact]{SOUND_NAME}|[f=framecrc]{SOUND_TIMES_NAME}"
    return ffmpeg.output(track, both, f="tee", af=chain, **{"c:a": "pcm_s16le"})
