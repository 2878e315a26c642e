"""What the header of Matroska and WebM says beside what ffprobe shows of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from media_tools.embedded.collected import as_read
from media_tools.findings import Reading

TOOL = "Sightline's EBML reader 1"
MIMES = {"video/x-matroska", "video/webm"}


def matroska_readings(info: Mapping[str, Any]) -> list[Reading]:
    """The date, as ISO 8601 in UTC, and the programs, out of what ``matroska_header`` read."""
    texts = dict(info.get("texts", {}))
    if (nanoseconds := info.get("nanoseconds")) is not None:
        texts["DateUTC"] = _clock(nanoseconds)
    return [as_read(f"Info:{name}", text, TOOL) for name, text in texts.items()]


def _clock(nanoseconds: int) -> str:
    """Zero is where an unset clock begins to count."""
    if not nanoseconds:
        return "0"
    since = timedelta(microseconds=nanoseconds // 1000)
    try:
        shown = datetime(2001, 1, 1) + since  # noqa: DTZ001 - is UTC by standard
    except OverflowError:
        return str(nanoseconds)
    return f"{shown.isoformat(timespec='microseconds')}Z"
