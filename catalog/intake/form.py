"""The fields of the upload page as the words of a claim sheet."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from catalog.claims.reading import Reading, read_back
from catalog.intake.sheet import ClaimSheet, SheetError
from media_tools.places import Place

PLAIN = ("source", "url", "published", "time", "zone", "place", "viewpoint", "caption",
         "sensitivity", "file_dated")  # fmt: skip
# A time may count from when it was posted; a zone is taken from the place for a time.
TOGETHER = ("published", "time", "zone", "place", "viewpoint")
CAMERA = ("camera", "heading", "heading_error", "field_of_view")


def words_of(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by the sheet's keys; whatever is not a field of the form is left out."""
    typed = {key: fields[key].strip() for key in (*PLAIN, *CAMERA) if fields.get(key, "").strip()}
    words = {key: typed[key] for key in PLAIN if key in typed}
    if any(key in typed for key in CAMERA):
        words["viewpoint"] = _viewpoint(typed)
    return words


def faults_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Every field that was not understood, with the sentence that says why."""
    faults = {}
    words = words_of(fields)
    for key, value in words.items():
        if key in ("zone", "time"):
            continue
        try:
            ClaimSheet.from_words({key: value})
        except SheetError as error:
            faults[error.field] = str(error)
    together = {key: words[key] for key in TOGETHER if key in words and key not in faults}
    try:
        ClaimSheet.from_words(together)
    except SheetError as error:
        faults[error.field] = str(error)
    said = {key for key in CAMERA if fields.get(key, "").strip()}
    if said and "camera" not in said:
        faults["viewpoint"] = gettext("Say where the camera stood: a direction alone has no place.")
    elif "heading_error" in said and "heading" not in said:
        faults["viewpoint"] = gettext("Say where the camera looked; ± belongs to a heading.")
    return faults


def reading_of(field: str, words: Mapping[str, str]) -> Reading:
    """How one field will be read; ``words`` are those of the whole form."""
    text, posted_at = words.get(field, ""), _posted_at(words)
    beside = {"published": words["published"]} if posted_at else {}
    try:
        ClaimSheet.from_words({**beside, field: text})
    except SheetError as error:
        return Reading(field, fault=str(error))
    return read_back(field, text, _claimed_place(words), words.get("zone", ""), posted_at)


def _posted_at(words: Mapping[str, str]) -> datetime | None:
    """When it was posted, where that is understood: a time may count from it."""
    try:
        return ClaimSheet.from_words({"published": words.get("published", "")}).published_at
    except SheetError:
        return None


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


def _viewpoint(typed: Mapping[str, str]) -> str:
    """``55.29066, 44.01179 ± 150 m, heading 27° ± 10°, fov 62°``, as far as it was given."""
    parts = [typed.get("camera", "")]
    if "heading" in typed or "heading_error" in typed:
        heading = f"heading {_degrees(typed.get('heading', ''))}"
        error = _degrees(typed.get("heading_error", ""))
        parts.append(f"{heading} ± {error}" if error else heading)
    if "field_of_view" in typed:
        parts.append(f"fov {_degrees(typed['field_of_view'])}")
    return ", ".join(parts)


def _degrees(text: str) -> str:
    """A bare number is in degrees; words such as "north-west" stay."""
    return f"{text}°" if text[-1:].isdigit() else text
