"""Every check that the claims on one item allow, worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from media_tools.compare.claimed_device import author_by_tags, device_by_marks, original_by_marks
from media_tools.compare.claimed_heading import heading_by_compass, heading_in
from media_tools.compare.claimed_place import (
    height_by_position,
    place_by_position,
    viewpoint_by_position,
)
from media_tools.compare.claimed_time import by_device_clock, by_receiver_clock, is_fix_fresh
from media_tools.compare.claimed_view import place_in_view
from media_tools.compare.credentials import credentials, time_by_signature
from media_tools.compare.embedded_clocks import ClockKind, clocks_in
from media_tools.compare.embedded_positions import positions_in
from media_tools.compare.first_known import FirstKnown, by_first_known
from media_tools.compare.holding import ClaimedTime
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.weak_dates import by_change_date, by_file_name, by_written_date
from media_tools.compare.writers import marks_in
from media_tools.findings import Reading
from media_tools.places import Viewpoint
from media_tools.times import TimeInterval

_WORST_FIRST = (Verdict.IMPOSSIBLE, Verdict.TENSION, Verdict.CANNOT_TELL, Verdict.FITS)
# The most that a clip's length may widen a time by: headers sometimes claim days.
_LONGEST = timedelta(hours=12)


class Says(StrEnum):
    """What a claim is about."""

    TIME = "time"
    PLACE = "place"
    VIEWPOINT = "viewpoint"
    AUTHORSHIP = "authorship"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ClaimedFact:
    """One standing claim, by the caller's ``key``.

    A time has ``interval``, and ``offsets`` where the offsets from UTC then in force at the
    claimed place are known; a place or viewpoint has ``viewpoint``; all may have words.
    """

    key: str
    says: Says
    words: str = ""
    interval: TimeInterval | None = None
    offsets: frozenset[timedelta] | None = None
    viewpoint: Viewpoint | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is known of an item: its readings, best first, its length and when it was first known.

    ``first_known`` is its earliest posting or hand-over; ``offsets`` are those from UTC in force
    at the embedded position when it was made, where they are known.
    """

    readings: tuple[Reading, ...]
    duration_s: float | None = None
    first_known: FirstKnown | None = None
    offsets: frozenset[timedelta] | None = None


def check_all(claims: Sequence[ClaimedFact], facts: ItemFacts) -> list[Checked]:
    """Every check, worst first and then by kind and claim. ``numbers["claims"]`` holds the keys of
    the claims that were held against something; none for what the file asserts by itself.
    """
    found: list[Checked] = []
    for claim in claims:
        found += (_keyed(one, claim) for one in _of_claim(claim, facts) if one)
    for viewpoint in (one for one in claims if one.says is Says.VIEWPOINT):
        for place in (one for one in claims if one.says is Says.PLACE):
            if viewpoint.viewpoint and place.viewpoint:
                seen = place_in_view(viewpoint.viewpoint, place.viewpoint.place)
                found.append(_keyed(seen, viewpoint, place))
    if of_itself := credentials(facts.readings):
        found.append(_keyed(of_itself))
    return sorted(
        found,
        key=lambda one: (_WORST_FIRST.index(one.verdict), one.kind, str(one.numbers["claims"])),
    )


def _keyed(checked: Checked, *claims: ClaimedFact) -> Checked:
    return replace(checked, numbers={"claims": [one.key for one in claims], **checked.numbers})


def _of_claim(claim: ClaimedFact, facts: ItemFacts) -> Iterator[Checked | None]:
    if claim.says is Says.TIME and claim.interval:
        yield from _of_time(ClaimedTime(claim.interval, claim.offsets), facts)
    elif claim.says is Says.PLACE and claim.viewpoint:
        yield place_by_position(claim.viewpoint.place, positions_in(facts.readings))
    elif claim.says is Says.VIEWPOINT and claim.viewpoint:
        yield from _of_viewpoint(claim.viewpoint, facts)
    if claim.says in (Says.AUTHORSHIP, Says.CONTENT) and claim.words:
        yield device_by_marks(claim.words, facts.readings)
        yield original_by_marks(claim.words, facts.readings)
    if claim.says is Says.AUTHORSHIP:
        yield author_by_tags(claim.words, facts.readings)


def _of_time(claimed: ClaimedTime, facts: ItemFacts) -> Iterator[Checked | None]:
    clocks, length = clocks_in(facts.readings), _length(facts)
    yield by_device_clock(claimed, clocks, length)
    yield by_receiver_clock(claimed, clocks, length)
    is_copy = bool(marks_in(facts.readings))
    yield by_written_date(claimed, clocks, length, is_copy=is_copy)
    yield by_file_name(claimed, clocks, length)
    yield by_change_date(claimed, clocks, length)
    yield time_by_signature(claimed, facts.readings, length)
    if facts.first_known:
        yield by_first_known(claimed, facts.first_known, length)


def _of_viewpoint(viewpoint: Viewpoint, facts: ItemFacts) -> Iterator[Checked | None]:
    clocks, positions = clocks_in(facts.readings), positions_in(facts.readings)
    is_fresh = is_fix_fresh(clocks, facts.offsets, _length(facts))
    yield viewpoint_by_position(viewpoint, positions, is_fresh=is_fresh)
    yield height_by_position(viewpoint, positions)
    where = positions[0].discs[0] if positions else None
    device = (ClockKind.DEVICE, ClockKind.TRACK, ClockKind.RECEIVER, ClockKind.WRITTEN)
    whens: list[datetime] = [
        end
        for kind in device
        for clock in clocks
        if clock.kind is kind and (end := clock.readings(None)[0].interval.earliest)
    ]
    yield heading_by_compass(
        viewpoint, heading_in(facts.readings), where, whens[0] if whens else None
    )


def _length(facts: ItemFacts) -> timedelta:
    return min(timedelta(seconds=max(facts.duration_s or 0.0, 0.0)), _LONGEST)
