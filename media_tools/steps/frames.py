"""Frames that a person ordered: all of a stretch to look through, or one with every pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.clip import made_with
from media_tools.decoding.exact import Order, decode_exactly, exact_command
from media_tools.decoding.stills import still_at
from media_tools.decoding.tracks import PictureTrack, picture_track
from media_tools.decoding.upright import told
from media_tools.errors import Unreadable
from media_tools.findings import JSON, Artefact, Findings
from media_tools.media import Kind
from media_tools.step import Job, Step

MOST_FRAMES = 300
SIDE = 640
# How far before the first frame a key frame is looked for; ``None`` is the clip's start.
_BACK_S = (2.0, 20.0, None)
_OTHERWISE = (
    "Decoded again, these frames are not the same to the last unit as in the scan: the clip is "
    "damaged here, and every decode hides that differently."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The ordered frames as the scan saw them: their pts and their 8 x 8 sums of brightness."""

    pts: list[int]
    tiles: NDArray[np.uint16]
    first_of_clip: int


def frames(job: Job) -> Findings:
    """The frames from ``first_pts`` to ``last_pts``, at most ``MOST_FRAMES`` of them.

    With ``whole`` only the first, as a PNG of the pixels as decoded, turned upright and not
    otherwise changed. The decode is held against the scan: only where the times and the sums of
    brightness of all frames are equal are they taken for the same without a warning.
    Raises ``Unreadable`` where the clip has no such frame, or it does not come again.
    """
    is_whole = bool(job.ordered.get("whole"))
    track, seen = picture_track(job.upstream["probe"]), _seen(job, is_whole=is_whole)
    if track is None or not seen.pts:
        raise Unreadable("No frame of the clip is shown at that time.")
    order = Order(seen.pts[0], seen.pts[-1], None if is_whole else SIDE)
    came, findings = _decode(job, track, order, seen)
    for number, pts in came.items():
        path = job.folder / (order.pictures % number)
        still = still_at(path, pts, seen.first_of_clip, track.time_base, "ordered")
        if is_whole:
            details: dict[str, JSON] = {"pts": pts, "time_base": str(track.time_base)}
            details |= {"width": still.width, "height": still.height}
            findings.artefacts.append(Artefact("still", path, "image/png", details))
        else:
            findings.stills.append(still)
    findings.warnings += _said_of_pixels(track) if is_whole else told(track, "the frames")
    return findings


def _seen(job: Job, *, is_whole: bool) -> Seen:
    scan = job.upstream["scan"]
    pts = np.load(scan.artefact("frame_times").path, mmap_mode="r", allow_pickle=False)
    tiles = np.load(scan.artefact("tiles").path, mmap_mode="r", allow_pickle=False)
    first, last = (int(str(job.ordered[name])) for name in ("first_pts", "last_pts"))
    inside = np.flatnonzero((pts >= first) & (pts <= last))[: 1 if is_whole else MOST_FRAMES]
    first_of_clip = int(str(scan.artefact("frame_times").details["first_pts"]))
    return Seen(pts[inside].tolist(), tiles[inside], first_of_clip)


def _decode(
    job: Job, track: PictureTrack, order: Order, seen: Seen
) -> tuple[dict[int, int], Findings]:
    """The pts of each written picture by its number, and how they were made.

    Where a seek does not lead to what the scan saw, an earlier key frame does, or the start.
    """
    findings, came = Findings(), list[int]()
    for back_s in _BACK_S:
        seek_s = None if back_s is None else float(order.first_pts * track.time_base) - back_s
        argv = exact_command(job.media, track, order, len(seen.pts), seek_s)
        came, tiles = decode_exactly(job.media, job.folder, track, argv)
        is_same = came == seen.pts and np.array_equal(tiles, seen.tiles)
        if is_same:
            break
    else:
        findings.warnings.append(_OTHERWISE)
    findings.made_with.append(made_with(argv, job.media))
    numbers = {pts: number for number, pts in reversed(list(enumerate(came, start=1)))}
    written = {number: pts for pts, number in sorted(numbers.items()) if pts in seen.pts}
    if not written:
        raise Unreadable("The decoder did not give these frames a second time.")
    return written, findings


def _said_of_pixels(track: PictureTrack) -> list[str]:
    """What has to be known of pixels that nothing was done to."""
    said = []
    if track.is_hdr:
        said.append("The pixels are HDR as coded: an ordinary viewer shows them grey.")
    if track.is_interlaced:
        said.append("The pixels are interlaced as coded: every other line is another moment.")
    return said


STEP = Step(
    name="frames",
    version=1,
    summary="Gives the frames of a stretch, or one with every pixel, held against the scan.",
    kinds=frozenset({Kind.VIDEO}),
    run=frames,
    time_limit_s=1800,
    tools=("ffmpeg",),
    needs=("probe", "scan"),
    on_order=True,
)
