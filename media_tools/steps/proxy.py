"""A light copy for browsers that cannot play the original, or not frame by frame."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from media_tools.decoding.causes import complaints, plain_cause
from media_tools.decoding.clip import made_with
from media_tools.decoding.graph import command_with, passthrough
from media_tools.decoding.playable import Coding, Copy, coded_anew, copy_needed
from media_tools.decoding.stops import stops_exactly
from media_tools.decoding.tracks import (
    PictureTrack,
    claimed_seconds,
    picture_track,
    sound_start,
    sound_track,
)
from media_tools.decoding.upright import for_copy, lay_out, told
from media_tools.errors import Unreadable
from media_tools.findings import JSON, Artefact, Findings, Meaning
from media_tools.media import Kind, Media
from media_tools.sandbox import Limits, run
from media_tools.step import Job, Step
from media_tools.tools import tool_version

_NAME = "proxy.mp4"
_LONG_SIDE, _SHORT_SIDE = 1280, 720
_TIME_LIMIT_S = 12 * 3600
_LIMITS = Limits(wall_s=_TIME_LIMIT_S - 60, cpu_s=4 * _TIME_LIMIT_S)


def proxy(job: Job) -> Findings:
    """Make the copy, or nothing if the original plays. Every frame keeps its time.

    A browser can stop at every frame of the copy, also where it could not in the original.

    Raises ``Unreadable`` where nothing of the file can be put into a copy.
    """
    probe = job.upstream["probe"]
    coding = coding_of(probe, job.media)
    track, sound = picture_track(probe), sound_track(probe)
    copy, base = copy_needed(coding), track.time_base if track else Fraction(1)
    plays = copy is None
    if track and plays and not stops_exactly(job.media.path, job.folder, track.index, base):
        copy = coded_anew(coding)
    if copy is None or (track is None and sound is None):
        return Findings()
    ended_well, stderr, findings = _attempt(job, track, sound, copy)
    made = job.folder / _NAME
    if ended_well and copy.keep_pictures and not stops_exactly(made, job.folder, 0, base):
        copy = coded_anew(coding)
        ended_well, stderr, findings = _attempt(job, track, sound, copy)
    if not ended_well and (copy.keep_pictures or copy.keep_sound):
        # Some damaged or oddly cut streams can be decoded but not be copied.
        copy = Copy(keep_pictures=False, keep_sound=False)
        ended_well, stderr, findings = _attempt(job, track, sound, copy)
    if not ended_well:
        raise Unreadable(f"No copy for the browser can be made of it. {plain_cause(stderr)}")
    details: dict[str, JSON] = {
        "light_copy": True,
        "original_plays": plays,
        "of_sha256": job.media.sha256,
        "pictures": _told(track is not None, copy.keep_pictures, "h264, at most 720p"),
        "sound": _told(sound is not None, copy.keep_sound, "aac"),
    }
    if track and track.start_pts is not None:
        first, heard = track.start_pts * track.time_base, sound_start(probe)
        details["first_frame_s"] = float(first - min(first, first if heard is None else heard))
    mime = "video/mp4" if track else "audio/mp4"
    findings.artefacts.append(Artefact("proxy", made, mime, details))
    if track and not copy.keep_pictures:
        findings.warnings += told(track, "those of the light copy")
    said = complaints(stderr)
    if said:
        findings.warnings.append(f"The light copy leaves out what is damaged: {said[0]}.")
    return findings


def coding_of(probe: Findings, media: Media) -> Coding:
    """How the file is coded, as far as a browser cares."""
    track, sound = picture_track(probe), probe.value(Meaning.AUDIO_CODEC)
    return Coding(
        media.mime,
        track.codec if track else None,
        track.pixels if track else None,
        None if sound is None else str(sound),
    )


def proxy_command(
    path: Path, track: PictureTrack | None, sound: int | None, copy: Copy
) -> list[str]:
    """The command that writes the copy, with its index in front so that it starts at once."""
    source = ffmpeg.input("INPUT")
    streams: list[Any] = []
    options: dict[str, Any] = {"movflags": "+faststart", "map_metadata": -1}
    if track:
        pictures = source[str(track.index)]
        if copy.keep_pictures:
            options["c:v"] = "copy"
        else:
            pictures = for_copy(pictures, _LONG_SIDE, _SHORT_SIDE, track)
            options |= {"c:v": "libx264", "preset": "superfast", "crf": 26, "bf": 0}
            options |= {"enc_time_base": _clock(track.time_base)}
            options |= passthrough(tool_version("ffmpeg"))
        streams.append(pictures)
    if sound is not None:
        streams.append(source[str(sound)])
        options |= {"c:a": "copy"} if copy.keep_sound else {"c:a": "aac", "b:a": "128k", "ac": 2}
    output = ffmpeg.output(*streams, _NAME, f="mp4", progress="pipe:1", **options)
    argv = command_with(path, [output])
    argv.remove("-copyts")  # a player's clock begins where the file begins
    return argv


def _clock(time_base: Fraction) -> str:
    """The source's own clock, or 90 kHz where MP4 cannot count as finely."""
    fits = time_base.denominator <= 1_000_000
    return f"{time_base.numerator}:{time_base.denominator}" if fits else "1:90000"


def _attempt(
    job: Job, track: PictureTrack | None, sound: int | None, copy: Copy
) -> tuple[bool, str, Findings]:
    claimed = claimed_seconds(job.upstream["probe"])

    def follow(line: str) -> None:
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.lstrip("-").isdigit() and claimed:
            seconds = int(value) / 1_000_000
            job.progress(min(1.0, max(0.0, seconds / claimed)), f"{seconds:,.0f} s copied")

    lay_out(job.folder, track)
    argv = proxy_command(job.media.path, track, sound, copy)
    path = job.folder / _NAME
    path.unlink(missing_ok=True)
    ended = run(argv, folder=job.folder, limits=_LIMITS, reads=[job.media.path], on_line=follow)
    made = ended.returncode == 0 and path.is_file() and path.stat().st_size > 1000
    return made, ended.stderr, Findings(made_with=[made_with(argv, job.media)])


def _told(exists: bool, kept: bool, coded_as: str) -> JSON:
    if not exists:
        return None
    return "copied unchanged" if kept else coded_as


STEP = Step(
    name="proxy",
    version=3,
    summary="Makes a light copy where a browser cannot play the original, or not frame by frame.",
    kinds=frozenset({Kind.VIDEO, Kind.AUDIO}),
    run=proxy,
    time_limit_s=_TIME_LIMIT_S,
    tools=("ffmpeg",),
    needs=("probe",),
    after=("scan",),
    heavy=True,
)
