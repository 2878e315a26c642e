"""Every check that the claims on one item or incident allow, worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from media_tools.compare.between_claims import claims_disagree
from media_tools.compare.claimed_device import author_by_tags, device_by_marks, original_by_marks
from media_tools.compare.claimed_heading import heading_by_compass, heading_in
from media_tools.compare.claimed_place import (
    height_by_position,
    place_by_position,
    viewpoint_by_position,
)
from media_tools.compare.claimed_time import by_device_clock, by_receiver_clock, is_fix_fresh
from media_tools.compare.claimed_view import place_in_view
from media_tools.compare.claims import ClaimedFact, ItemFacts, Says
from media_tools.compare.credentials import credentials, time_by_signature
from media_tools.compare.embedded_clocks import ClockKind, clocks_in
from media_tools.compare.embedded_positions import positions_in
from media_tools.compare.first_known import by_first_known
from media_tools.compare.first_posting import author_by_first_posting
from media_tools.compare.happenings import by_assessment, items_claims_meet
from media_tools.compare.holding import ClaimedTime
from media_tools.compare.sky.claims import sky_checks
from media_tools.compare.verdicts import WORST_FIRST, Checked
from media_tools.compare.weak_dates import (
    by_change_date,
    by_file_date,
    by_file_name,
    by_written_date,
)
from media_tools.compare.writers import marks_in
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval


def check_all(claims: Sequence[ClaimedFact], facts: ItemFacts) -> list[Checked]:
    """Every check, worst first and then by kind and claim. ``numbers["claims"]`` holds the keys of
    the claims that were held against something, none for what the file asserts by itself;
    ``numbers["incident"]`` the key of the incident that they were held against, if it was one.
    """
    found: list[Checked] = []
    for claim in claims:
        found += (_keyed(one, claim) for one in _of_claim(claim, facts) if one)
    for viewpoint in (one for one in claims if one.says is Says.VIEWPOINT):
        for place in (one for one in claims if one.says is Says.PLACE):
            if viewpoint.viewpoint and place.viewpoint:
                seen = place_in_view(viewpoint.viewpoint, place.viewpoint.place)
                found.append(_keyed(seen, viewpoint, place))
    found += (_keyed(one, *held) for one, held in sky_checks(claims, facts))
    found += (_keyed(one, *pair) for one, *pair in claims_disagree(claims, facts.length))
    for one, happening, held_claim in items_claims_meet(claims, facts):
        keyed = _keyed(one, *((held_claim,) if held_claim else ()))
        found.append(replace(keyed, numbers={**keyed.numbers, "incident": happening.key}))
    if of_itself := credentials(facts.readings):
        found.append(_keyed(of_itself))
    return _worst_first(found)


def check_incident(
    claims: Sequence[ClaimedFact], interval: TimeInterval | None, place: Place | None
) -> list[Checked]:
    """Every check of what is claimed of an incident itself, worst first: against its assessed
    time and place, where there are, and of the claims against each other.
    """
    assessed = ((by_assessment(claim, interval, place), claim) for claim in claims)
    found = [_keyed(one, claim) for one, claim in assessed if one]
    found += (_keyed(one, *pair) for one, *pair in claims_disagree(claims, timedelta(0)))
    return _worst_first(found)


def _worst_first(found: list[Checked]) -> list[Checked]:
    return sorted(
        found,
        key=lambda one: (WORST_FIRST.index(one.verdict), one.kind, str(one.numbers["claims"])),
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
        yield author_by_first_posting(claim, facts.postings)


def _of_time(claimed: ClaimedTime, facts: ItemFacts) -> Iterator[Checked | None]:
    clocks, length = clocks_in(facts.readings), facts.length
    yield by_device_clock(claimed, clocks, length)
    yield by_receiver_clock(claimed, clocks, length)
    is_copy = bool(marks_in(facts.readings))
    yield by_written_date(claimed, clocks, length, is_copy=is_copy)
    yield by_file_name(claimed, clocks, length)
    yield by_change_date(claimed, clocks, length)
    yield time_by_signature(claimed, facts.readings, length)
    if facts.file_dated:
        yield by_file_date(claimed, facts.file_dated, length)
    if facts.first_known:
        yield by_first_known(claimed, facts.first_known, length)


def _of_viewpoint(viewpoint: Viewpoint, facts: ItemFacts) -> Iterator[Checked | None]:
    clocks, positions = clocks_in(facts.readings), positions_in(facts.readings)
    is_fresh = is_fix_fresh(clocks, facts.offsets, facts.length)
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
