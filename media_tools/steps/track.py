"""Where the camera was while it recorded, by the receiver whose fixes lie in the file."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np

from media_tools.child import Answer, ask
from media_tools.decoding.text_tracks import TextTrack, text_tracks, write_track
from media_tools.decoding.tracks import claimed_seconds, picture_track
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.movie import MIMES
from media_tools.embedded.moving import Rows, box_of, jumps, stretches
from media_tools.embedded.places import AltitudeReference, Position
from media_tools.embedded.receiver_clock import (
    as_captured,
    as_local_captured,
    beginning,
    clock_offset,
    header_clock,
    without_impossible_clocks,
)
from media_tools.findings import JSON, Artefact, Findings, Meaning, Reading
from media_tools.media import Kind
from media_tools.places import Place
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step
from media_tools.text import visible
from media_tools.times import format_media_seconds

TOOL = "Sightline's track reader 1"
LAYOUT = 1
_COLUMNS: list[JSON] = [
    {"name": "seconds", "unit": "s from the first frame"},
    {"name": "latitude", "unit": "degrees, WGS84"},
    {"name": "longitude", "unit": "degrees, WGS84"},
    {"name": "altitude_m", "unit": "m"},
    {"name": "accuracy_m", "unit": "m, 95 %"},
    {"name": "utc_s", "unit": "s since 1970-01-01T00:00:00Z, by the receiver"},
]
_MOST_MARKED = 1000
_LIMITS = Limits(wall_s=180, cpu_s=50, memory_bytes=1024 * MIB, file_bytes=64 * MIB)
_REFERENCES: dict[str, AltitudeReference] = {"ellipsoid": "ellipsoid", "sea level": "sea level"}


def track(job: Job) -> Findings:
    """Every valid fix with its moment in the clip, and what the receiver's clock says of it."""
    findings, probe = Findings(), job.upstream["probe"]
    header_s = header_clock(probe)
    answer = _ask(job, header_s, findings)
    if answer is None:
        return findings
    findings.made_with.append(answer.made_with)
    findings.warnings += answer.complaints
    if answer.failed:
        findings.warnings.append(f"Its tracks of positions cannot be read: {answer.words}.")
        return findings
    read = answer.facts
    _model(read, findings)
    if "source" not in read:
        return findings
    rows = _rows(job, probe)
    _tell(read, rows, findings)
    if len(rows):
        _where(job, read, rows, findings)
    _when(read, rows, header_s, claimed_seconds(probe) or 0.0, findings)
    exif = job.upstream.get("exif", Findings())
    told = contradictions([*exif.readings, *findings.readings], claimed_seconds(probe) or 0.0)
    findings.warnings += [words for words in told if words not in exif.warnings]
    return findings


def _ask(job: Job, header_s: float | None, findings: Findings) -> Answer | None:
    """What the child reads; ``None`` where there is no track to be read."""
    if job.media.mime in MIMES:
        path = job.media.path.absolute()
        return ask(
            *("camera_track", "read"),
            folder=job.folder,
            limits=_LIMITS,
            reads=[path],
            shown_as=job.media.sha256,
            path=str(path),
            header_utc_s=header_s,
        )
    written: list[TextTrack] = []
    for stream in text_tracks(job.upstream["probe"]):
        text, made = write_track(job.media, job.folder, job.upstream["probe"], stream)
        findings.made_with += made
        written += [text] if text else []
    if not written:
        return None
    order: list[JSON] = [
        {name: str(value) for name, value in asdict(text).items()} for text in written
    ]
    reads = [path for text in written for path in (text.packets, text.times)]
    return ask(
        *("camera_track", "packets"),
        folder=job.folder,
        limits=_LIMITS,
        reads=reads,
        tracks=order,
        header_utc_s=header_s,
    )


def _model(read: dict[str, Any], findings: Findings) -> None:
    for tag, name in (("udta:GPMF:MINF", read.get("camera")), ("gpmd:DVNM", read.get("device"))):
        if name:
            shown = visible(name)
            findings.readings.append(Reading(tag, shown, TOOL, Meaning.MODEL, shown))


def _rows(job: Job, probe: Findings) -> Rows:
    """The fixes in the order of the clip, in seconds from its first frame."""
    rows = np.fromfile(job.folder / "fixes.f64", dtype="<f8").reshape(-1, 6)
    pictures = picture_track(probe)
    if pictures and pictures.start_pts is not None:
        rows[:, 0] -= float(pictures.start_pts * Fraction(pictures.time_base))
    return without_impossible_clocks(rows[np.argsort(rows[:, 0], kind="stable")])


def _tell(read: dict[str, Any], rows: Rows, findings: Findings) -> None:
    """A sentence for everything that is wrong with the fixes."""
    say = findings.warnings.append
    if not len(rows):
        say(f"It holds a track of positions ({read['source']}), but no valid one.")
    if count := read["unlocked"]:
        say(f"The receiver had no lock for {count:,} of its fixes; they are left out.")
    if count := read["impossible"]:
        say(f"{count:,} fixes hold 0, 0 or lie off the Earth; they are left out.")
    if count := read["damaged"]:
        say(f"{count:,} packets with positions are damaged; each was read up to the damage.")
    if read["is_cut"]:
        say("The file ends before its track of positions does; it was read up to there.")
    if others := read["others"]:
        named = ", ".join(others)
        say(f"It holds more than one track of positions; {read['source']} is used, not {named}.")


def _where(job: Job, read: dict[str, Any], rows: Rows, findings: Findings) -> None:
    tag, marked = read["coding"].strip(), jumps(rows)
    path = job.folder / "track.npy"
    np.save(path, rows.astype("<f8"))
    details: dict[str, JSON] = {
        "layout": LAYOUT,
        "columns": _COLUMNS,
        "altitude_reference": read["heights"],
        "source": read["source"],
        "jumps": list[JSON](marked[:_MOST_MARKED]),
    }
    findings.artefacts.append(Artefact("track", path, "application/x-npy", details))
    first, last = rows[0], rows[-1]
    starts, ends = float(first[0]), float(last[0])
    value: dict[str, JSON] = {
        "artefact": "track",
        "points": len(rows),
        "starts_s": starts,
        "ends_s": ends,
        **asdict(box_of(rows)),
        "stretches": [stretch.as_value() for stretch in stretches(rows)],
    }
    text = f"{len(rows):,} fixes from {starts:.3f} s to {ends:.3f} s of the clip"
    reading = Reading(f"{tag}:positions", text, TOOL, Meaning.TRACK, value)
    findings.readings += [reading, _first_fix(f"{tag}:first position", read["heights"], first)]
    if marked:
        at = format_media_seconds(max(0.0, float(rows[marked[0], 0])))
        findings.warnings.append(
            f"The position leaps {len(marked):,} times, first at {at}, faster than any receiver "
            "can follow; it was misled or lost its lock. The fixes are kept and marked."
        )


def _first_fix(tag: str, heights: str, row: Rows) -> Reading:
    _, latitude, longitude, height, accuracy, _ = (
        None if np.isnan(number) else float(number) for number in row
    )
    assert latitude is not None
    assert longitude is not None
    reference = _REFERENCES.get(heights) if height is not None else None
    where = Position(Place(latitude, longitude, accuracy), height, reference)
    text = f"{latitude:.7f}, {longitude:.7f}"
    return Reading(tag, text, TOOL, Meaning.POSITION, where.as_value())


def _when(
    read: dict[str, Any], rows: Rows, header_s: float | None, length_s: float, into: Findings
) -> None:
    tag = read["coding"].strip()
    begins = beginning(rows)
    if begins:
        first = rows[~np.isnan(rows[:, 5])][0]
        stamp = (float(first[5]), float(first[0]))
        into.readings.append(as_captured(begins, f"{tag}:GPS clock", stamp, TOOL))
    if clock := read["local_clock"]:
        words, seconds = clock
        if shown := as_local_captured(words, seconds, f"{tag}:clock", TOOL):
            into.readings.append(shown)
    measured, told = clock_offset(header_s, begins, length_s)
    into.measurements.append(measured)
    into.warnings += [told] if told else []


STEP = Step(
    name="track",
    version=2,
    summary="Reads where the camera was from GPMF, camm, NMEA, freeGPS and DJI captions.",
    kinds=frozenset({Kind.VIDEO}),
    run=track,
    time_limit_s=1200,
    tools=("ffmpeg", "ffprobe"),
    needs=("probe",),
    after=("exif",),
)
