"""When an item began in the world, as far as its file or a claim says."""

from datetime import datetime, timedelta
from typing import Any

from catalog.models import ClaimKind, Item, OffsetBasis, Reading
from media_tools.compare.holding import TOLERANCE
from media_tools.findings import Meaning
from media_tools.times import TimeInterval

# A claim wider than this says on which day something was, and aligns nothing.
_WIDEST_CLAIM = timedelta(hours=6)

Found = dict[Meaning, list[Reading]]


def moments_of(
    item: Item, found: Found, duration_s: float
) -> dict[OffsetBasis, tuple[float, float]]:
    """UTC seconds at the first frame and how far off they may be, by what they rest on.

    Only clocks that state their zone count: what a standard calls UTC is local time in many
    cameras, which would be hours off. A device may stamp the beginning, the end or the writing
    of a clip, and its clock drifts: so a clip's length and five minutes are the error, as in the
    checks of claimed times. Of claimed times the narrowest counts. The better stands first.
    """
    moments = {}
    if captured := _captured(found):
        error_s = TOLERANCE.total_seconds() + duration_s
        moments[OffsetBasis.CLOCK] = (captured.timestamp(), error_s)
    claims = item.claims.standing().filter(kind=ClaimKind.TIME)
    closed = [
        one
        for claim in claims
        if (one := claim.interval) and one.earliest and one.latest and _is_narrow(one)
    ]
    if closed:
        said = min(closed, key=_width)
        assert said.earliest
        half_s = _width(said).total_seconds() / 2
        moments[OffsetBasis.CLAIM] = (said.earliest.timestamp() + half_s, half_s + duration_s)
    return moments


def _captured(found: Found) -> datetime | None:
    """The first clock that states its zone."""
    for reading in found.get(Meaning.CAPTURED, []):
        value: Any = reading.value
        if value["zone"] == "stated":
            return datetime.fromisoformat(value["earliest"])
    return None


def _width(interval: TimeInterval) -> timedelta:
    assert interval.earliest and interval.latest
    return interval.latest - interval.earliest


def _is_narrow(interval: TimeInterval) -> bool:
    return _width(interval) <= _WIDEST_CLAIM
