"""Reading the fields of a search, as the page, the command line and the API hand them over."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext

from catalog.likeness.asking import CannotAsk, checked
from catalog.search import grammar
from catalog.search.grammar import NotReadable, Window
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


class QueryError(ValueError):
    """A search that was not understood. ``errors`` holds a plain sentence for each field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{field}: {said}" for field, said in errors.items()))
        self.errors = dict(errors)


class Reader:
    """Reads the fields of a search and keeps a sentence for each that was not understood."""

    def __init__(self, params: Params) -> None:
        self._errors: dict[str, str] = {}
        self._given = {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in params.items()
        }
        for name in self._given.keys() - set(FIELDS):
            self._errors[name] = gettext("There is no such field of a search.")

    def check(self) -> None:
        """Raise one ``QueryError`` that names every field at fault, if there is any."""
        if self._errors:
            raise QueryError(self._errors)

    def like(self) -> str:
        """What the likeness is asked of, as ``catalog.likeness.asking`` reads it."""
        given = [value.strip() for value in self._given.get("like", []) if value.strip()]
        if not given:
            return ""
        try:
            if len(given) > 1:
                raise CannotAsk(gettext("Give this once."))
            return checked(given[0])
        except CannotAsk as error:
            self._errors["like"] = str(error)
            return ""

    def place(self) -> Region | None:
        """The one place: a circle, a box or a polygon."""
        radius_m = self.one("within", grammar.read_length_m, None)
        circle = self.one("near", lambda near: grammar.read_circle(near, radius_m or 0.0), None)
        box = self.one("bbox", grammar.read_box, None)
        polygon = self.one("polygon", grammar.read_polygon, None, grammar.MAX_POLYGON)
        given = [name for name, one in (("bbox", box), ("polygon", polygon)) if one]
        if len([*given, *([circle] if circle else [])]) > 1:
            said = gettext("Give one place: a circle (near and within), a box or a polygon.")
            self._errors[given[-1]] = said
        elif circle and radius_m is None and "within" not in self._errors:
            self._errors["within"] = gettext("Say how far from there, such as 2 km.")
        elif radius_m is not None and circle is None and "near" not in self._errors:
            said = gettext("Say from where the distance counts, such as 55.30022, 44.02063.")
            self._errors["near"] = said
        return circle or box or polygon

    def time(self) -> Window | None:
        """The window, if either end was given."""
        words = {name: self.one(name, str, "") for name in ("from", "to")}
        start = self.one("from", lambda text: grammar.read_end(text, is_start=True), None)
        end = self.one("to", lambda text: grammar.read_end(text, is_start=False), None)
        if start is None and end is None:
            return None
        try:
            return grammar.make_window(words["from"], words["to"], start, end)
        except NotReadable as error:
            self._errors["to"] = str(error)
            return None

    def choice(self, name: str, known: Callable[[str], Read]) -> Read | None:
        """One of a known few."""

        def read(value: str) -> Read:
            try:
                return known(value)
            except ValueError as error:
                raise NotReadable(
                    gettext("“%(value)s” is not one of the choices.") % {"value": value}
                ) from error

        return self.one(name, read, None)

    def several(self, name: str, known: Sequence[str] | None = None) -> tuple[str, ...]:
        """The values of a list, each of a known few if these are named."""
        values = self._given.get(name, [])
        try:
            if known is None:
                return grammar.read_several(values)
            return grammar.read_choices(values, known)
        except NotReadable as error:
            self._errors[name] = str(error)
            return ()

    def one(
        self,
        name: str,
        read: Callable[[str], Read],
        otherwise: Read,
        most: int = grammar.MAX_CHARACTERS,
    ) -> Read:
        """What ``read`` makes of the field, ``otherwise`` if it was not given."""
        values = [value for value in self._given.get(name, []) if value.strip()]
        if not values:
            return otherwise
        try:
            if len(values) > 1:
                raise NotReadable(gettext("Give this once."))
            return read(grammar.read_words(values[0], most))
        except NotReadable as error:
            self._errors[name] = str(error)
            return otherwise
