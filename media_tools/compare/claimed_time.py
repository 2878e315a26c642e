"""A claimed time held against the clocks of the device and of its receiver.

What each kind of clock may say, and why, is laid down in
docs/decisions/0009-what-a-check-may-say.md.
"""

from collections.abc import Sequence
from datetime import timedelta

from media_tools.compare.embedded_clocks import ClockKind, EmbeddedClock
from media_tools.compare.holding import (
    TOLERANCE,
    ClaimedTime,
    Held,
    gap,
    hold,
    least_gap,
    numbers_of,
    sentence_on,
    verdict_of,
)
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, interval_numbers

# A receiver goes on giving its last fix for a while when it sees no sky.
OLD_FIX = timedelta(hours=1)
# The most by which careless writers are off: the day of the place beside the time in UTC, and
# local time written where UTC belongs, both at once.
MOST_A_WRITER_ERRS = timedelta(hours=24 + 14)
# A receiver that counts weeks in ten bits falls back to an older day when they are full.
_ROLLOVER = timedelta(weeks=1024)
_OF_MAKING = (ClockKind.TRACK, ClockKind.RECEIVER, ClockKind.WRITTEN)


def by_device_clock(
    claimed: ClaimedTime, clocks: Sequence[EmbeddedClock], length: timedelta
) -> Checked | None:
    """The device's own clock: at most in tension, for anybody may set it to any time.

    ``None`` where only other clocks speak of when it was made.
    """
    kind = "time_by_device_clock"
    clock = next((one for one in clocks if one.kind is ClockKind.DEVICE), None)
    if clock is None:
        if any(one.kind in _OF_MAKING for one in clocks):
            return None
        sentence = "The file does not say when it was made, so it cannot bear the claim out or not."
        numbers = interval_numbers("claimed", claimed.interval)
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    tolerance = TOLERANCE + length
    held = hold(claimed, clock, tolerance)
    verdict = verdict_of(held, tolerance)
    sentence = sentence_on(clock, held, claimed)
    if verdict is Verdict.TENSION:
        sentence += _other_zone(claimed, clock, tolerance) or (
            " A device's clock may be set wrong, so this does not refute the claim."
        )
    return Checked(kind, verdict, sentence, numbers_of(clock, held, claimed, tolerance))


def by_receiver_clock(
    claimed: ClaimedTime, clocks: Sequence[EmbeddedClock], length: timedelta
) -> Checked | None:
    """The clock of the file's GPS receiver, the only one in a file that may refute a claim."""
    clock = next((one for one in clocks if one.kind is ClockKind.TRACK), None) or next(
        (one for one in clocks if one.kind is ClockKind.RECEIVER), None
    )
    if clock is None:
        return None
    tolerance = TOLERANCE + length
    held = hold(claimed, clock, tolerance)
    verdict, why = _of_receiver(clock, held, tolerance)
    others = [one for one in clocks if one.kind in (ClockKind.DEVICE, ClockKind.WRITTEN)]
    near = [one for one in others if least_gap(claimed, one) <= tolerance]
    devices = [one for one in others if one.kind is ClockKind.DEVICE]
    if verdict is Verdict.IMPOSSIBLE and near:
        verdict = Verdict.TENSION
        why = f" The file contradicts itself: its {near[0].tag} allows the claim."
    elif verdict is Verdict.FITS and devices and not set(devices) & set(near):
        verdict = Verdict.TENSION
        why = (
            f" But the file contradicts itself: its {devices[0].tag} is at least "
            f"{amount(least_gap(claimed, devices[0]))} off in whatever zone it is read."
        )
    sentence = sentence_on(clock, held, claimed) + why
    return Checked(
        "time_by_receiver_clock", verdict, sentence, numbers_of(clock, held, claimed, tolerance)
    )


def _of_receiver(clock: EmbeddedClock, held: Held, tolerance: timedelta) -> tuple[Verdict, str]:
    verdict = verdict_of(held, tolerance)
    if verdict is not Verdict.TENSION:
        return verdict, ""
    too_far = abs(held.gap) > MOST_A_WRITER_ERRS + tolerance
    weeks = abs(held.gap) % _ROLLOVER
    if too_far and min(weeks, _ROLLOVER - weeks) <= MOST_A_WRITER_ERRS + tolerance:
        return verdict, " Receivers that count their weeks wrongly are off by just this much."
    if clock.kind is ClockKind.RECEIVER and held.gap < timedelta(0):
        told = " A receiver without sky gives its last fix, which may be older than the picture."
        is_recent = abs(held.gap) <= OLD_FIX + tolerance
        return (Verdict.CANNOT_TELL if is_recent else verdict), told
    if too_far:
        return Verdict.IMPOSSIBLE, (
            " Both cannot be true, unless the receiver was deceived, the tag was altered or this "
            "is a picture of an older picture."
        )
    return verdict, " Some devices write local time or the local day where UTC belongs."


def _other_zone(claimed: ClaimedTime, clock: EmbeddedClock, tolerance: timedelta) -> str:
    """A sentence on the zones to which the clock would have to be set to fit, if there are any."""
    fitting = [
        one.read_as.removeprefix("as local time at ")
        for one in clock.in_any_zone()
        if one not in clock.utc and abs(gap(claimed.interval, one.interval)) <= tolerance
    ]
    if not fitting:
        return ""
    zones = fitting[0] if len(fitting) == 1 else f"a zone from {fitting[0]} to {fitting[-1]}"
    return f" It would fit if the device's clock was set to {zones}."


def is_fix_fresh(
    clocks: Sequence[EmbeddedClock], offsets: frozenset[timedelta] | None, length: timedelta
) -> bool:
    """Whether the receiver's clock and the device's show one moment; not, where a zone is unknown.

    ``offsets`` are those then in force at the embedded position, if known.
    """
    shown = {
        kind: [
            possible.interval
            for clock in clocks
            if clock.kind is kind
            for possible in clock.readings(offsets)
            if not possible.is_open
        ]
        for kind in (ClockKind.DEVICE, ClockKind.RECEIVER)
    }
    return any(
        abs(gap(here, there)) <= TOLERANCE + length
        for here in shown[ClockKind.DEVICE]
        for there in shown[ClockKind.RECEIVER]
    )
