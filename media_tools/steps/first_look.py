"""A grid of key frames within seconds, while the scan still runs."""

import time
from pathlib import Path

from media_tools.decoding.seek import key_frame
from media_tools.decoding.stills import still_at
from media_tools.decoding.tracks import claimed_seconds, picture_track
from media_tools.findings import Findings
from media_tools.media import Kind
from media_tools.step import Job, Step

_MOST_SEEKS = 25
_SEEKS_A_SECOND = 0.5
_TIME_IN_ALL_S = 60


def first_look(job: Job) -> Findings:
    """Seek to evenly spread instants and keep the key frame found at each.

    A seek that fails is left out; the header may claim any length, so a run of failing
    seeks ends the step. Each still carries the exact pts of the frame it shows.
    """
    probe = job.upstream["probe"]
    track, claimed = picture_track(probe), claimed_seconds(probe)
    if track is None:
        return Findings(warnings=["There are no moving pictures to look at."])
    seeks = max(1, min(_MOST_SEEKS, round((claimed or 0) * _SEEKS_A_SECOND)))
    findings = Findings()
    found: dict[int, Path] = {}
    give_up_at = time.monotonic() + _TIME_IN_ALL_S
    failed_in_a_row = 0
    for number in range(seeks):
        if time.monotonic() > give_up_at or failed_in_a_row >= 3:
            break
        job.progress(number / seeks, f"{number} of {seeks} key frames")
        name = f"key-{number:02}.jpg"
        wanted_s = (claimed or 0) * number / seeks
        pts, made = key_frame(job.media, job.folder, track.index, wanted_s, name)
        findings.made_with[:] = findings.made_with or [made]
        failed_in_a_row = failed_in_a_row + 1 if pts is None else 0
        if pts is not None:
            found.setdefault(pts, job.folder / name)
    if not found:
        findings.warnings.append("No key frame can be shown before the scan is done.")
        return findings
    starts = [track.start_pts] if track.start_pts is not None else []
    first = min([*found, *starts])
    findings.stills += [
        still_at(path, pts, first, track.time_base, "keyframe")
        for pts, path in sorted(found.items())
    ]
    return findings


STEP = Step(
    name="first_look",
    version=1,
    summary="Shows up to 25 key frames within seconds, while the scan still runs.",
    kinds=frozenset({Kind.VIDEO}),
    run=first_look,
    time_limit_s=120,
    tools=("ffmpeg",),
    needs=("probe",),
)
