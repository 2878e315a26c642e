"""What the movie header of MP4 and QuickTime claims, set before ffprobe's own reckoning."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from media_tools.embedded.collected import as_read
from media_tools.findings import Findings, Meaning, Reading

TOOL = "Sightline's box reader 1"
XMP = "box:XMP"
MIMES = {"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4"}

# Seconds from 1904 to 1970. Programs that count from 1970 here write less than this.
_TO_1970 = 2_082_844_800


def add_movie_header(findings: Findings, header: Mapping[str, Any]) -> None:
    """Put the header's claims, as the child ``movie_boxes`` found them, first."""
    texts: dict[str, str] = header.get("texts", {})
    findings.readings += [as_read(f"udta:{n}", text, TOOL) for n, text in texts.items()]
    findings.readings += [
        as_read(name, _clock(ticks), TOOL) for name, ticks in _news(header.get("times", {}))
    ]
    if size := header.get("xmp_bytes"):
        findings.readings.append(as_read(XMP, f"{size:,} bytes", TOOL))
    if header.get("duration"):
        top, bottom = header["duration"]
        seconds = round(top / bottom, 6)
        claim = Reading("mvhd:duration", f"{top}/{bottom}", TOOL, Meaning.DURATION, seconds)
        findings.readings.insert(0, claim)


def _news(times: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The times that say something new: tracks repeat the movie's, or hold zero besides.

    ffprobe gives the creation times of the movie and of its media itself, unless they are zero.
    """
    seen = {0}
    for name, ticks in times.items():
        box, _, what = name.rpartition(":")
        by_ffprobe = what == "creation_time" and not box.startswith("tkhd") and ticks
        if not by_ffprobe and (box == "mvhd" or ticks not in seen):
            yield name, ticks
        seen.add(ticks)


def _clock(ticks: int) -> str:
    """The date in ISO 8601, UTC by standard, or the number of one outside the calendar."""
    since_1970 = ticks - _TO_1970 if ticks >= _TO_1970 else ticks
    try:
        shown = datetime(1970, 1, 1) + timedelta(seconds=since_1970)  # noqa: DTZ001 - is UTC
    except OverflowError:
        return str(ticks)
    return f"{shown.isoformat()}Z" if ticks else "0"
