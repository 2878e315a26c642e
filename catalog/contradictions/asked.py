"""What is asked of the board: one frozen value, all of it in the address."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.translation import gettext

from catalog.checks.kinds import TOPICS
from catalog.models import CheckVerdict

FIELDS = ("case", "item", "incident", "verdict", "about", "source", "state", "page")
MOST_CHARACTERS, MOST_VALUES = 200, 50


class Stands(StrEnum):
    """Whether a contradiction is resolved, in the eyes of the person who asks."""

    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


class NotAsked(ValueError):
    """A field that was not understood; the message is a plain sentence."""


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: its place in the order, so that a page never shifts."""

    rank: int
    subject: int
    check_id: int

    def __str__(self) -> str:
        return f"{self.rank}_{self.subject}_{self.check_id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which checks. Empty fields ask for nothing; without verdicts it is what contradicts."""

    case: str = ""
    item: str = ""
    incident: int | None = None
    verdicts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stands: Stands = Stands.OPEN
    page: After | None = None

    @classmethod
    def of(cls, params: Mapping[str, Sequence[str]]) -> "Asked":
        """Read a query string. Raises ``NotAsked``."""
        if unknown := params.keys() - set(FIELDS):
            raise NotAsked(
                gettext("The board has no field “%(field)s”.") % {"field": sorted(unknown)[0]}
            )
        incident = _one(params, "incident")
        if incident and not re.fullmatch(r"\d{1,18}", incident, re.ASCII):
            raise NotAsked(
                gettext("“%(incident)s” is not the number of an incident.") % {"incident": incident}
            )
        return cls(
            _one(params, "case").upper(),
            _one(params, "item").upper(),
            int(incident) if incident else None,
            _several(params, "verdict", CheckVerdict.values),
            _several(params, "about", list(TOPICS)),
            _several(params, "source"),
            _choice(_one(params, "state") or Stands.OPEN.value, Stands, "state"),
            _page(_one(params, "page")),
        )

    @property
    def query_string(self) -> str:
        """The whole question as it stands in an address."""
        fields = {
            "case": [self.case],
            "item": [self.item],
            "incident": [str(self.incident or "")],
            "verdict": list(self.verdicts),
            "about": list(self.topics),
            "source": list(self.sources),
            "state": [self.stands.value if self.stands != Stands.OPEN else ""],
            "page": [str(self.page or "")],
        }
        said = {name: [one for one in values if one] for name, values in fields.items()}
        return urlencode({name: values for name, values in said.items() if values}, doseq=True)

    def on_page(self, page: After | None) -> "Asked":
        """The same question, the page after this row; the first for ``None``."""
        return replace(self, page=page)


def _one(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = _several(params, name)
    if len(values) > 1:
        raise NotAsked(gettext("Give “%(name)s” once.") % {"name": name})
    return values[0] if values else ""


def _several(
    params: Mapping[str, Sequence[str]], name: str, known: Sequence[str] | None = None
) -> tuple[str, ...]:
    values = sorted({value.strip() for value in params.get(name, ())} - {""})
    if len(values) > MOST_VALUES or any(len(value) > MOST_CHARACTERS for value in values):
        raise NotAsked(gettext("“%(name)s” is longer than anything there is.") % {"name": name})
    if any("\0" in value for value in values):
        raise NotAsked(gettext("“%(name)s” holds a character that no text has.") % {"name": name})
    for value in values:
        if known is not None and value not in known:
            raise NotAsked(
                gettext("“%(value)s” is not one of %(choices)s.")
                % {"value": value, "choices": ", ".join(known)}
            )
    return tuple(values)


def _choice(value: str, known: Callable[[str], Stands], name: str) -> Stands:
    try:
        return known(value)
    except ValueError as error:
        raise NotAsked(
            gettext("“%(value)s” is not a choice of “%(name)s”.") % {"value": value, "name": name}
        ) from error


def _page(text: str) -> After | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-3]_-?\d{1,18}_\d{1,18}", text, re.ASCII):
        raise NotAsked(gettext("This is not a page of the board: begin at the first page."))
    rank, subject, check_id = text.split("_")
    return After(int(rank), int(subject), int(check_id))
