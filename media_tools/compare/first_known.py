"""A claimed time held against when the file was first known: posted, received or signed."""

from dataclasses import dataclass
from datetime import timedelta

from media_tools.compare.holding import TOLERANCE, ClaimedTime
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, interval_numbers, moment, span
from media_tools.times import TimeInterval


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """The first that is known of a file: when that was, and in words what it was."""

    interval: TimeInterval
    words: str


def by_first_known(claimed: ClaimedTime, known: FirstKnown, length: timedelta) -> Checked:
    """Nothing can be filmed after it was known. It never *fits*: that it was known later says
    nothing of when it was made.
    """
    kind, numbers = "time_by_first_known", interval_numbers("claimed", claimed.interval)
    numbers |= interval_numbers("first_known", known.interval)
    latest, first, last = known.interval.latest, claimed.interval.earliest, claimed.interval.latest
    if latest is None:
        sentence = f"It is not known by when it was known: {known.words}."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    known_words = f"{known.words}, {span(known.interval)}"
    if first is None or first <= latest:
        sentence = f"It was first known by {known_words}, which tells only that it was made before."
        if last is None or last > latest:
            sentence += f" Of the claimed time only the part up to {moment(latest)} is possible."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    after = first - latest
    numbers["after_s"] = after.total_seconds()
    tolerance = TOLERANCE + length
    numbers["tolerance_s"] = tolerance.total_seconds()
    sentence = (
        f"It is said to be made {amount(after)} or more after it was already known: {known_words}."
    )
    if after <= tolerance:
        sentence += " A live stream or a rounded time may explain so little."
        return Checked(kind, Verdict.TENSION, sentence, numbers)
    return Checked(
        kind, Verdict.IMPOSSIBLE, f"{sentence} Nothing can be filmed after it was shown.", numbers
    )
