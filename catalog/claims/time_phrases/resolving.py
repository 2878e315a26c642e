"""From wall-clock stretches in a zone to instants in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.parts import Link
from catalog.claims.time_phrases.spans import Moment
from catalog.claims.time_phrases.zones import Zone

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The first and last instants at which a moment may begin, and may end; all in UTC."""

    first_start: datetime
    last_start: datetime
    first_end: datetime
    last_end: datetime
    whole_days: bool

    def earliest(self, bound: Link | None) -> datetime:
        """Where an interval that begins with this moment begins.

        "After 3 May" begins when the day is over, "after 03:00" at three.
        """
        if bound is Link.AFTER and self.whole_days:
            return self.first_end + TICK
        return self.first_start

    def latest(self, bound: Link | None) -> datetime:
        """Where an interval that ends with this moment ends: "before" ends as it begins."""
        return self.last_start if bound is Link.BEFORE else self.last_end


def resolve(moment: Moment, zone: Zone, notes: list[str]) -> Resolved:
    """The instants of a moment. Raises ``NotUnderstood`` for a time that a clock skipped."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    for start, end in moment.stretches:
        began, ended = zone.readings(start), zone.readings(end - TICK)
        if moment.unit == "clock" and not began and not ended:
            continue
        if moment.unit == "clock" and (zone.repeats(start) or zone.repeats(end - TICK)):
            notes.append(
                gettext(
                    "%(clock)s came twice that day in %(zone)s, when the clocks went back; "
                    "the interval spans both."
                )
                % {"clock": f"{start:%H:%M}", "zone": zone.words}
            )
        starts += began or zone.readings_or_nearest(start)
        ends += ended or zone.readings_or_nearest(end - TICK)
    if not starts:
        skipped = moment.stretches[0][0]
        raise NotUnderstood(
            gettext(
                "There was no %(clock)s on %(day)s in %(zone)s: the clocks went "
                "forward over it. Correct the time, or give the offset, such as UTC+2."
            )
            % {
                "clock": f"{skipped:%H:%M}",
                "day": f"{skipped:%Y-%m-%d}",
                "zone": zone.words,
            }
        )
    return Resolved(
        min(starts) - moment.before,
        max(starts) + moment.after,
        min(ends) - moment.before,
        max(ends) + moment.after,
        whole_days=moment.unit not in ("clock", "part"),
    )
