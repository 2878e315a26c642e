"""An incident as it is typed: its time and place as phrases, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.reading import Reading, read_back
from catalog.formats import exactly
from catalog.models import Case, Incident

LONGEST = {"title": 200, "summary": 20_000, "reasons": 20_000, "time": 2_000, "place": 2_000}
READ = ("time", "place")


@dataclass(frozen=True, slots=True)
class Draft:
    """The incident as typed, not saved; ``faults`` are sentences by field."""

    incident: Incident
    time: Reading
    place: Reading
    faults: dict[str, str]

    def was_shown(self, fields: Mapping[str, str]) -> bool:
        """Whether the person has seen how the time and the place are read."""
        read = (("time", self.time), ("place", self.place))
        return all(one.mark == fields.get(f"shown_{name}", "") for name, one in read)


def draft_of(case: Case, fields: Mapping[str, str], old: Incident | None) -> Draft:
    """Read the form; of an ``old`` incident as it shall be from now on."""
    typed = {name: words.strip() for name, words in fields.items()}
    faults = {
        name: gettext("Use at most %(most)s characters.") % {"most": formats.grouped(most)}
        for name, most in LONGEST.items()
        if len(typed.get(name, "")) > most
    }
    for name in LONGEST:
        if "\0" in typed.get(name, ""):
            faults[name] = gettext("The character U+0000 has no meaning in words; take it out.")
    if not typed.get("title"):
        faults["title"] = gettext("Give it a title, such as “First burst over the citadel”.")
    time, place = (read_field(name, typed) for name in READ)
    for read in (time, place):
        if read.fault:
            faults.setdefault(read.field, read.fault)
    interval, at = time.time and time.time.interval, place.place
    return Draft(
        Incident(
            pk=old.pk if old else None,
            case=case,
            title=typed.get("title", ""),
            summary=typed.get("summary", ""),
            reasons=typed.get("reasons", ""),
            earliest=interval.earliest if interval else None,
            latest=interval.latest if interval else None,
            latitude=at.latitude if at else None,
            longitude=at.longitude if at else None,
            radius_m=at.radius_m if at else None,
        ),
        time,
        place,
        faults,
    )


def read_field(name: str, fields: Mapping[str, str]) -> Reading:
    """How the time or the place is read; a time without a zone, beside the place."""
    text = fields.get(name, "").strip()
    if name != "time":
        return read_back(name, text)
    at = read_back("place", fields.get("place", "").strip()).place
    return read_back(name, text, at, fields.get("zone", ""))


def typed(incident: Incident) -> dict[str, str]:
    """The fields of the form as they would be typed for an incident that exists."""
    return {
        "title": incident.title,
        "summary": incident.summary,
        "reasons": incident.reasons,
        "time": _time(incident),
        "place": _place(incident),
    }


def _time(incident: Incident) -> str:
    ends = (incident.earliest, incident.latest)
    first, last = (at.isoformat(timespec="microseconds") if at else "" for at in ends)
    if first and last:
        return f"between {first} and {last}"
    return f"since {first}" if first else f"before {last}" if last else ""


def _place(incident: Incident) -> str:
    if incident.latitude is None or incident.longitude is None:
        return ""
    radius = "" if incident.radius_m is None else f" ± {exactly(incident.radius_m)} m"
    return f"{exactly(incident.latitude)}, {exactly(incident.longitude)}{radius}"
