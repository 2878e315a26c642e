"""What a browser can play of an item, and where its clock stands at the first frame shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse

from catalog.models import Artefact, Item, Reading, Run
from media_tools.decoding.playable import Coding, copy_needed
from media_tools.findings import Meaning
from media_tools.media import Kind

Found = Mapping[Meaning, list[Reading]]

# As a browser takes them, and as people read them.
SPEEDS = (
    *(("0.0625", "1/16×"), ("0.125", "1/8×"), ("0.25", "¼×"), ("0.5", "½×")),
    *(("1", "1×"), ("2", "2×"), ("4", "4×"), ("8", "8×")),
)


@dataclass(frozen=True, slots=True)
class Player:
    """``first_frame_at_s``: seconds on the player's own clock at the first frame shown.

    ``is_for_stops``: the original plays too, but a browser cannot stop at each of its frames.
    """

    tag: str
    src: str
    is_copy: bool
    first_frame_at_s: float
    is_for_stops: bool = False


def player_of(
    item: Item, standing: Iterable[Run], artefacts: Mapping[str, Artefact], found: Found
) -> Player | None:
    """The light copy where one was made, the original where a browser plays it, else nothing."""
    if item.original.kind not in (Kind.VIDEO, Kind.AUDIO):
        return None
    if copy := artefacts.get("proxy"):
        src = reverse("item-artefact", args=[item.ref, copy.pk])
        start: Any = copy.details.get("first_frame_s", 0.0)
        is_for_stops = bool(copy.details.get("original_plays"))
        return Player(_tag(found), src, True, float(start), is_for_stops)
    if not (found.get(Meaning.VIDEO_CODEC) or found.get(Meaning.AUDIO_CODEC)):
        return None
    if copy_needed(_coding(item, standing, found)) is not None:
        return None
    src = reverse("item-original", args=[item.ref])
    return Player(_tag(found), src, False, _first_frame_at(found))


def _coding(item: Item, standing: Iterable[Run], found: Found) -> Coding:
    pixels = Reading.objects.filter(
        run__in=list(standing), tag=f"stream:{_pictures_index(found)}:pix_fmt"
    )
    return Coding(
        item.original.mime,
        _first(found, Meaning.VIDEO_CODEC),
        next((reading.text for reading in pixels), None),
        _first(found, Meaning.AUDIO_CODEC),
    )


def _first(found: Found, meaning: Meaning) -> str | None:
    return next((str(reading.value) for reading in found.get(meaning, [])), None)


def _pictures_index(found: Found) -> int | None:
    """ffprobe's index of the stream with the moving pictures."""
    tag = next((reading.tag for reading in found.get(Meaning.VIDEO_CODEC, [])), "")
    index = tag.removeprefix("stream:").partition(":")[0]
    return int(index) if index.isdigit() else None


def _tag(found: Found) -> str:
    return "video" if found.get(Meaning.VIDEO_CODEC) else "audio"


def _first_frame_at(found: Found) -> float:
    """A browser's clock begins with the earliest track, which need not be the pictures."""
    starts: dict[int, Fraction] = {}
    for reading in found.get(Meaning.START_TIME, []):
        value: Any = reading.value
        starts[value["stream"]] = value["pts"] * Fraction(value["time_base"])
    pictures = _pictures_index(found)
    return float(starts[pictures] - min(starts.values())) if pictures in starts else 0.0
