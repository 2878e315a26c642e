"""The facts of one file, by running the steps directly on it, without the catalogue."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from media_tools.errors import Unreadable
from media_tools.findings import Findings, Meaning
from media_tools.media import Media
from media_tools.orientation import Orientation
from media_tools.sniff import HEAD_BYTES, TAIL_BYTES, sniff
from media_tools.step import Job
from media_tools.steps.exif import STEP as EXIF
from media_tools.steps.probe import STEP as PROBE


def facts_of_file(path: Path) -> dict[str, Any]:
    """Facts in the shape of ``manage.py show REF --json``, as far as these steps give them."""
    content = path.read_bytes()
    kind, mime = sniff(content[:HEAD_BYTES], content[-TAIL_BYTES:])
    media = Media(path, hashlib.sha256(content).hexdigest(), kind, mime)
    found: dict[str, Findings] = {}
    for step in (PROBE, EXIF):
        if kind in step.kinds:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    found[step.name] = step.run(Job(media, Path(folder), upstream=found))
                except Unreadable as error:
                    found[step.name] = Findings(warnings=[str(error)])
    merged = Findings(
        readings=[reading for findings in found.values() for reading in findings.readings],
        warnings=[warning for findings in found.values() for warning in findings.warnings],
    )
    return {"kind": str(kind), "mime": mime, **facts(merged)}


def facts(findings: Findings) -> dict[str, Any]:
    """``embedded``, ``media`` and ``warnings`` out of the readings of all steps."""

    def every(meaning: Meaning) -> list[Any]:
        return [reading.value for reading in findings.readings if reading.meaning is meaning]

    def first(meaning: Meaning) -> Any:
        return next(iter(every(meaning)), None)

    rate, heading = first(Meaning.FRAME_RATE), first(Meaning.HEADING)
    turn = first(Meaning.ROTATION) or {"degrees_clockwise": 0, "mirrored": False}
    return {
        "embedded": {
            "captured": every(Meaning.CAPTURED),
            "modified": every(Meaning.MODIFIED),
            "position": first(Meaning.POSITION),
            "heading_deg": heading and heading["degrees"],
            "heading_reference": heading and heading["reference"],
            "make": first(Meaning.MAKE),
            "model": first(Meaning.MODEL),
            "software": first(Meaning.SOFTWARE),
        },
        "media": {
            "width": first(Meaning.WIDTH),
            "height": first(Meaning.HEIGHT),
            "rotation": turn["degrees_clockwise"],
            "exif_orientation": Orientation(turn["degrees_clockwise"], turn["mirrored"]).exif,
            "duration_s": first(Meaning.DURATION),
            "codec": first(Meaning.VIDEO_CODEC),
            "frame_rate": rate and rate["numerator"] / rate["denominator"],
            "audio_codec": first(Meaning.AUDIO_CODEC),
        },
        "warnings": findings.warnings,
    }
