"""How a typed claim is read, said back beneath the field before anything is kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.place_phrase import PlaceReading, understand_place, understand_viewpoint
from catalog.claims.time_phrase import NotUnderstood, TimeReading, read_time
from catalog.claims.time_said import read_time_said
from catalog.claims.zone_of_place import ZoneOfPlace, zone_of_place
from media_tools.errors import Invalid
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval

# Fields that say when something was posted or said: read as a time with its zone.
MOMENTS = ("published", "said")


@dataclass(frozen=True)
class Reading:
    """One field as it was read: a fault, a time, or a place with perhaps a direction.

    ``zone`` is that of the place that was read. Beside a time said without one stands the
    ``zone`` that the claimed place suggests, and the time as it would be read ``if_taken``,
    or why it then could not be.
    """

    field: str
    fault: str = ""
    time: TimeReading | None = None
    where: PlaceReading | None = None
    viewpoint: Viewpoint | None = None
    zone: ZoneOfPlace | None = None
    if_taken: TimeReading | None = None
    if_taken_fault: str = ""

    @property
    def place(self) -> Place | None:
        """Where it is or the camera stood, as it was read."""
        return self.where.place if self.where else None

    @property
    def mark(self) -> str:
        """The same for the same reading: a form sends it back to tell that it was shown."""
        if self.time:
            interval = self.time.interval
            return f"{interval.earliest}/{interval.latest}/{self.time.zone_basis}"
        return str(self.viewpoint or self.place or "")

    @property
    def is_taken(self) -> bool:
        """Whether the person took the zone of the place."""
        return self.time is not None and self.time.zone_basis == "from_place"

    @property
    def local(self) -> str:
        """The interval on the clock of the zone that was stated."""
        if self.time is None or self.time.offset is None:
            return ""
        return formats.local_interval(self.time.interval, self.time.offset)

    @property
    def heading(self) -> str:
        """Where the camera looks: ``27° true ± 10°``."""
        seen = self.viewpoint
        if seen is None or seen.heading_deg is None:
            return ""
        return formats.bearing(seen.heading_deg, seen.heading_error_deg, "true")


def read_back(
    field: str,
    text: str,
    at: Place | None = None,
    zone: str = "",
    said_at: datetime | None = None,
) -> Reading:
    """How the words of one field would be read: a time, a moment, a place or a viewpoint.

    ``at`` is the claimed place, beside which a time said without a zone is read, and ``zone``
    are the regions of it that the person took, if they did. A time counts from ``said_at``
    where it has to.
    """
    if not text:
        return Reading(field)
    try:
        if field in MOMENTS:
            return Reading(field, time=read_moment(text))
        if field == "place":
            where = understand_place(text)
            return Reading(field, where=where, zone=zone_of_place(where.place))
        if field == "viewpoint":
            seen, where = understand_viewpoint(text)
            return Reading(field, where=where, viewpoint=seen, zone=zone_of_place(where.place))
        return _time_beside(text, at, zone, said_at) if field == "time" else Reading(field)
    except (NotUnderstood, Invalid) as error:
        return Reading(field, fault=str(error))


def read_moment(text: str) -> TimeReading:
    """When a posting was made or something was said, which has an end.

    Raises ``NotUnderstood``, also without a zone.
    """
    read = read_time(text)
    if read.zone_basis == "unknown":
        raise NotUnderstood(gettext("Say in which zone it was, as in 02:40 UTC+3."))
    if read.interval.latest is None:
        raise NotUnderstood(gettext("Say by when it was there: this time has no end."))
    if moment_of(read.interval) == read.interval.earliest:
        return read
    note = gettext("Where one moment is needed its end is taken: by then it was there.")
    return replace(read, notes=(*read.notes, note))


def moment_of(interval: TimeInterval) -> datetime:
    """The one moment by which what was posted or said then is held; the interval has an end.

    Of more than a minute, such as a day, its end: nothing is called impossible that may
    have come before.
    """
    if interval.latest is None:
        raise ValueError("A time without an end has no such moment.")
    if interval.earliest and interval.latest - interval.earliest <= timedelta(minutes=1):
        return interval.earliest
    return interval.latest


def read_time_at(
    text: str, at: Place | None, zone: str, said_at: datetime | None = None
) -> TimeReading:
    """The time as said; if no zone was, in the one of the claimed place that a person took.

    Raises ``NotUnderstood``, also where the place no longer gives that zone.
    """
    read = read_time_said(text, said_at)
    if not zone or read.zone_basis != "unknown":
        return read
    offered = zone_of_place(at) if at else None
    if offered is None or offered.words != zone:
        raise NotUnderstood(
            gettext(
                "The zone %(zone)s was taken from a place that is no longer claimed. "
                "Look at the time again and choose."
            )
            % {"zone": zone}
        )
    return read_time_said(text, said_at, taken_from_place=offered)


def _time_beside(text: str, at: Place | None, taken: str, said_at: datetime | None) -> Reading:
    """The time as said, with what the zone of the claimed place would make of it."""
    time = read_time_said(text, said_at)
    zone = zone_of_place(at) if at and time.zone_basis == "unknown" else None
    if zone is None or not zone.regions:
        return Reading("time", time=time, zone=zone)
    try:
        if_taken = read_time_said(text, said_at, taken_from_place=zone)
    except NotUnderstood as error:
        return Reading("time", time=time, zone=zone, if_taken_fault=str(error))
    is_taken = taken == zone.words
    return Reading("time", time=if_taken if is_taken else time, zone=zone, if_taken=if_taken)
