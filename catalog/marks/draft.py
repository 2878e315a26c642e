"""A mark as somebody typed or drew it, read back into what a mark holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from catalog.marks.clock import NotAMoment, clock_of, pages_of
from catalog.models import Colour, Item, Mark, Shape
from media_tools.media import Kind
from media_tools.text import storable
from media_tools.times import format_media_seconds

Fields = dict[str, str]
_CORNERS = {Shape.POINT: ("x1", "y1"), Shape.NONE: ()}
_ALL = ("x1", "y1", "x2", "y2")


@dataclass(slots=True)
class Draft:
    """``values`` are a mark's fields; ``faults`` say what is wrong, by the form's field."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def has_moments(item: Item) -> bool:
    """Whether a mark on the item needs a moment; a still picture has none."""
    return item.original.kind in (Kind.VIDEO, Kind.AUDIO)


def draft_of(item: Item, fields: Mapping[str, str]) -> Draft:
    """Read the form's fields; positions are typed in percent of the picture as shown."""
    draft = Draft()
    draft.values["label"] = storable(fields.get("label", "").strip())[:80]
    draft.values["note"] = storable(fields.get("note", "").strip())[:5000]
    colour = fields.get("colour", Colour.WHITE)
    draft.values["colour"] = colour if colour in Colour.values else Colour.WHITE
    if has_moments(item):
        _read_moments(item, fields, draft)
    elif pages := pages_of(item):
        _read_page(pages, fields, draft)
    _read_shape(fields, draft)
    return draft


def fields_of(mark: Mark) -> Fields:
    """A mark as the form shows it, to be changed."""
    fields = {name: getattr(mark, name) for name in ("label", "note", "colour", "shape")}
    fields["page"] = "" if mark.page is None else str(mark.page)
    for name, seconds in (("starts", mark.starts_s), ("ends", mark.ends_s)):
        fields[name] = "" if seconds is None else format_media_seconds(seconds)
    for name in _ALL:
        share = getattr(mark, name)
        fields[name] = "" if share is None else f"{share * 100:.2f}"
    return fields


def _read_moments(item: Item, fields: Mapping[str, str], draft: Draft) -> None:
    clock = clock_of(item)
    if clock is None:
        draft.faults["starts"] = gettext("A moment can be marked once the scan is done.")
        return
    draft.values |= {"time_base": str(clock.time_base), "start_pts": clock.start_pts}
    for name in ("starts", "ends"):
        written = fields.get(name, "").strip()
        if not written and name == "ends":
            continue
        try:
            draft.values[f"{name}_pts"] = clock.pts_of(written)
        except NotAMoment as error:
            draft.faults[name] = str(error)
    starts, ends = (draft.values.get(f"{name}_pts") for name in ("starts", "ends"))
    if starts is not None and starts == ends:
        draft.values["ends_pts"] = None
    elif starts is not None and ends is not None and ends < starts:
        draft.faults["ends"] = gettext("The stretch ends before it begins.")


def _read_page(pages: int, fields: Mapping[str, str], draft: Draft) -> None:
    written = fields.get("page", "").strip()
    page = int(written) if written.isdecimal() and len(written) < 9 else 0
    draft.values["page"] = page
    if not 1 <= page <= pages:
        said = gettext("Name the page by its number, from 1 to %(pages)s.")
        draft.faults["page"] = said % {"pages": pages}


def _read_shape(fields: Mapping[str, str], draft: Draft) -> None:
    shape = fields.get("shape", "")
    draft.values["shape"] = shape if shape in Shape.values else ""
    for name in _CORNERS.get(Shape(draft.values["shape"]), _ALL):
        try:
            share = round(float(fields.get(name, "")) / 100, 6)
        except ValueError:
            share = -1.0
        # What is not a number is in no range either.
        if not 0 <= share <= 1:
            draft.faults["shape"] = gettext(
                "Draw it on the picture, or type each position as 0 to 100 %."
            )
        draft.values[name] = share
