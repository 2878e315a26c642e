"""What the movie header of MP4 and QuickTime claims, set before ffprobe's own reckoning."""

from media_tools.embedded.collected import as_read
from media_tools.findings import Findings, Meaning, Reading
from media_tools.movie_boxes import TOOL, MovieHeader


def add_movie_header(findings: Findings, header: MovieHeader) -> None:
    """Put the header's claims first."""
    findings.readings += [as_read(f"udta:{n}", text, TOOL) for n, text in header.texts.items()]
    if header.duration is not None:
        text = f"{header.duration.numerator}/{header.duration.denominator}"
        seconds = round(float(header.duration), 6)
        claim = Reading("mvhd:duration", text, TOOL, Meaning.DURATION, seconds)
        findings.readings.insert(0, claim)
