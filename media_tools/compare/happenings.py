"""Claims and clocks held against incidents as they were assessed: at most in tension.

An assessment is a conclusion, and a claim that it contradicts may be what overturns it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from media_tools.compare.claims import ClaimedFact, Happening, ItemFacts, Says, Shows
from media_tools.compare.embedded_clocks import ClockKind, clocks_in
from media_tools.compare.holding import (
    TOLERANCE,
    ClaimedTime,
    gap,
    hold,
    numbers_of,
    verdict_of,
)
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, distance, interval_numbers, radius, span
from media_tools.findings import JSON
from media_tools.places import Place, distance_m
from media_tools.text import visible
from media_tools.times import TimeInterval

ITEM_TIME, ITEM_CLOCK = "item_time_by_incident", "item_clock_by_incident"
ITEM_PLACE = "item_place_by_incident"
TIME, PLACE = "time_by_assessment", "place_by_assessment"
# A device's own word for when it recorded; other dates tell of the file's later life.
_CLOCKS = (ClockKind.TRACK, ClockKind.RECEIVER, ClockKind.DEVICE)
_ROLES = {
    Shows.IT: "show",
    Shows.BEFORE: "show the place before",
    Shows.AFTERMATH: "show the aftermath of",
}


def items_claims_meet(
    claims: Sequence[ClaimedFact], facts: ItemFacts
) -> Iterator[tuple[Checked, Happening, ClaimedFact | None]]:
    """What keeps an item from showing an incident with which it was linked.

    Its claimed times and its own clock against the assessed time, with five minutes and the
    clip's length to spare; its claimed place of the thing seen against the assessed place. That
    they meet is not told: other things happen at the same time and place.
    """
    for happening in facts.happenings:
        for claim in claims:
            if checked := _item_time(claim, happening, facts.length):
                yield checked, happening, claim
            if checked := _item_place(claim, happening):
                yield checked, happening, claim
        if checked := _item_clock(happening, facts):
            yield checked, happening, None


def by_assessment(
    claim: ClaimedFact, interval: TimeInterval | None, place: Place | None
) -> Checked | None:
    """What is claimed of an incident itself against its assessed time and place.

    ``None`` for other kinds of claims and where nothing was assessed.
    """
    if claim.says is Says.TIME and claim.interval and interval:
        apart = gap(claim.interval, interval)
        numbers: dict[str, JSON] = {
            **interval_numbers("claimed", claim.interval),
            **interval_numbers("assessed", interval),
            "gap_s": apart.total_seconds(),
        }
        told = f"Claimed is {span(claim.interval)}, assessed {span(interval)}"
        if not apart:
            return Checked(TIME, Verdict.FITS, f"{told}: they meet.", numbers)
        sentence = f"{told}: at least {amount(apart)} apart."
        return Checked(TIME, Verdict.TENSION, sentence, numbers)
    if claim.says is Says.PLACE and claim.viewpoint and place:
        beyond_m, told, numbers = _apart(claim.viewpoint.place, place)
        if beyond_m <= 0:
            return Checked(PLACE, Verdict.FITS, f"{told}, within their errors.", numbers)
        return Checked(PLACE, Verdict.TENSION, f"{told}, more than their errors allow.", numbers)
    return None


def _item_time(claim: ClaimedFact, happening: Happening, length: timedelta) -> Checked | None:
    if claim.says is not Says.TIME or not claim.interval or not happening.interval:
        return None
    apart, tolerance = _off(claim.interval, happening), TOLERANCE + length
    if abs(apart) <= tolerance:
        return None
    numbers: dict[str, JSON] = {
        **interval_numbers("claimed", claim.interval),
        **interval_numbers("assessed", happening.interval),
        "gap_s": apart.total_seconds(),
        "tolerance_s": tolerance.total_seconds(),
    }
    side = "before" if apart < timedelta(0) else "after"
    sentence = (
        f"Linked as one that may {_named(happening)}, but claimed for {span(claim.interval)}, "
        f"{amount(apart)} {side} it ({span(happening.interval)})."
    )
    return Checked(ITEM_TIME, Verdict.TENSION, sentence, numbers)


def _item_clock(happening: Happening, facts: ItemFacts) -> Checked | None:
    clocks = clocks_in(facts.readings)
    clock = next((one for kind in _CLOCKS for one in clocks if one.kind is kind), None)
    if clock is None or happening.interval is None:
        return None
    wanted = ClaimedTime(_allowed(happening.interval, happening.shows), happening.offsets)
    tolerance = TOLERANCE + facts.length
    held = hold(wanted, clock, tolerance)
    if verdict_of(held, tolerance) is not Verdict.TENSION:
        return None
    side = "before" if held.gap < timedelta(0) else "after"
    sentence = (
        f"Linked as one that may {_named(happening)}, but its {clock.kind} "
        f"({visible(clock.tag, 80)}: “{visible(clock.words, 80)}”), read {held.possible.read_as}, "
        f"is {amount(held.gap)} {side} it. Clocks may be set wrong."
    )
    return Checked(
        ITEM_CLOCK, Verdict.TENSION, sentence, numbers_of(clock, held, wanted, tolerance)
    )


def _item_place(claim: ClaimedFact, happening: Happening) -> Checked | None:
    if claim.says is not Says.PLACE or not claim.viewpoint or not happening.place:
        return None
    beyond_m, told, numbers = _apart(claim.viewpoint.place, happening.place)
    if beyond_m <= 0:
        return None
    sentence = f"Linked as one that may {_named(happening)}, but: {told}, more than their errors."
    return Checked(ITEM_PLACE, Verdict.TENSION, sentence, numbers)


def _off(claimed: TimeInterval, happening: Happening) -> timedelta:
    """How far the happening lies from where the claim would have it, negative if before."""
    assert happening.interval
    return -gap(claimed, _allowed(happening.interval, happening.shows))


def _allowed(interval: TimeInterval, shows: Shows) -> TimeInterval:
    """When something may be filmed that shows this of what happened then."""
    if shows is Shows.BEFORE:
        return TimeInterval(None, interval.latest)
    if shows is Shows.AFTERMATH:
        return TimeInterval(interval.earliest, None)
    return interval


def _named(happening: Happening) -> str:
    return f"{_ROLES[happening.shows]} “{visible(happening.title, 100)}”"


def _apart(claimed: Place, assessed: Place) -> tuple[float, str, dict[str, JSON]]:
    apart_m = distance_m(claimed, assessed)
    beyond_m = apart_m - claimed.reach_m - assessed.reach_m
    told = (
        f"the claimed place ({radius(claimed)}) lies {distance(apart_m)} from the assessed one "
        f"({radius(assessed)})"
    )
    numbers: dict[str, JSON] = {
        "distance_m": round(apart_m, 1),
        "beyond_m": round(max(beyond_m, 0.0), 1),
        "claimed_radius_m": claimed.radius_m,
        "assessed_radius_m": assessed.radius_m,
    }
    return beyond_m, told, numbers
