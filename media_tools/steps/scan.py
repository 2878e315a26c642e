"""One decode of the whole file: stills, the time and brightness of every frame, sound."""

from dataclasses import replace

from media_tools.decoding.causes import plain_cause
from media_tools.decoding.choice import spacing_for
from media_tools.decoding.clip import TIME_LIMIT_S, Decoded, decode
from media_tools.decoding.follower import SEGMENT_S, Work
from media_tools.decoding.frames import Frames, frame_artefacts, frames_of
from media_tools.decoding.gathering import Gathering
from media_tools.decoding.graph import Wanted
from media_tools.decoding.judge import differs, shown_length, warnings
from media_tools.decoding.picture import scan_picture
from media_tools.decoding.sound import Sound, read_sound, written_seconds
from media_tools.decoding.stills import kept_stills
from media_tools.decoding.tracks import (
    claimed_rate,
    claimed_seconds,
    picture_track,
    sound_track,
)
from media_tools.decoding.upright import told
from media_tools.errors import Unreadable
from media_tools.findings import Findings, Measurement
from media_tools.media import Kind
from media_tools.step import Job, Step


def scan(job: Job) -> Findings:
    """Decode once. Raises ``Unreadable`` where not one frame or sample can be decoded."""
    return scan_picture(job) if job.media.kind is Kind.IMAGE else scan_clip(job)


def scan_clip(job: Job, segment_s: float = SEGMENT_S) -> Findings:
    """Decode a clip, leaving a point to go on from about every ``segment_s`` seconds of work."""
    probe = job.upstream["probe"]
    track, sound, claimed = picture_track(probe), sound_track(probe), claimed_seconds(probe)
    if track is None and sound is None:
        raise Unreadable("It holds neither moving pictures nor sound that can be decoded.")
    findings = Findings()
    work = Work(job.media, job.folder, job.unfinished, segment_s)
    wanted = Wanted(track, sound, spacing_for(claimed))
    decoded = _decode(job, work, wanted, claimed)
    heard = None if sound is None else read_sound(work.decoder)
    if track and sound is not None and decoded.returncode and not heard:
        # Sound that cannot be mixed to mono ends the whole process.
        wanted = replace(wanted, sound=None)
        decoded = _decode(job, work, wanted, claimed)
    if decoded.gathered and spacing_for(decoded.gathered.seconds) * 4 <= wanted.spacing_s:
        # The header lied, and stills are few; to decode so short a clip again costs little.
        wanted = replace(wanted, spacing_s=spacing_for(decoded.gathered.seconds))
        decoded = _decode(job, work, wanted, claimed)
        heard = None if wanted.sound is None else read_sound(work.decoder)
    findings.made_with.append(decoded.made_with)
    if not (decoded.gathered if track else heard):
        raise Unreadable(plain_cause(decoded.stderr))
    frames = frames_of(decoded.gathered, claimed_rate(probe)) if decoded.gathered else None
    if frames and decoded.follower:
        findings.measurements += frames.measurements()
        gathered, first_pts = decoded.follower.gathered, frames.first_pts
        findings.artefacts += frame_artefacts(gathered, first_pts, job.folder)
        findings.stills += kept_stills(gathered, decoded.follower.stills, first_pts, job.folder)
    if heard:
        _add_sound(findings, heard, frames)
    elif sound is not None:
        findings.warnings.append("There is a sound track, but not one sample can be decoded.")
    _judge(findings, decoded, frames, heard, claimed)
    if track:
        findings.warnings += told(track, "the stills")
    if track and track.is_hdr:
        findings.warnings.append("Brightness and grey frames are of the HDR pictures as coded.")
    return findings


def _decode(job: Job, work: Work, wanted: Wanted, claimed: float | None) -> Decoded:
    def report(gathered: Gathering | None) -> None:
        if gathered:
            note, seconds = f"{gathered.frames:,} frames", gathered.seconds
        else:
            seconds = written_seconds(work.decoder)
            note = f"{seconds:,.0f} s of sound"
        job.progress(min(1.0, max(0.0, seconds / claimed)) if claimed else None, note)

    return decode(work, wanted, report)


def _add_sound(findings: Findings, heard: Sound, frames: Frames | None) -> None:
    findings.artefacts.append(heard.artefact(frames.first_at if frames else None))
    one_sample = 1 / 16_000
    if frames is None:
        seconds = float(heard.ends_at - heard.starts_at)
        method = "decoded samples at 16 kHz, from the first to the end of the last"
        findings.measurements.append(Measurement("duration", seconds, "s", one_sample, method))
        return
    after = float(heard.starts_at - frames.first_at)
    method = "time of the first sample minus time of the first frame shown, by the file's clock"
    findings.measurements.append(Measurement("sound_start", after, "s", one_sample, method))


def _judge(
    findings: Findings,
    decoded: Decoded,
    frames: Frames | None,
    heard: Sound | None,
    claimed: float | None,
) -> None:
    parts = [part for part in (frames, heard) if part]
    starts = [frames.first_at] if frames else []
    starts += [heard.starts_at] if heard else []
    end = max(part.ends_at for part in parts)
    measured = float(end - min(starts))
    if claimed is not None and not differs(claimed, float(end)):
        claimed = None  # Matroska counts its duration from zero, not from the first frame.
    if frames and frames.is_cut:
        claimed = None
        findings.warnings.append(
            f"It holds {len(frames.pts):,} frames or more, as many as are looked at; what comes "
            f"after {shown_length(measured)} is left out."
        )
    read = f"{len(frames.pts):,} frames" if frames else f"{shown_length(measured)} of sound"
    findings.warnings += warnings(decoded, read, claimed, measured)
    untimed = decoded.gathered.untimed if decoded.gathered else 0
    if untimed:
        findings.warnings.append(
            f"{untimed:,} frames carry no time; they are left out of the curves."
        )


STEP = Step(
    name="scan",
    version=3,
    summary="Decodes once: stills, every frame's time, brightness and change, small greys, sound.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO}),
    run=scan,
    time_limit_s=TIME_LIMIT_S,
    tools=("ffmpeg", "Pillow", "pillow-heif"),
    needs=("probe",),
    essential=True,
    heavy=True,
)
