"""A claimed time held against dates that are easily wrong and only hint: at most in tension.

When the file says it was written or changed, the date in its name, and that on a disk.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from media_tools.compare.embedded_clocks import ClockKind, EmbeddedClock
from media_tools.compare.holding import (
    TOLERANCE,
    ClaimedTime,
    hold,
    least_gap,
    numbers_of,
    sentence_on,
    verdict_of,
)
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, interval_numbers, moment, span
from media_tools.times import TimeInterval


def by_written_date(
    claimed: ClaimedTime, clocks: Sequence[EmbeddedClock], length: timedelta, *, is_copy: bool
) -> Checked | None:
    """When the file says that it was written. ``is_copy`` where marks say it was written anew.

    A copy is written after what it shows, so only a date before the claimed time weighs then.
    """
    clock = next((one for one in clocks if one.kind is ClockKind.WRITTEN), None)
    if clock is None:
        return None
    has_device_clock = any(one.kind is ClockKind.DEVICE for one in clocks)
    return _weak(
        "time_by_written_date",
        claimed,
        clock,
        TOLERANCE + length,
        later_is_fine=is_copy or has_device_clock,
        later=" A file may be written, cut or copied long after what it shows.",
    )


def by_file_name(
    claimed: ClaimedTime, clocks: Sequence[EmbeddedClock], length: timedelta
) -> Checked | None:
    """The hint in the file's name; ``None`` if the name gives none. Names are free."""
    named = (ClockKind.NAMED, ClockKind.SAVED)
    clock = next((one for one in clocks if one.kind in named), None)
    if clock is None:
        return None
    return _weak(
        "time_by_file_name",
        claimed,
        clock,
        TOLERANCE + length,
        later_is_fine=clock.kind is ClockKind.SAVED,
        later=" Files are saved and sent long after they were made.",
    )


def by_change_date(
    claimed: ClaimedTime, clocks: Sequence[EmbeddedClock], length: timedelta
) -> Checked | None:
    """A change before the claimed time; else ``None``, for a later change says nothing."""
    tolerance = TOLERANCE + length
    for clock in clocks:
        if clock.kind is ClockKind.MODIFIED:
            held = hold(claimed, clock, tolerance)
            if held.gap < -tolerance and least_gap(claimed, clock) > tolerance:
                sentence = sentence_on(clock, held, claimed)
                return Checked(
                    "time_by_change_date",
                    Verdict.TENSION,
                    f"{sentence} Nothing is changed before it is made; a clock may be set wrong.",
                    numbers_of(clock, held, claimed, tolerance),
                )
    return None


def by_file_date(claimed: ClaimedTime, dated: datetime, length: timedelta) -> Checked | None:
    """The date of the file on the disk it came from; only one before the claimed time weighs.

    Copying a file gives it a later date, so otherwise ``None``: it says nothing.
    """
    tolerance = TOLERANCE + length
    first = claimed.interval.earliest
    if first is None or first - dated <= tolerance:
        return None
    before = first - dated
    sentence = (
        f"On the disk it came from the file is dated {moment(dated)}, {amount(before)} before the "
        f"claimed time ({span(claimed.interval)}). No file is written before what it shows, but "
        "the clock of that machine may be wrong, and programs set such dates."
    )
    numbers = {
        **interval_numbers("claimed", claimed.interval),
        **interval_numbers("file_dated", TimeInterval(dated, dated)),
        "before_s": before.total_seconds(),
        "tolerance_s": tolerance.total_seconds(),
    }
    return Checked("time_by_file_date", Verdict.TENSION, sentence, numbers)


def _weak(
    kind: str,
    claimed: ClaimedTime,
    clock: EmbeddedClock,
    tolerance: timedelta,
    *,
    later_is_fine: bool,
    later: str,
) -> Checked:
    held = hold(claimed, clock, tolerance)
    verdict, why = verdict_of(held, tolerance), ""
    if clock.kind is ClockKind.SAVED and verdict is Verdict.FITS:
        verdict = Verdict.CANNOT_TELL
    if verdict is Verdict.TENSION and later_is_fine and held.gap > timedelta(0):
        verdict = Verdict.CANNOT_TELL
    if verdict is not Verdict.FITS:
        why = later if held.gap >= timedelta(0) else " Such dates are easily wrong, and only hint."
    sentence = sentence_on(clock, held, claimed) + why
    return Checked(kind, verdict, sentence, numbers_of(clock, held, claimed, tolerance))
