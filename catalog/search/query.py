"""What is asked: one frozen value, with one grammar for the page, the command line and the API."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from catalog.models import Basis, Sensitivity, State, Workflow
from catalog.search import grammar
from catalog.search.grammar import PageKey, Window
from catalog.search.reader import FIELDS, Params, Reader, Region
from media_tools.media import Kind
from media_tools.places import Box
from media_tools.polygons import Polygon
from media_tools.regions import Circle

HAS = ("sound", "gps")


class Certainty(StrEnum):
    """How surely an item answers a search."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Contradiction(StrEnum):
    """What the checks of an item came to: the worst of them, or that something is still open.

    ``UNRESOLVED`` holds impossible and tension items of which no assessment that everybody in
    the case may see has settled every contradiction.
    """

    IMPOSSIBLE = "impossible"
    TENSION = "tension"
    NONE = "none"
    UNRESOLVED = "unresolved"


class Sort(StrEnum):
    """The order within the certain and within the possible hits."""

    ADDED = "added"  # newest first
    TIME = "time"  # earliest first
    DISTANCE = "distance"  # nearest first
    LIKENESS = "likeness"  # most alike first


@dataclass(frozen=True, slots=True)
class Query:
    """A search. Empty fields ask for nothing; the fields given must all hold.

    ``bases`` limits which kinds of fact may match; without a place and a time it asks
    for items that have such a fact at all. ``like`` names an item, a frame of it or hashes
    (see ``catalog.likeness.asking``). ``page`` is the key of the page before. Nobody asks
    for ``since`` and ``leads``, see ``catalog.search.bounds``: the first item that is looked at,
    and filters that leave few, the fewest first.
    """

    text: str = ""
    like: str = ""
    cases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ()
    sensitivities: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    place: Region | None = None
    time: Window | None = None
    bases: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    added_after: datetime | None = None
    certainty: Certainty | None = None
    sort: Sort | None = None
    page: PageKey | None = None
    since: int | None = None
    leads: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Params) -> "Query":
        """Read a query string, a form or the command line's options. Raises ``QueryError``.

        Fields: text, like, case, source, kind, state, workflow, device, codec, sensitivity, has,
        near with within, bbox, polygon, from, to, basis, contradiction, added_after, certainty,
        sort, page. All are optional; a repeated field is a list.
        """
        reader = Reader(params)
        query = cls(
            text=reader.one("text", str, ""),
            like=reader.like(),
            cases=reader.several("case"),
            sources=reader.several("source"),
            kinds=reader.several("kind", [kind.value for kind in Kind]),
            states=reader.several("state", State.values),
            workflows=reader.several("workflow", Workflow.values),
            devices=reader.several("device"),
            codecs=reader.several("codec"),
            sensitivities=reader.several("sensitivity", Sensitivity.values),
            has=reader.several("has", HAS),
            place=reader.place(),
            time=reader.time(),
            bases=reader.several("basis", Basis.values),
            contradictions=reader.several("contradiction", list(Contradiction)),
            added_after=reader.one("added_after", grammar.read_instant, None),
            certainty=reader.choice("certainty", Certainty),
            sort=reader.choice("sort", Sort),
            page=reader.one("page", grammar.read_page_key, None),
        )
        reader.check()
        return query

    def to_params(self) -> dict[str, list[str]]:
        """The fields that ``from_params`` reads back as this same query."""
        fields: dict[str, list[str]] = {
            "text": [self.text],
            "like": [self.like],
            "case": list(self.cases),
            "source": list(self.sources),
            "kind": list(self.kinds),
            "state": list(self.states),
            "workflow": list(self.workflows),
            "device": list(self.devices),
            "codec": list(self.codecs),
            "sensitivity": list(self.sensitivities),
            "has": list(self.has),
            "from": [self.time.from_words if self.time else ""],
            "to": [self.time.to_words if self.time else ""],
            "basis": list(self.bases),
            "contradiction": list(self.contradictions),
            "added_after": [self.added_after.isoformat() if self.added_after else ""],
            "certainty": [self.certainty or ""],
            "sort": [self.sort or ""],
            "page": [str(self.page or "")],
        }
        match self.place:
            case Circle(latitude, longitude, radius_m):
                fields["near"] = [f"{latitude!r},{longitude!r}"]
                fields["within"] = [grammar.write_length(radius_m)]
            case Box():
                fields["bbox"] = [grammar.write_box(self.place)]
            case Polygon():
                fields["polygon"] = [grammar.write_polygon(self.place)]
        return {name: said for name in FIELDS if (said := [v for v in fields.get(name, []) if v])}

    @property
    def query_string(self) -> str:
        """The whole query as it stands in an address."""
        return urlencode(self.to_params(), doseq=True)

    def on_page(self, page: PageKey | None) -> "Query":
        """The same query, the page after this key; the first page for ``None``."""
        return replace(self, page=page)

    @property
    def asks_facts(self) -> bool:
        """Whether places, times and kinds of fact have to be looked at to answer."""
        return bool(self.place or self.time or self.bases or self.order is Sort.TIME)

    @property
    def first_rank(self) -> int:
        """With which hits the page begins: 0 for certain, 1 for possible ones."""
        is_beyond = self.page is not None and self.page.rank == 1
        return int(self.certainty is Certainty.POSSIBLE or is_beyond)

    @property
    def order(self) -> Sort:
        """The order asked for, or the one that suits the question."""
        circle = isinstance(self.place, Circle)
        usable = {Sort.DISTANCE: circle, Sort.LIKENESS: bool(self.like)}
        if self.sort and not usable.get(self.sort, True):
            return Sort.ADDED
        if self.sort:
            return self.sort
        if self.like:
            return Sort.LIKENESS
        if self.time:
            return Sort.TIME
        return Sort.DISTANCE if circle else Sort.ADDED
