"""A grid of key frames within seconds, while the scan still runs."""

import time

from media_tools.decoding.clip import made_with
from media_tools.decoding.seek import Seek, at_once, key_frames, seek_command
from media_tools.decoding.stills import still_at
from media_tools.decoding.tracks import (
    PictureTrack,
    claimed_samples,
    claimed_span,
    picture_track,
)
from media_tools.decoding.upright import told
from media_tools.findings import Findings
from media_tools.media import Kind
from media_tools.step import Job, Step

_MOST_SEEKS = 25
_SEEKS_A_SECOND = 0.5
_TIME_IN_ALL_S = 60
_TIME_FOR_ONE_S = 30
_MOST_IN_VAIN = 3


def first_look(job: Job) -> Findings:
    """Seek to evenly spread instants and keep the key frame found at each.

    A seek that fails is left out; the header may claim any length, so the time in all is
    bounded. Each still carries the exact pts of the frame it shows.
    """
    probe = job.upstream["probe"]
    track = picture_track(probe)
    if track is None:
        return Findings(warnings=["There are no moving pictures to look at."])
    claimed = claimed_span(probe, track) or 0
    places = max(1, min(_MOST_SEEKS, round(claimed * _SEEKS_A_SECOND)))
    seeks = [Seek(number, claimed * number / places) for number in range(places)]
    pts_at = _look(job, track, seeks, at_once(track, claimed_samples(probe)))
    findings = Findings()
    # The command of one place, and all the places: the command with all of them is long.
    findings.made_with.append(made_with(seek_command(job.media, track, seeks[-1:]), job.media))
    findings.made_with.append({"places_s": [seek.seconds for seek in seeks]})
    if not pts_at:
        findings.warnings.append("No key frame can be shown before the scan is done.")
        return findings
    one_each = {pts: seek for seek, pts in reversed(pts_at.items())}
    first = min([*one_each, *([] if track.start_pts is None else [track.start_pts])])
    findings.stills += [
        still_at(job.folder / seek.picture, pts, first, track.time_base, "keyframe")
        for pts, seek in sorted(one_each.items())
    ]
    findings.warnings += told(track, "the key frames")
    return findings


def _look(job: Job, track: PictureTrack, seeks: list[Seek], together: int) -> dict[Seek, int]:
    """The pts found at each place: as many together as memory allows, then those lost alone.

    A place that breaks the decoder ends the process and loses the others in it.
    """
    give_up_at = time.monotonic() + _TIME_IN_ALL_S
    found: dict[Seek, int] = {}

    def look(groups: list[list[Seek]]) -> None:
        in_vain = 0
        for group in groups:
            left_s = give_up_at - time.monotonic()
            if left_s <= 0 or in_vain >= _MOST_IN_VAIN:
                return
            wall_s = min(left_s, _TIME_FOR_ONE_S + len(group))
            came = key_frames(job.media, job.folder, track, group, wall_s)
            in_vain = 0 if came else in_vain + 1
            found.update(came)
            job.progress(len(found) / len(seeks), f"{len(found)} of {len(seeks)} key frames")

    look([seeks[at : at + together] for at in range(0, len(seeks), together)])
    if together > 1:
        look([[seek] for seek in seeks if seek not in found])
    return {seek: found[seek] for seek in seeks if seek in found}


STEP = Step(
    name="first_look",
    version=2,
    summary="Shows up to 25 key frames within seconds, while the scan still runs.",
    kinds=frozenset({Kind.VIDEO}),
    run=first_look,
    time_limit_s=120,
    tools=("ffmpeg",),
    needs=("probe",),
)
