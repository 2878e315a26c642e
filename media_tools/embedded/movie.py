"""What the movie header of MP4 and QuickTime claims, set before ffprobe's own reckoning."""

from collections.abc import Mapping
from typing import Any

from media_tools.embedded.collected import as_read
from media_tools.findings import Findings, Meaning, Reading

TOOL = "Sightline's box reader 1"
MIMES = {"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4"}


def add_movie_header(findings: Findings, header: Mapping[str, Any]) -> None:
    """Put the header's claims, as the child ``movie_boxes`` found them, first."""
    texts: dict[str, str] = header.get("texts", {})
    findings.readings += [as_read(f"udta:{n}", text, TOOL) for n, text in texts.items()]
    if header.get("duration"):
        top, bottom = header["duration"]
        seconds = round(top / bottom, 6)
        claim = Reading("mvhd:duration", f"{top}/{bottom}", TOOL, Meaning.DURATION, seconds)
        findings.readings.insert(0, claim)
