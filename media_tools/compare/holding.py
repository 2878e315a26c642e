"""A claimed time beside one clock: how it may be read, how far off it is, and the words for it."""

from dataclasses import dataclass
from datetime import timedelta

from media_tools.compare.embedded_clocks import ClockKind, EmbeddedClock, Possible
from media_tools.compare.verdicts import Verdict
from media_tools.compare.wording import amount, interval_numbers, span
from media_tools.findings import JSON
from media_tools.times import TimeInterval

# Devices stamp the start, the end or the moment of writing, and clocks drift a little.
TOLERANCE = timedelta(minutes=5)

_SUBJECTS = {
    ClockKind.TRACK: "The GPS receiver's clock along the track",
    ClockKind.RECEIVER: "The GPS receiver's clock",
    ClockKind.DEVICE: "The device's clock",
    ClockKind.WRITTEN: "The date at which the file says it was written",
    ClockKind.NAMED: "The file's name",
    ClockKind.SAVED: "The file's name",
    ClockKind.MODIFIED: "The date at which the file says it was changed",
}


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """What is claimed, and the offsets from UTC in force at the claimed place, if known."""

    interval: TimeInterval
    offsets: frozenset[timedelta] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One reading of a clock beside a claim. ``gap`` is negative where the clock is before it.

    ``decides`` is false where only a zone that nobody knows could make them meet.
    """

    possible: Possible
    gap: timedelta
    decides: bool = True


def gap(claimed: TimeInterval, other: TimeInterval) -> timedelta:
    """The least time from the claim to the other, negative if that is before; zero if they meet."""
    if claimed.latest and other.earliest and other.earliest > claimed.latest:
        return other.earliest - claimed.latest
    if claimed.earliest and other.latest and other.latest < claimed.earliest:
        return other.latest - claimed.earliest
    return timedelta(0)


def hold(claimed: ClaimedTime, clock: EmbeddedClock, tolerance: timedelta) -> Held:
    """The reading of the clock that fits the claim best."""
    held = [_held(claimed.interval, one, tolerance) for one in clock.readings(claimed.offsets)]
    return min(held, key=lambda one: (max(abs(one.gap), tolerance), not one.decides, abs(one.gap)))


def _held(claimed: TimeInterval, possible: Possible, tolerance: timedelta) -> Held:
    apart = gap(claimed, possible.interval)
    is_met = abs(apart) <= tolerance
    decides = not (possible.is_open and is_met) or possible.interval.lies_within(claimed)
    return Held(possible, apart, decides)


def verdict_of(held: Held, tolerance: timedelta) -> Verdict:
    """What the gap alone says: fits, in tension, or cannot tell where the zone decides."""
    if abs(held.gap) > tolerance:
        return Verdict.TENSION
    return Verdict.FITS if held.decides else Verdict.CANNOT_TELL


def least_gap(claimed: ClaimedTime, clock: EmbeddedClock) -> timedelta:
    """How near the clock comes to the claim in the best of all zones on Earth."""
    return min(abs(gap(claimed.interval, one.interval)) for one in clock.in_any_zone())


def sentence_on(clock: EmbeddedClock, held: Held, claimed: ClaimedTime) -> str:
    """What the clock says and how far that is from the claim."""
    subject = f"{_SUBJECTS[clock.kind]} ({clock.tag}: “{clock.words}”)"
    said, meant = span(held.possible.interval), span(claimed.interval)
    if not held.decides:
        return (
            f"{subject} shows a time whose zone is not known, so it was {said}: the claimed time "
            f"({meant}) is possible, and so are others."
        )
    start = f"{subject}, read {held.possible.read_as}, says {said}"
    if not held.gap:
        return f"{start}, which fits the claimed time ({meant})."
    side = "before" if held.gap < timedelta(0) else "after"
    return f"{start}, {amount(held.gap)} {side} the claimed time ({meant})."


def numbers_of(
    clock: EmbeddedClock, held: Held, claimed: ClaimedTime, tolerance: timedelta
) -> dict[str, JSON]:
    """The tag, how it was read, both intervals, and the gap and tolerance in seconds."""
    return {
        "tag": clock.tag,
        "read": held.possible.read_as,
        **interval_numbers("embedded", held.possible.interval),
        **interval_numbers("claimed", claimed.interval),
        "gap_s": held.gap.total_seconds(),
        "tolerance_s": tolerance.total_seconds(),
    }
