"""How a typed claim is read, said back beneath the field before anything is sent."""

from dataclasses import dataclass
from datetime import timedelta

from catalog import formats
from catalog.claims.time_phrase import TimeReading
from catalog.intake.sheet import ClaimSheet, SheetError
from media_tools.places import Place, Viewpoint


@dataclass(frozen=True)
class Reading:
    """One field as it was read: a fault, a time, or a place with perhaps a direction."""

    field: str
    fault: str = ""
    time: TimeReading | None = None
    place: Place | None = None
    viewpoint: Viewpoint | None = None

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


def reading_of(field: str, text: str) -> Reading:
    """Read one field (time, published, place or viewpoint) as the sheet will read it."""
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
    return Reading(field, time=sheet.time, place=place, viewpoint=seen)


def _zone(offset: timedelta) -> str:
    """``UTC+3``, ``UTC−3:30``."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = formats.MINUS if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
