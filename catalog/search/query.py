"""What is asked: one frozen value, with one grammar for the page, the command line and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext

from catalog.likeness.asking import CannotAsk, checked
from catalog.models import Basis, Sensitivity, State, Workflow
from catalog.search import grammar
from catalog.search.grammar import NotReadable, PageKey, Window
from media_tools.media import Kind
from media_tools.places import Box
from media_tools.polygons import Polygon
from media_tools.regions import Circle

Read = TypeVar("Read")
Region = Circle | Box | Polygon
Params = Mapping[str, str | Sequence[str]]

FIELDS = (
    "text", "like", "case", "source", "kind", "state", "workflow", "device", "codec",
    "sensitivity", "has", "near", "within", "bbox", "polygon",
    "from", "to", "basis", "contradiction", "added_after", "certainty", "sort", "page",
)  # fmt: skip

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


class QueryError(ValueError):
    """A search that was not understood. ``errors`` holds a plain sentence for each field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{field}: {said}" for field, said in errors.items()))
        self.errors = dict(errors)


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
        return _Reader(params).query()

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


class _Reader:
    """Reads all fields and keeps a sentence for each that was not understood."""

    def __init__(self, params: Params) -> None:
        self.errors: dict[str, str] = {}
        self.given = {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in params.items()
        }
        for name in self.given.keys() - set(FIELDS):
            self.errors[name] = gettext("There is no such field of a search.")

    def query(self) -> Query:
        """The query, or one error that names every field at fault."""
        text = self._one("text", str, "")
        query = Query(
            text=text,
            like=self._like(),
            cases=self._several("case"),
            sources=self._several("source"),
            kinds=self._several("kind", [kind.value for kind in Kind]),
            states=self._several("state", State.values),
            workflows=self._several("workflow", Workflow.values),
            devices=self._several("device"),
            codecs=self._several("codec"),
            sensitivities=self._several("sensitivity", Sensitivity.values),
            has=self._several("has", HAS),
            place=self._place(),
            time=self._time(),
            bases=self._several("basis", Basis.values),
            contradictions=self._several("contradiction", list(Contradiction)),
            added_after=self._one("added_after", grammar.read_instant, None),
            certainty=self._choice("certainty", Certainty),
            sort=self._choice("sort", Sort),
            page=self._one("page", grammar.read_page_key, None),
        )
        if self.errors:
            raise QueryError(self.errors)
        return query

    def _like(self) -> str:
        given = [value.strip() for value in self.given.get("like", []) if value.strip()]
        if not given:
            return ""
        try:
            if len(given) > 1:
                raise CannotAsk(gettext("Give this once."))
            return checked(given[0])
        except CannotAsk as error:
            self.errors["like"] = str(error)
            return ""

    def _place(self) -> Region | None:
        radius_m = self._one("within", grammar.read_length_m, None)
        circle = self._one("near", lambda near: grammar.read_circle(near, radius_m or 0.0), None)
        box = self._one("bbox", grammar.read_box, None)
        polygon = self._one("polygon", grammar.read_polygon, None, grammar.MAX_POLYGON)
        given = [name for name, one in (("bbox", box), ("polygon", polygon)) if one]
        if len([*given, *([circle] if circle else [])]) > 1:
            said = gettext("Give one place: a circle (near and within), a box or a polygon.")
            self.errors[given[-1]] = said
        elif circle and radius_m is None and "within" not in self.errors:
            self.errors["within"] = gettext("Say how far from there, such as 2 km.")
        elif radius_m is not None and circle is None and "near" not in self.errors:
            said = gettext("Say from where the distance counts, such as 55.30022, 44.02063.")
            self.errors["near"] = said
        return circle or box or polygon

    def _time(self) -> Window | None:
        words = {name: self._one(name, str, "") for name in ("from", "to")}
        start = self._one("from", lambda text: grammar.read_end(text, is_start=True), None)
        end = self._one("to", lambda text: grammar.read_end(text, is_start=False), None)
        if start is None and end is None:
            return None
        try:
            return grammar.make_window(words["from"], words["to"], start, end)
        except NotReadable as error:
            self.errors["to"] = str(error)
            return None

    def _choice(self, name: str, known: Callable[[str], Read]) -> Read | None:
        def read(value: str) -> Read:
            try:
                return known(value)
            except ValueError as error:
                raise NotReadable(
                    gettext("“%(value)s” is not one of the choices.") % {"value": value}
                ) from error

        return self._one(name, read, None)

    def _several(self, name: str, known: Sequence[str] | None = None) -> tuple[str, ...]:
        values = self.given.get(name, [])
        try:
            if known is None:
                return grammar.read_several(values)
            return grammar.read_choices(values, known)
        except NotReadable as error:
            self.errors[name] = str(error)
            return ()

    def _one(
        self,
        name: str,
        read: Callable[[str], Read],
        otherwise: Read,
        most: int = grammar.MAX_CHARACTERS,
    ) -> Read:
        values = [value for value in self.given.get(name, []) if value.strip()]
        if not values:
            return otherwise
        try:
            if len(values) > 1:
                raise NotReadable(gettext("Give this once."))
            return read(grammar.read_words(values[0], most))
        except NotReadable as error:
            self.errors[name] = str(error)
            return otherwise
