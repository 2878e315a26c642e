"""Asks ffprobe what a clip's container says, and says in plain words when it cannot."""

import json
import re
from pathlib import Path
from typing import Any

from media_tools.decoding.causes import complaints
from media_tools.errors import Unreadable
from media_tools.ffmpeg_args import input_arguments
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import tool_path, tool_version

_LIMITS = Limits(wall_s=240, cpu_s=50, file_bytes=MIB, stdout_bytes=16 * MIB)
_MOST_COMPLAINTS = 20
_SHOW = ("-show_format", "-show_streams", "-show_chapters", "-of", "json")

_CAUSES = (
    ("moov atom not found", "The file is cut off: its index (moov) is missing."),
    ("Number of streams exceeds", "It has more tracks than any camera writes."),
    ("Format not on whitelist", "What is inside is not a kind of clip that is opened here."),
    ("Atoms too deeply nested", "Its boxes are nested deeper than any camera writes them."),
    ("Invalid data found", "Its container is damaged where the description of the clip should be."),
    ("End of file", "The file is cut off before the description of the clip."),
)


def read_container(media: Media, folder: Path) -> tuple[dict[str, Any], list[str], list[str]]:
    """ffprobe's answer, its complaints, and the arguments it was asked with.

    Raises ``Unreadable``, naming the cause, where no stream can be described.
    """
    argv = [tool_path("ffprobe"), *input_arguments(media.path, program="ffprobe"), *_SHOW]
    ended = run(argv, folder=folder, limits=_LIMITS, reads=[media.path])
    said = complaints(ended.stderr)[:_MOST_COMPLAINTS]
    if ended.returncode < 0:
        raise Unreadable(
            f"ffprobe was ended by signal {-ended.returncode}; "
            "the file is damaged or made to break it."
        )
    # An ffprobe that gives up leaves half a document behind.
    answer: dict[str, Any] = {} if ended.returncode else json.loads(ended.stdout)
    if not answer.get("streams"):
        raise Unreadable(_cause(ended.stderr, media.mime, said))
    shown = [part.replace(str(media.path.absolute()), media.sha256) for part in argv[1:]]
    return answer, said, [tool_version("ffprobe"), *shown]


def _cause(stderr: str, mime: str, said: list[str]) -> str:
    refused = re.search(r"Codec \((\w+)\) not on whitelist", stderr)
    if refused:
        return f"One of its streams needs the decoder {refused[1]}, which is not opened here."
    for words, cause in _CAUSES:
        if words in stderr:
            return cause
    detail = f" ffprobe says: {said[-1]}." if said else ""
    return f"It begins like {mime}, but no picture or sound was found in it.{detail}"
