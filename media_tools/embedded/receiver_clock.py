"""When a clip begins by the clock of its own receiver, and how far its header is from that."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np

from media_tools.embedded.moving import Rows
from media_tools.embedded.times import EmbeddedTime, format_offset, parse_clock
from media_tools.errors import Invalid
from media_tools.findings import JSON, Findings, Meaning, Measurement, Reading
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET

METHOD = (
    "creation_time in the header, read as UTC, minus the beginning of the clip by the receiver's "
    "UTC clock; writers stamp the beginning or the end, so the clip's length is in the error"
)
# Receivers gave their first public fix in 1980; beyond 2100 the bytes are damaged.
_FIRST_S, _LAST_S = 315_964_800.0, 4_102_444_800.0
_QUARTER_S = 900
_TOLERANCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """The moment of the first frame, in seconds since 1970, and the half width of 95 %."""

    utc_s: float
    error_s: float


def without_impossible_clocks(rows: Rows) -> Rows:
    """The rows with clocks outside 1980 to 2100 taken as not known."""
    clocks = rows[:, 5]
    with np.errstate(invalid="ignore"):
        rows[:, 5] = np.where((clocks >= _FIRST_S) & (clocks < _LAST_S), clocks, np.nan)
    return rows


def beginning(rows: Rows) -> Beginning | None:
    """When the clip begins, from all fixes that carry a clock; ``None`` if none does.

    A receiver's stamp belongs to some moment between the last one and this: its usual step
    is added to the spread.
    """
    timed = rows[~np.isnan(rows[:, 5])]
    if not len(timed):
        return None
    begins = timed[:, 5] - timed[:, 0]
    middle = float(np.median(begins))
    steps = np.diff(np.unique(timed[:, 5]))
    step = float(np.median(steps)) if len(steps) else 1.0
    return Beginning(middle, float(np.quantile(np.abs(begins - middle), 0.95)) + step)


def as_captured(begins: Beginning, tag: str, first: tuple[float, float], tool: str) -> Reading:
    """The beginning as a reading; ``first`` is the first stamp and its time in the clip."""
    stamp = datetime.fromtimestamp(first[0], UTC).isoformat().replace("+00:00", "Z")
    text = f"{stamp} at {first[1]:.3f} s of the clip"
    ends = (begins.utc_s - begins.error_s, begins.utc_s + begins.error_s)
    value: dict[str, JSON] = {
        name: datetime.fromtimestamp(round(end, 3), UTC).isoformat().replace("+00:00", "Z")
        for name, end in zip(("earliest", "latest"), ends, strict=True)
    }
    value |= {"offset": "+00:00", "zone": "stated", "text": text, "tag": tag}
    return Reading(tag, text, tool, Meaning.CAPTURED, value)


def as_local_captured(words: str, seconds: float, tag: str, tool: str) -> Reading | None:
    """The beginning by a clock of no known zone, whose face showed ``words`` at ``seconds``.

    ``None`` where they are no date.
    """
    try:
        found = parse_clock(words)
        if found is None:
            return None
        shown = found.clock.shown - timedelta(seconds=round(seconds, 3))
        began = replace(found.clock, shown=shown)
        text = f"{words} at {seconds:.3f} s of the clip"
        value = EmbeddedTime(began, text, "unknown").as_value(tag)
    except (Invalid, OverflowError):
        return None
    return Reading(tag, text, tool, Meaning.CAPTURED, value)


def header_clock(probe: Findings) -> float | None:
    """The header's creation_time, read as UTC, in seconds since 1970; ``None`` without one."""
    for reading in probe.readings:
        if reading.tag.lower().endswith(":tags:creation_time"):
            try:
                found = parse_clock(reading.text, utc_by_standard=True)
            except Invalid:
                continue
            if found:
                return cast(datetime, found.clock.interval().earliest).timestamp()
    return None


def clock_offset(
    header_s: float | None, begins: Beginning | None, length_s: float
) -> tuple[Measurement, str]:
    """How far the header's clock is ahead of the receiver's, and a sentence if it is far off."""
    if begins is None:
        cause = "No fix carries the receiver's clock in UTC."
        return Measurement("clock_offset", None, "s", None, METHOD, cause), ""
    if header_s is None:
        cause = "The header holds no valid creation_time."
        return Measurement("clock_offset", None, "s", None, METHOD, cause), ""
    ahead_s = round(header_s - begins.utc_s, 3)
    error_s = round(begins.error_s + 1 + length_s, 3)
    measured = Measurement("clock_offset", ahead_s, "s", error_s, METHOD)
    if abs(ahead_s) <= error_s + _TOLERANCE_S:
        return measured, ""
    return measured, _in_words(header_s, begins, ahead_s, error_s)


def _in_words(header_s: float, begins: Beginning, ahead_s: float, error_s: float) -> str:
    header, receiver = (
        f"{datetime.fromtimestamp(round(moment), UTC):%Y-%m-%d %H:%M:%S}"
        for moment in (header_s, begins.utc_s)
    )
    zone = timedelta(seconds=round(ahead_s / _QUARTER_S) * _QUARTER_S)
    is_zone = zone and abs(ahead_s - zone.total_seconds()) <= error_s + _TOLERANCE_S
    if is_zone and WESTERNMOST_OFFSET <= zone <= EASTERNMOST_OFFSET:
        likely = f"The header's clock may show the local time of UTC{format_offset(zone)}."
    else:
        likely = "One of the two clocks is wrong."
    return (
        f"The header's creation_time is {header}, UTC by standard; by its receiver's UTC clock "
        f"the clip begins at {receiver}. {likely}"
    )
