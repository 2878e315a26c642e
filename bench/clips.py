"""Clips that the benches make: a few seconds drawn and coded once, then looped without coding."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from media_tools.tools import tool_path

X264 = "-c:v libx264 -pix_fmt yuv420p -preset"
X265 = "-c:v libx265 -pix_fmt yuv420p -tag:v hvc1 -preset ultrafast -x265-params"


@dataclass(frozen=True, slots=True)
class Like:
    """What a clip is like: how ffmpeg draws it, and how it codes it."""

    name: str
    size: str
    grain: int
    coded: str
    rate: int = 30
    sound: bool = True


def make_clip(path: Path, like: Like, seconds: int, drawn: int) -> None:
    """``drawn`` seconds of movement, grain and cuts, coded once and looped to ``seconds``."""
    part = path.with_name("part.mp4")
    scene = (
        f"testsrc2=size={like.size}:rate={like.rate}:duration={drawn},"
        f"noise=alls={like.grain}:allf=t,hue=h='60*floor(t/5)'"
    )
    tone = f"sine=frequency=440:sample_rate=48000:duration={drawn}"
    sound = ("-f", "lavfi", "-i", tone, "-c:a", "aac", "-ac", "2") if like.sound else ()
    run_ffmpeg("-f", "lavfi", "-i", scene, *sound, *like.coded.split(), str(part))
    loops = str(-(-seconds // drawn) - 1)
    run_ffmpeg("-stream_loop", loops, "-i", str(part), "-c", "copy", "-t", str(seconds), str(path))
    part.unlink()


def run_ffmpeg(*arguments: str) -> None:
    """ffmpeg as anybody would call it."""
    subprocess.run([tool_path("ffmpeg"), "-nostdin", "-v", "error", "-y", *arguments], check=True)
