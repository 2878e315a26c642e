"""A claim as it is typed on its page: how it is read, what it says, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from catalog import formats
from catalog.claims.facts import Facts, disc_facts, time_facts, wedge_facts
from catalog.claims.reading import Reading, moment_of, read_back
from catalog.claims.record import CannotRecord, Statement, check
from catalog.models import Appearance, ClaimKind, Incident, Item
from catalog.pages.asked import whole_number
from media_tools.places import Place

LONGEST = {
    "asserted_by": 200,
    "quote": 20_000,
    "value": 2_000,
    "translation": 20_000,
    "reason": 2_000,
    "said": 200,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed; ``faults`` are sentences by field. ``value`` and ``said`` are as read."""

    statement: Statement
    value: Reading
    said: Reading
    faults: dict[str, str]

    def was_shown(self, fields: Mapping[str, str]) -> bool:
        """Whether the person has seen how each time and place is read, before it is kept."""
        read = (("value", self.value), ("said", self.said))
        return all(one.mark == fields.get(f"shown_{name}", "") for name, one in read)


def draft_of(about: Item | Incident, fields: Mapping[str, str]) -> Draft:
    """Read the form about this item or incident."""
    typed = {name: words.strip() for name, words in fields.items()}
    faults = {
        name: gettext("Use at most %(most)s characters.") % {"most": formats.grouped(most)}
        for name, most in LONGEST.items()
        if len(typed.get(name, "")) > most
    }
    if typed.get("kind") not in ClaimKind.values:
        faults["kind"] = gettext("Choose what the claim is about.")
    said = read_back("said", typed.get("said", ""))
    value = value_read(about, typed)
    if value.fault:
        cure = (
            ""
            if typed.get("value")
            else gettext(" Give it here in plain notation: the words stay.")
        )
        faults["value"] = f"{value.fault}{cure}"
    if said.fault:
        faults["said"] = said.fault
    statement = Statement(
        ClaimKind(typed["kind"]) if "kind" not in faults else ClaimKind.CONTENT,
        typed.get("quote", ""),
        _facts(value),
        appearance=_appearance(about, typed.get("appearance", ""), faults),
        asserted_at=said.time.interval.earliest if said.time else None,
        language=typed.get("language", ""),
        translation=typed.get("translation", ""),
    )
    try:
        if not statement.quote or "value" not in faults:
            check(about, statement)
    except CannotRecord as error:
        faults.setdefault(error.field, str(error))
    return Draft(statement, value, said, faults)


def value_read(about: Item | Incident, fields: Mapping[str, str]) -> Reading:
    """How the value is read: out of its own field, else out of the words quoted."""
    text = fields.get("value", "").strip() or fields.get("quote", "").strip()
    kind, zone = fields.get("kind", ""), fields.get("zone", "")
    return read_back(kind, text, place_of(about), zone, _said_at(about, fields))


def _said_at(about: Item | Incident, fields: Mapping[str, str]) -> datetime | None:
    """When it was said, as far as the form tells: as typed, else when the posting was made."""
    if words := fields.get("said", "").strip():
        said = read_back("said", words).time
        return moment_of(said.interval) if said else None
    posting = _appearance(about, fields.get("appearance", ""), {})
    return posting.published_at if posting else None


def place_of(about: Item | Incident) -> Place | None:
    """Where it is said to be, for the zone of a time: the newest claim of it that stands."""
    placed = about.claims.standing().exclude(latitude=None).order_by("kind", "-pk")
    if claim := placed.first():
        seen = claim.viewpoint
        return seen.place if seen else None
    if isinstance(about, Incident) and about.latitude is not None and about.longitude is not None:
        return Place(about.latitude, about.longitude, about.radius_m)
    return None


def _facts(read: Reading) -> Facts:
    if read.time:
        return time_facts(read.time)
    if read.viewpoint:
        return wedge_facts(read.viewpoint)
    return disc_facts(read.place) if read.place else {}


def _appearance(about: Item | Incident, chosen: str, faults: dict[str, str]) -> Appearance | None:
    if not chosen:
        return None
    found = appearances_of(about).filter(pk=whole_number(chosen) or 0).first()
    if found is None:
        faults["appearance"] = gettext(
            "This appearance is not known here. Choose one from the list."
        )
    return found


def appearances_of(about: Item | Incident) -> QuerySet[Appearance]:
    """Where it can have been said: the postings of the item, or of the incident's items."""
    found = Appearance.objects.select_related("source", "item").order_by("collected_at", "pk")
    if isinstance(about, Item):
        return found.filter(item=about)
    return found.filter(item__incident_links__incident=about)
