"""Where a file contradicts itself: dates and positions that cannot all be true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from media_tools.embedded.times import parse_offset
from media_tools.findings import Meaning, Reading
from media_tools.places import Place, distance_m
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET

# Devices stamp the start, the end or the moment of writing, and clocks drift a little.
TOLERANCE = timedelta(minutes=5)
FAR_APART_M = 1000.0
# A name may be given in any zone and by any clock: only days mean something.
NAME_TOLERANCE = timedelta(days=1)

# These say when a picture became a file, which may be years after it was taken.
_DIGITISED = ("DateTimeDigitized", "xmp:CreateDate", "2:62, 2:63")


@dataclass(frozen=True, slots=True)
class _Span:
    tag: str
    words: str
    earliest: datetime
    latest: datetime
    zone: str
    offset: str | None

    def beside(self, best: "_Span") -> "_Span":
        """This, with a clock of no stated zone read in the zone that ``best`` states."""
        if self.zone != "unknown" or not best.offset:
            return self
        offset = parse_offset(best.offset) or timedelta(0)
        return replace(
            self,
            earliest=self.earliest + EASTERNMOST_OFFSET - offset,
            latest=self.latest + WESTERNMOST_OFFSET - offset,
        )


def contradictions(readings: Iterable[Reading], duration_s: float) -> list[str]:
    """A sentence for each contradiction with the best readings of its kind."""
    kept = list(readings)
    tolerance = TOLERANCE + timedelta(seconds=min(max(duration_s, 0), 86_400))
    return [
        *_of_dates(kept, tolerance),
        *_of_names(kept),
        *_of_positions(kept),
        *_of_views(kept),
    ]


def _spans(readings: Iterable[Reading], meaning: Meaning) -> list[list[_Span]]:
    """What each tag may mean, best tag first: one tag may be read in two ways."""
    by_tag: dict[str, list[_Span]] = {}
    for reading in readings:
        value: Any = reading.value
        if reading.meaning is meaning:
            earliest, latest = (datetime.fromisoformat(value[k]) for k in ("earliest", "latest"))
            span = _Span(
                reading.tag, value["text"], earliest, latest, value["zone"], value["offset"]
            )
            by_tag.setdefault(reading.tag, []).append(span)
    return list(by_tag.values())


def _of_dates(readings: list[Reading], tolerance: timedelta) -> Iterator[str]:
    captured = _spans(readings, Meaning.CAPTURED)
    if not captured:
        return
    best = captured[0]
    # Two may each agree with a best date of no zone and not with one another.
    standing = [best]
    for other in captured[1:]:
        against = (words for one in standing if (words := _apart(one, other, tolerance)))
        if told := next(against, ""):
            yield told
        else:
            standing.append(other)
    for changed in _spans(readings, Meaning.MODIFIED):
        first = min(span.earliest for span in best)
        last = max(span.beside(best[0]).latest for span in changed)
        if first - last > tolerance:
            yield (
                f"It says that it was changed before it was taken: {best[0].tag} "
                f"“{best[0].words}”, {changed[0].tag} “{changed[0].words}”."
            )


def _apart(one: list[_Span], other: list[_Span], tolerance: timedelta) -> str:
    """A sentence where the two cannot both be true however they are read, else nothing."""
    gaps = [_gap(a, b.beside(a), later_is_fine=_is_later_allowed(a, b)) for a in one for b in other]
    apart = [gap for gap in gaps if gap is not None and gap > tolerance]
    if len(apart) < len(gaps):
        return ""
    a, b = one[0], other[0]
    return (
        f"Two dates contradict each other: {a.tag} says “{a.words}”, {b.tag} says "
        f"“{b.words}”. However they are read, at least {_amount(min(apart))} lie between."
    )


def _of_names(readings: list[Reading]) -> Iterator[str]:
    captured = _spans(readings, Meaning.CAPTURED)
    saved = {
        reading.tag
        for reading in readings
        if reading.meaning is Meaning.NAMED and _value(reading)["of"] == "saved"
    }
    for named in _spans(readings, Meaning.NAMED) if captured else ():
        gaps = [
            _gap(best, name, later_is_fine=name.tag in saved)
            for best in captured[0]
            for name in named
        ]
        least = min((gap for gap in gaps if gap is not None), default=None)
        if None not in gaps and least and least > NAME_TOLERANCE:
            best, name = captured[0][0], named[0]
            yield (
                f"The name of the file hints at another time: “{name.words}”, while {best.tag} "
                f"says “{best.words}”. At least {_amount(least)} lie between. A name is easily "
                "changed; it only hints."
            )


def _value(reading: Reading) -> Any:
    return reading.value


def _is_later_allowed(original: _Span, other: _Span) -> bool:
    digitised = other.tag.endswith(_DIGITISED)
    return digitised and not original.tag.endswith(_DIGITISED)


def _gap(a: _Span, b: _Span, *, later_is_fine: bool) -> timedelta | None:
    """The least time between the two; ``None`` where they may agree."""
    if a.earliest > b.latest:
        return a.earliest - b.latest
    if b.earliest > a.latest and not later_is_fine:
        return b.earliest - a.latest
    return None


def _amount(gap: timedelta) -> str:
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if gap.total_seconds() >= 2 * size:
            return f"{int(gap.total_seconds() // size)} {name}"
    return f"{int(gap.total_seconds())} seconds"


def _of_positions(readings: list[Reading]) -> Iterator[str]:
    found: list[tuple[str, Place]] = []
    for reading in readings:
        value: Any = reading.value
        if reading.meaning is Meaning.POSITION:
            place = Place(value["latitude"], value["longitude"], value["radius_m"])
            found.append((reading.tag, place))
    for tag, place in found[1:]:
        best_tag, best = found[0]
        apart = distance_m(best, place) - (best.radius_m or 0) - (place.radius_m or 0)
        if apart > FAR_APART_M:
            yield (
                f"Two positions contradict each other: {best_tag} and {tag} lie "
                f"{apart / 1000:.1f} km apart."
            )


def _of_views(readings: list[Reading]) -> Iterator[str]:
    views = [(r.tag, _value(r)) for r in readings if r.meaning is Meaning.FIELD_OF_VIEW]
    for tag, view in views[1:]:
        best_tag, best = views[0]
        apart = abs(best["horizontal_deg"] - view["horizontal_deg"])
        if apart > best["error_deg"] + view["error_deg"]:
            yield (
                f"Two fields of view contradict each other: by {best_tag} it is "
                f"{best['horizontal_deg']:g}°, by {tag} {view['horizontal_deg']:g}°."
            )
