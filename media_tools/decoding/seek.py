"""One key frame out of a clip, without decoding what lies before it."""

from collections.abc import Sequence
from pathlib import Path

import ffmpeg

from media_tools.decoding.clip import made_with
from media_tools.decoding.graph import command_with, passthrough
from media_tools.decoding.upright import for_jpeg
from media_tools.errors import Unreadable
from media_tools.findings import JSON
from media_tools.media import Media
from media_tools.sandbox import Limits, run
from media_tools.tools import tool_version

SEEK_SIDE = 480
_LIMITS = Limits(wall_s=15, cpu_s=20)


def seek_command(path: Path, stream: int, seconds: float, name: str) -> list[str]:
    """The command that writes the key frame at or before ``seconds`` as the JPEG ``name``.

    ``seconds`` count from the start of the file. One decoding thread: more would read
    further key frames before the first comes out.
    """
    frame = (
        ffmpeg.input("INPUT")[str(stream)]
        .filter("metadata", mode="add", key="seek", value=1)
        .filter("metadata", mode="print", key="seek", file="pipe:1", direct=1)
    )
    keep_all = passthrough(tool_version("ffmpeg"))
    options = {"frames:v": 1, "q:v": 4, "flags": "+bitexact", "update": 1}
    output = ffmpeg.output(for_jpeg(frame, SEEK_SIDE), name, f="image2", **options, **keep_all)
    # Without an index even a seek to the start goes astray.
    seek = ("-ss", f"{seconds:.6f}", "-noaccurate_seek") if seconds else ()
    return command_with(path, [output], *seek, "-skip_frame", "nokey", "-threads", "1")


def key_frame(
    media: Media, folder: Path, stream: int, seconds: float, name: str
) -> tuple[int | None, JSON]:
    """Write the key frame; its exact pts (``None`` if none came) and how it was made."""
    argv = seek_command(media.path, stream, seconds, name)
    try:
        ended = run(argv, folder=folder, limits=_LIMITS, reads=[media.path])
    except Unreadable:
        return None, made_with(argv, media)
    came = (folder / name).is_file()
    return _first_pts(ended.stdout.decode().splitlines()) if came else None, made_with(argv, media)


def _first_pts(lines: Sequence[str]) -> int | None:
    first = next((line for line in lines if line.startswith("frame:")), "")
    shown = first.partition("pts:")[2].split()
    return int(shown[0]) if shown and shown[0] != "NOPTS" else None
