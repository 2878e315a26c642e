"""What is claimed about a file when it is handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext

from catalog import formats
from catalog.claims.place_phrase import read_place, read_viewpoint
from catalog.claims.reading import moment_of, read_moment, read_time_at
from catalog.claims.time_phrase import NotUnderstood, TimeReading
from catalog.models import Sensitivity
from catalog.sources.forward import A_LINK, A_REF
from media_tools.errors import Invalid
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval

Read = TypeVar("Read")

FIELDS = {
    "source",
    "url",
    "caption",
    "title",
    "authorship",
    "content",
    "sensitivity",
    "published",
    "edited",
    "forwarded_from",
    "file_dated",
    "time",
    "zone",
    "place",
    "viewpoint",
}


LONGEST = {"source": 200, "url": 2000, "title": 300, "forwarded_from": 500}
MAX_CHARACTERS = 100_000


class SheetError(ValueError):
    """A field of the sheet that was not understood. ``field`` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """The claims that come with a file, already read; ``*_words`` keep what was typed.

    ``file_dated_at`` is when the file was last changed on the disk it comes from, as that
    machine says.
    """

    source: str = ""
    url: str = ""
    caption: str = ""
    title: str = ""
    authorship: str = ""
    content: str = ""
    sensitivity: str = Sensitivity.UNKNOWN
    published: TimeInterval | None = None
    edited: TimeInterval | None = None
    forwarded_from: str = ""
    file_dated_at: datetime | None = None
    time: TimeReading | None = None
    place: Place | None = None
    place_words: str = ""
    viewpoint: Viewpoint | None = None
    viewpoint_words: str = ""

    @property
    def published_at(self) -> datetime | None:
        """The moment that times count from which leave out a day or a year."""
        return moment_of(self.published) if self.published else None

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> "ClaimSheet":
        """Read a form or the command line's options.

        The keys are those in ``FIELDS``, all optional. ``zone`` are the regions that a
        person took from the place for a time said without one. Raises ``SheetError``.
        """
        typed = _typed(words)
        place = _read("place", typed, read_place)
        viewpoint = _read("viewpoint", typed, read_viewpoint)
        at = place or (viewpoint.place if viewpoint else None)
        published = _moment("published", typed)
        zone = typed.get("zone", "")
        reader = partial(
            read_time_at, at=at, zone=zone, said_at=moment_of(published) if published else None
        )
        time = _read("time", typed, reader)
        return cls(
            source=typed.get("source", ""),
            url=typed.get("url", ""),
            caption=typed.get("caption", ""),
            title=typed.get("title", ""),
            authorship=typed.get("authorship", ""),
            content=typed.get("content", ""),
            sensitivity=typed.get("sensitivity", Sensitivity.UNKNOWN),
            published=published,
            edited=_moment("edited", typed),
            forwarded_from=typed.get("forwarded_from", ""),
            file_dated_at=_file_date(typed),
            time=time,
            place=place,
            place_words=typed.get("place", ""),
            viewpoint=viewpoint,
            viewpoint_words=typed.get("viewpoint", ""),
        )


def _typed(words: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without what is empty. Raises ``SheetError`` for what no field holds."""
    typed = {key: value.strip() for key, value in words.items() if value and value.strip()}
    for field, said in typed.items():
        if field not in FIELDS:
            raise SheetError(field, f"There is no claim called {field}.")
        if "\0" in said:
            raise SheetError(
                field, gettext("The character U+0000 has no meaning in words; take it out.")
            )
        if len(said) > (most := LONGEST.get(field, MAX_CHARACTERS)):
            raise SheetError(
                field, gettext("Use at most %(most)s characters.") % {"most": formats.grouped(most)}
            )
    if typed.get("sensitivity", Sensitivity.UNKNOWN) not in Sensitivity.values:
        raise SheetError(
            "sensitivity",
            gettext("Choose one of %(choices)s.") % {"choices": ", ".join(Sensitivity.values)},
        )
    if not typed.get("url", A_LINK[0]).startswith(A_LINK):
        raise SheetError("url", gettext("A link begins with http:// or https://."))
    forwarded = typed.get("forwarded_from", "")
    if forwarded and not (forwarded.startswith(A_LINK) or A_REF.fullmatch(forwarded)):
        raise SheetError(
            "forwarded_from",
            gettext("Give the link of the posting it forwards, or the reference of an item."),
        )
    return typed


def _moment(field: str, typed: Mapping[str, str]) -> TimeInterval | None:
    """A time of the posting itself, which is of use only with its zone."""
    read = _read(field, typed, read_moment)
    return read.interval if read else None


def _file_date(typed: Mapping[str, str]) -> datetime | None:
    """As machines write it. At the beginning of its count of seconds a clock knows no date."""
    if "file_dated" not in typed:
        return None
    try:
        dated = datetime.fromisoformat(typed["file_dated"]).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SheetError("file_dated", "Give the file's date as 2023-05-02T23:26:59Z.") from error
    return dated if dated.timestamp() > 0 else None


def _read(field: str, typed: Mapping[str, str], reader: Callable[[str], Read]) -> Read | None:
    if field not in typed:
        return None
    try:
        return reader(typed[field])
    except (NotUnderstood, Invalid) as error:
        raise SheetError(field, str(error)) from error
