"""The one decode of a clip: running it, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media_tools.decoding.causes import complaints
from media_tools.decoding.graph import Wanted, scan_command
from media_tools.decoding.log import ScanLog
from media_tools.decoding.upright import lay_out
from media_tools.findings import JSON
from media_tools.media import Media
from media_tools.sandbox import Limits, run
from media_tools.tools import tool_version

TIME_LIMIT_S = 12 * 3600
_LIMITS = Limits(wall_s=TIME_LIMIT_S - 60, cpu_s=4 * TIME_LIMIT_S)

Report = Callable[[ScanLog], None]


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one ffmpeg left behind: its log, its words, how it ended, how it was called."""

    log: ScanLog
    wanted: Wanted
    returncode: int
    stderr: str
    made_with: JSON

    @property
    def said(self) -> list[str]:
        """What the decoder complained of, each thing once."""
        return complaints(self.stderr)


def decode(media: Media, folder: Path, wanted: Wanted, report: Report) -> Decoded:
    """Decode the clip once. ``report`` is called about twice a second while it runs.

    Nothing is judged here: with damaged bytes the log holds what came before.
    """
    log = ScanLog()
    lay_out(folder, wanted.pictures)
    argv = scan_command(media.path, wanted)
    ended = run(
        argv,
        folder=folder,
        limits=_LIMITS,
        reads=[media.path],
        on_line=log.feed,
        on_tick=lambda: report(log),
    )
    return Decoded(log, wanted, ended.returncode, ended.stderr, made_with(argv, media))


def made_with(argv: list[str], media: Media) -> JSON:
    """An ffmpeg command as written beside what it made, our own paths shortened to names."""
    original = str(media.path.absolute())
    shown: list[JSON] = [argument.replace(original, media.sha256) for argument in argv[1:]]
    return {"tool": "ffmpeg", "version": tool_version("ffmpeg"), "argv": ["ffmpeg", *shown]}
