"""The one decode of a clip: running it, taking it up again, and what came of it."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace

from media_tools.decoding.arrays import TooShort
from media_tools.decoding.causes import complaints
from media_tools.decoding.follower import Follower, GraphRebuilt, Work
from media_tools.decoding.gathering import Gathering
from media_tools.decoding.graph import TakenUp, Wanted, scan_command
from media_tools.decoding.log import log_in
from media_tools.decoding.seam import SeamBroken
from media_tools.decoding.tracks import PictureTrack
from media_tools.decoding.unfinished import Point, drop_point, load_point
from media_tools.decoding.upright import lay_out
from media_tools.findings import JSON
from media_tools.media import Media
from media_tools.sandbox import Limits, run
from media_tools.tools import tool_version

TIME_LIMIT_S = 12 * 3600
_LIMITS = Limits(wall_s=TIME_LIMIT_S - 60, cpu_s=4 * TIME_LIMIT_S)
# How far before the seam the key frame is looked for, first and then once more.
_BACK_S = (2.0, 60.0)

Report = Callable[[Gathering | None], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a decode left behind: pictures and stills, its words, how it ended and was called."""

    follower: Follower | None
    returncode: int
    stderr: str
    made_with: JSON

    @property
    def said(self) -> list[str]:
        """What the decoder complained of, each thing once, by name of what complained.

        Not in the order said: that of pictures and sound depends on the attempt.
        """
        return sorted(complaints(self.stderr), key=lambda words: (": " not in words, words))

    @property
    def gathered(self) -> Gathering | None:
        """What there is of the pictures, ``None`` where not one frame has a time."""
        gathered = self.follower.gathered if self.follower else None
        return gathered if gathered and gathered.frames else None


def decode(work: Work, wanted: Wanted, report: Report) -> Decoded:
    """Decode the clip once. ``report`` is called about twice a second while it runs.

    Nothing is judged here: with damaged bytes there is what came before. Where an earlier
    attempt left a point to go on from, and the clip proves to be the same from there, only
    the rest is decoded, and the sound, which is cheap, as a whole.
    """
    argv = scan_command(work.media.path, wanted)
    made = made_with(argv, work.media)
    point = load_point(work.unfinished, made) if work.unfinished else None
    for back_s in _BACK_S if point else ():
        assert point and wanted.pictures
        mute = replace(wanted, sound=None)
        again = scan_command(work.media.path, mute, _taken_up(point, wanted.pictures, back_s))
        try:
            pictures = _run(work, again, mute, made, report, point)
        except GraphRebuilt as why:
            logger.info("%s starts again: %s", work.media.sha256, why)
            break
        except (SeamBroken, TooShort) as why:
            logger.info("%s does not go on from %s s back: %s", work.media.sha256, back_s, why)
        else:
            logger.info("%s went on after %s frames", work.media.sha256, f"{point.frames:,}")
            return pictures if wanted.sound is None else _with_sound(work, pictures, wanted, report)
    if work.unfinished:
        drop_point(work.unfinished)
    return _run(work, argv, wanted, made, report)


def _with_sound(work: Work, pictures: Decoded, wanted: Wanted, report: Report) -> Decoded:
    alone = replace(wanted, pictures=None)
    sound = _run(work, scan_command(work.media.path, alone), alone, pictures.made_with, report)
    returncode = pictures.returncode or sound.returncode
    return replace(pictures, returncode=returncode, stderr=f"{pictures.stderr}\n{sound.stderr}")


def _run(
    work: Work,
    argv: list[str],
    wanted: Wanted,
    made: JSON,
    report: Report,
    point: Point | None = None,
) -> Decoded:
    """One ffmpeg. Raises ``SeamBroken`` where it does not meet the point it is to go on from."""
    if wanted.pictures:
        shutil.rmtree(work.decoder, ignore_errors=True)
    work.decoder.mkdir(exist_ok=True)
    lay_out(work.decoder, wanted.pictures)
    with log_in(work.decoder) as log:
        follower = Follower(work, wanted, log, made, point) if wanted.pictures else None
        try:
            ended = run(
                argv,
                folder=work.decoder,
                limits=_LIMITS,
                reads=[work.media.path],
                on_output=follower.output if follower else None,
                on_error=follower.error if follower else None,
                on_tick=lambda: report(follower.gathered if follower else None),
            )
            if follower:
                follower.end()
        finally:
            if follower:
                follower.gathered.close()
    said = follower.said if follower else ended.stderr
    return Decoded(follower, ended.returncode, said, made)


def _taken_up(point: Point, track: PictureTrack, back_s: float) -> TakenUp:
    return TakenUp(
        seek_s=float(point.seam[0][0] * track.time_base) - back_s,
        first_pts=point.first_pts,
        after_pts=point.last_pts,
        chooser=point.chooser,
        stills=point.chosen,
    )


def made_with(argv: list[str], media: Media) -> JSON:
    """An ffmpeg command as written beside what it made, our own paths shortened to names."""
    original = str(media.path.absolute())
    shown: list[JSON] = [argument.replace(original, media.sha256) for argument in argv[1:]]
    return {"tool": "ffmpeg", "version": tool_version("ffmpeg"), "argv": ["ffmpeg", *shown]}
