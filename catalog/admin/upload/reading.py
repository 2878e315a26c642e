"""How a typed claim is read, said back beneath the field before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from catalog import formats
from catalog.claims.time_phrase import NotUnderstood, TimeReading, read_time
from catalog.claims.zone_of_place import ZoneOfPlace, zone_of_place
from catalog.intake.sheet import ClaimSheet, SheetError
from media_tools.places import Place, Viewpoint


@dataclass(frozen=True)
class Reading:
    """One field as it was read: a fault, a time, or a place with perhaps a direction.

    Beside a time said without a zone stands the ``zone`` that the claimed place suggests,
    and the time as it would be read ``if_taken``, or why it then could not be.
    """

    field: str
    fault: str = ""
    time: TimeReading | None = None
    place: Place | None = None
    viewpoint: Viewpoint | None = None
    zone: ZoneOfPlace | None = None
    if_taken: TimeReading | None = None
    if_taken_fault: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the person took the zone of the place."""
        return self.time is not None and self.time.zone_basis == "from_place"

    @property
    def local(self) -> str:
        """The interval on the clock of the zone that was stated."""
        if self.time is None or self.time.offset is None:
            return ""
        earliest, latest = self.time.interval.earliest, self.time.interval.latest
        shift = self.time.offset
        written = formats.utc_interval(earliest and earliest + shift, latest and latest + shift)
        return f"{written.replace(' UTC', '')} local ({_zone(shift)})"

    @property
    def heading(self) -> str:
        """Where the camera looks: ``27° true ± 10°``."""
        seen = self.viewpoint
        if seen is None or seen.heading_deg is None:
            return ""
        return formats.bearing(seen.heading_deg, seen.heading_error_deg, "true")


def reading_of(field: str, words: Mapping[str, str]) -> Reading:
    """Read one field (time, published, place or viewpoint) as the sheet will read it.

    ``words`` are those of the whole form: a time without a zone is read beside the place.
    """
    text = words.get(field, "")
    if not text or field not in ("time", "published", "place", "viewpoint"):
        return Reading(field)
    # A posting's time is kept as one instant; it is read back with its whole interval.
    key = "time" if field == "published" else field
    try:
        ClaimSheet.from_words({field: text})
        sheet = ClaimSheet.from_words({key: text})
    except SheetError as error:
        return Reading(field, fault=str(error))
    seen = sheet.viewpoint
    place = seen.place if seen else sheet.place
    if field == "time" and sheet.time and sheet.time.zone_basis == "unknown":
        return _with_zone_of_place(sheet.time, words)
    return Reading(field, time=sheet.time, place=place, viewpoint=seen)


def _with_zone_of_place(time: TimeReading, words: Mapping[str, str]) -> Reading:
    """The time as said, with what the zone of the claimed place would make of it."""
    at = _claimed_place(words)
    zone = zone_of_place(at) if at else None
    if zone is None or not zone.regions:
        return Reading("time", time=time, zone=zone)
    try:
        if_taken = read_time(time.text, taken_from_place=zone)
    except NotUnderstood as error:
        return Reading("time", time=time, zone=zone, if_taken_fault=str(error))
    is_taken = words.get("zone") == zone.words
    return Reading("time", time=if_taken if is_taken else time, zone=zone, if_taken=if_taken)


def _claimed_place(words: Mapping[str, str]) -> Place | None:
    """The thing seen, else the camera; None where neither is understood."""
    for key in ("place", "viewpoint"):
        try:
            sheet = ClaimSheet.from_words({key: words.get(key, "")})
        except SheetError:
            continue
        if place := sheet.place or (sheet.viewpoint and sheet.viewpoint.place):
            return place
    return None


def _zone(offset: timedelta) -> str:
    """``UTC+3``, ``UTC−3:30``."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = formats.MINUS if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
