"""The one ffmpeg graph of the scan: everything that a single decode can give.

Stills, the time and brightness of every frame and the sound leave the same
process. Frames are never doubled or dropped to fit a rate, so a file with frames
days apart costs no more than its frames.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from media_tools.decoding.tracks import PictureTrack
from media_tools.decoding.upright import for_jpeg
from media_tools.ffmpeg_args import input_arguments
from media_tools.tools import tool_path, tool_version

STILL_SIDE = 1280
STILL_LIMIT = 60
STILL_NAME = "still-%06d.jpg"
SOUND_NAME = "sound.wav"
SOUND_TIMES_NAME = "sound.times"
SOUND_RATE = 16_000
SCENE_SCORE = 0.1

LUMA_KEY = "lavfi.signalstats.YAVG"
SCORE_KEY = "lavfi.scene_score"

# No honest clip comes near. A clip that changes its size all the time would: ffmpeg
# then builds the graph anew, and the choice of stills forgets what it has.
_STILL_FILES = 3000


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


def still_choice(spacing_s: float) -> str:
    """An expression for ffmpeg's ``select`` that is true for the frames to keep as stills.

    A header may claim any duration, so none is asked for. Even stills start
    ``spacing_s`` apart; whenever the clip outgrows ``STILL_LIMIT`` of them the
    spacing doubles, and every other earlier still can be dropped afterwards (see
    ``choice.even``). Sudden changes count at most once in 0.2 s, later at most once
    in 1/240 of the time gone by. So both grow with the logarithm of the length only.
    """
    return ";".join(
        [
            "st(2,t-start_t)",
            f"st(5,{spacing_s}*pow(2,max(0,ceil(log(ld(2)/({STILL_LIMIT}*{spacing_s}))/log(2)))))",
            "st(3,gte(ld(2)+1e-6,ld(0)))",
            "if(ld(3),st(0,(floor((ld(2)+1e-6)/ld(5))+1)*ld(5)))",
            f"st(4,gt(scene,{SCENE_SCORE})*gte(ld(2)-ld(1),max(0.2,ld(2)/240)))",
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
    return [compiled[0], "-copyts", *options, *input_arguments(path), *compiled[after_input:]]


def scan_command(path: Path, wanted: Wanted) -> list[str]:
    """The arguments of the one decode, which writes into the folder it runs in.

    The files are ``STILL_NAME``, ``SOUND_NAME`` and ``SOUND_TIMES_NAME``. Its standard
    output has two lines for each frame and each still: the exact time, and a key with
    its value (see ``log.ScanLog``).
    """
    source = ffmpeg.input("INPUT")
    outputs = []
    if wanted.pictures:
        frames = source[str(wanted.pictures.index)]
        outputs += _pictures(frames, wanted.pictures, wanted.spacing_s)
    if wanted.sound is not None:
        outputs.append(_sound(source[str(wanted.sound)]))
    return command_with(path, outputs)


def _pictures(decoded: Any, track: PictureTrack, spacing_s: float) -> list[Any]:
    """The brightness of every frame at 64 x 64, and the chosen frames as JPEG."""
    frames = decoded.filter_multi_output("split")
    keep_all = passthrough(tool_version("ffmpeg"))
    brightness = (
        frames[0]
        .filter("scale", 64, 64, flags="area")
        .filter("format", "gray")  # leaves the colours unread: a third of the cost
        .filter("format", "yuvj420p")  # what signalstats takes
        .filter("signalstats")
        .filter("metadata", mode="print", key=LUMA_KEY, file="pipe:1", direct=1)
    )
    chosen = frames[1].filter("select", still_choice(spacing_s))
    # The log comes last: only what reaches the encoder may be counted as a still.
    stills = for_jpeg(chosen, STILL_SIDE, track).filter(
        "metadata", mode="print", key=SCORE_KEY, file="pipe:1", direct=1
    )
    return [
        ffmpeg.output(_clocked(brightness), "-", f="null", **_CLOCKED, **keep_all),
        ffmpeg.output(
            _clocked(stills),
            STILL_NAME,
            f="image2",
            flags="+bitexact",
            **{"q:v": 4, "frames:v": _STILL_FILES},
            **_CLOCKED,
            **keep_all,
        ),
    ]


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
