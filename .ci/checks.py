"""Hold true and false claims against real files: part of ``.ci/corpus.py``.

Of every file with an embedded date and a position, true claims are made from what other tools
read (``expected.jsonl``), and false ones a day and five kilometres off. No true claim may be
*impossible* and no false one may *fit*, in any check. The table is printed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from geographiclib.geodesic import Geodesic
from timezonefinder import TimezoneFinder

from media_tools.compare.claims import ClaimedFact, ItemFacts, Says
from media_tools.compare.dispatch import check_all
from media_tools.compare.verdicts import Verdict
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval

Facts = dict[str, Any]

_DAY, _FAR_M = timedelta(days=1), 5_000.0
_CLAIMED_RADIUS_M = 50.0
_WORST_FIRST = (Verdict.IMPOSSIBLE, Verdict.TENSION, Verdict.CANNOT_TELL, Verdict.FITS)
# Where the date that the other tools give is not the true one, and how that is known.
_TRUE_TIMES = {
    # Its header holds local time; every fix of its track carries the receiver's UTC.
    "videos/gopro__gpmf-parser/max-heromode.mp4": datetime(2019, 11, 18, 23, 45, 14, tzinfo=UTC),
}
_zones = TimezoneFinder()


@dataclass(frozen=True, slots=True)
class Truth:
    """When and where a file was made, and the offset from UTC then in force there."""

    when: datetime
    offset: timedelta
    latitude: float
    longitude: float


@dataclass(slots=True)
class Row:
    """The verdicts of one check on one file."""

    true: list[Verdict] = field(default_factory=list)
    false: list[Verdict] = field(default_factory=list)


def claims_held(rows: list[Facts], items: Mapping[str, ItemFacts]) -> int:
    """Print the table; the number of true claims said impossible and false ones said to fit."""
    faults, files = 0, 0
    totals: dict[str, tuple[Counter[Verdict], Counter[Verdict]]] = {}
    print(f"\n{'check':24} {'true claim':22} {'false claims':34} file")
    for row in rows:
        expected = row["expected"]
        if "date_taken" not in expected or "gps" not in expected:
            continue
        files += 1
        for kind, found in sorted(_held(truth(row), items[row["path"]]).items()):
            is_wrong = Verdict.IMPOSSIBLE in found.true or Verdict.FITS in found.false
            faults += is_wrong
            mark = "  WRONG" if is_wrong else ""
            print(
                f"{kind:24} {_counts(found.true):22} {_counts(found.false):34} {row['path']}{mark}"
            )
            true, false = totals.setdefault(kind, (Counter(), Counter()))
            true.update(found.true)
            false.update(found.false)
    print()
    for kind, (true, false) in sorted(totals.items()):
        print(f"{kind:24} true: {_counts(true.elements())}; false: {_counts(false.elements())}")
    print(f"{files} files with a date and a position, {faults} checks wrong.")
    return faults if files else 1


def truth(row: Facts) -> Truth:
    """The claim that is true by ``expected.jsonl``; a local clock is read in its place's zone."""
    taken, gps = row["expected"]["date_taken"], row["expected"]["gps"]
    zone = ZoneInfo(_zones.timezone_at(lng=gps["lon"], lat=gps["lat"]) or "UTC")
    words = taken["value"].replace(" DST", "").replace(":", "-", 2)
    shown = datetime.fromisoformat(words)
    stated = row["expected"].get("utc_offset_tag") or row["expected"].get("offset_implied_by_gps")
    if shown.tzinfo is None and taken["zone"] == "utc_by_spec":
        shown = shown.replace(tzinfo=UTC)
    elif shown.tzinfo is None and stated:
        shown = datetime.fromisoformat(f"{words}{stated}")
    elif shown.tzinfo is None:
        shown = shown.replace(tzinfo=zone)
    when = _TRUE_TIMES.get(row["path"], shown.astimezone(UTC))
    offset = when.astimezone(zone).utcoffset() or timedelta(0)
    return Truth(when, offset, gps["lat"], gps["lon"])


def _held(true: Truth, facts: ItemFacts) -> dict[str, Row]:
    """Each check of each claim, with and without the zone and the radius known."""
    held: dict[str, Row] = {}
    for is_true, claim in _claims(true):
        for checked in check_all([claim], facts):
            # What the file asserts by itself is held against no claim.
            if checked.numbers["claims"]:
                row = held.setdefault(checked.kind, Row())
                (row.true if is_true else row.false).append(checked.verdict)
    return held


def _claims(true: Truth) -> Iterator[tuple[bool, ClaimedFact]]:
    for days in (0, -1, 1):
        minute = true.when.replace(second=0, microsecond=0) + days * _DAY
        interval = TimeInterval(minute, minute + timedelta(seconds=59, microseconds=999_999))
        for offsets in (frozenset({true.offset}), None):
            yield days == 0, ClaimedFact("time", Says.TIME, interval=interval, offsets=offsets)
    for radius_m in (_CLAIMED_RADIUS_M, None):
        for bearing in (None, 0, 90, 180, 270):
            at = Geodesic.WGS84.Direct(
                *(true.latitude, true.longitude, bearing or 0, 0 if bearing is None else _FAR_M)
            )
            viewpoint = Viewpoint(Place(at["lat2"], at["lon2"], radius_m))
            for says in (Says.PLACE, Says.VIEWPOINT):
                yield bearing is None, ClaimedFact(says.value, says, viewpoint=viewpoint)


def _counts(verdicts: Any) -> str:
    """How often each verdict, worst first."""
    counted = Counter(verdicts)
    return ", ".join(
        f"{counted[one]} {one.replace('_', ' ')}" for one in _WORST_FIRST if counted[one]
    )
