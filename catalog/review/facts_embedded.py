"""What the file says, each reading with the tag it comes from."""

from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

from catalog import formats
from catalog.models import Reading
from catalog.review.fact_words import Fact, Question
from media_tools.findings import Meaning
from media_tools.places import Place
from media_tools.times import EASTERNMOST_OFFSET, WESTERNMOST_OFFSET

Read = Callable[[Reading, Any], Fact]


def embedded_facts(found: dict[Meaning, list[Reading]]) -> Iterator[Fact]:
    """All that was understood, in the order of the questions, best reading first."""
    for meaning, read in _READ.items():
        for reading in found.get(meaning, []):
            yield read(reading, reading.value)
    yield from _size(found)


def named_facts(found: dict[Meaning, list[Reading]]) -> Iterator[Fact]:
    """What the file's name hints at. Somebody gave it that name: it is no word of the file's."""
    for reading in found.get(Meaning.NAMED, []):
        value: Any = reading.value
        words, lines = _time(value)
        if value["zone"] == "utc_by_standard":
            lines = ("UTC by this program's custom",)
        event = "saved or sent" if value["of"] == "saved" else "made"
        hint = (
            f"only a hint: the file's name says when it was {event}, as “{value['pattern']}” does"
        )
        yield Fact(Question.TIME, words, (hint, reading.text, *lines), reading.tag)


def _captured(reading: Reading, value: Any) -> Fact:
    return Fact(Question.TIME, *_time(value), tag=reading.tag)


def _modified(reading: Reading, value: Any) -> Fact:
    words, lines = _time(value)
    not_recorded = "when the file was last changed, not when it was recorded"
    return Fact(Question.TIME, words, (not_recorded, *lines), reading.tag)


def _time(value: Any) -> tuple[str, tuple[str, ...]]:
    earliest, latest = (datetime.fromisoformat(value[end]) for end in ("earliest", "latest"))
    if value["zone"] == "unknown":
        shown = formats.utc_interval(earliest + EASTERNMOST_OFFSET, latest + WESTERNMOST_OFFSET)
        anywhere = formats.utc_interval(earliest, latest)
        return shown.replace(" UTC", ", no zone"), (f"so anywhere in {anywhere}",)
    when = formats.utc_interval(earliest, latest)
    if "GPS" in value.get("tag", ""):
        return when, ("UTC, from the GPS clock",)
    if value["zone"] == "utc_by_standard":
        return when, ("UTC by standard; many cameras write their local time here",)
    return when, (f"{formats.local(earliest, value['offset'])}, zone stated",)


def _position(reading: Reading, value: Any) -> Fact:
    radius = value.get("radius_m")
    lines = [] if radius is not None else ["the file states no error"]
    if (altitude := value.get("altitude_m")) is not None:
        ground = _GROUNDS[value.get("altitude_reference")]
        lines.append(f"altitude {formats.shortest_number(altitude)} m above {ground}")
    place = Place(value["latitude"], value["longitude"], radius)
    where = formats.place(place.latitude, place.longitude, radius)
    return Fact(Question.CAMERA, where, tuple(lines), reading.tag, place=place)


def _track(reading: Reading, value: Any) -> Fact:
    clocks = [formats.file_clock(max(0, value[end])) for end in ("starts_s", "ends_s")]
    stretches = value["stretches"]
    ends = [
        formats.place(one["latitude"], one["longitude"], one["radius_m"])
        for one in (stretches[0], stretches[-1])
    ]
    way = f"all within {ends[0]}" if len(stretches) == 1 else f"from {ends[0]} to {ends[1]}"
    times = f"from {clocks[0]} to {clocks[1]} of the clip"
    fixes = "1 position" if value["points"] == 1 else f"{value['points']:,} positions"
    return Fact(Question.CAMERA, f"{fixes} of the receiver", (times, way), reading.tag)


def _heading(reading: Reading, value: Any) -> Fact:
    words = formats.bearing(value["degrees"], None, value["reference"])
    return Fact(Question.VIEW, words, ("the file states no error",), reading.tag)


def _focal_length(reading: Reading, value: Any) -> Fact:
    as_35mm = value.get("equivalent_35mm")
    lines = (f"as {formats.shortest_number(as_35mm)} mm on 35 mm film",) if as_35mm else ()
    words = f"focal length {formats.shortest_number(value['millimetres'])} mm"
    return Fact(Question.VIEW, words, lines, reading.tag)


def _field_of_view(reading: Reading, value: Any) -> Fact:
    error = formats.shortest_number(value["error_deg"])
    words = f"field of view {formats.shortest_number(value['horizontal_deg'])}° ± {error}°"
    lines = ["across the picture as it is shown", f"from {value['basis']}"]
    if (vertical := value["vertical_deg"]) is not None:
        lines.insert(1, f"{formats.shortest_number(vertical)}° from top to bottom")
    return Fact(Question.VIEW, words, tuple(lines), reading.tag)


def _projection(reading: Reading, value: Any) -> Fact:
    degrees = value.get("horizontal_deg")
    lines = [] if degrees is None else [f"{formats.shortest_number(degrees)}° round"]
    if (heading := value["heading_deg"]) is not None:
        lines.append(f"its middle looks {formats.bearing(heading, None, 'true')}")
    words = f"360 degrees, {value['kind']}" if degrees in (None, 360) else value["kind"]
    return Fact(Question.VIEW, words, tuple(lines), reading.tag)


def _named(question: Question, name: str) -> Read:
    return lambda reading, value: Fact(question, str(value), (name,), reading.tag)


def _duration(reading: Reading, value: Any) -> Fact:
    lines = ("as the header claims",)
    return Fact(Question.LENGTH, formats.file_clock(value), lines, reading.tag)


def _frame_rate(reading: Reading, value: Any) -> Fact:
    rate = Fraction(value["numerator"], value["denominator"])
    exactly = () if rate.denominator == 1 else (f"exactly {rate}",)
    words = f"{formats.shortest_number(float(rate))} a second"
    return Fact(Question.RATE, words, ("average, as the header claims", *exactly), reading.tag)


def _manifest(reading: Reading, value: Any) -> Fact:
    by = {"written by": value["generator"], "signed by": value["signer"]}
    told = [f"{what} {who}" for what, who in by.items() if who]
    if value["signed_at"]:
        moment = datetime.fromisoformat(value["signed_at"])
        told.append(f"signed {formats.utc_interval(moment, moment)}")
    words = _MANIFEST_STATES[value["state"]]
    return Fact(Question.MANIFEST, words, (*value["reasons"], *told), reading.tag)


def _size(found: dict[Meaning, list[Reading]]) -> Iterator[Fact]:
    """Width and height make one fact, beside the turn that shows the picture upright."""
    widths, heights = found.get(Meaning.WIDTH, []), found.get(Meaning.HEIGHT, [])
    turns: list[Any] = [reading.value for reading in found.get(Meaning.ROTATION, [])]
    turned = [_turn(turn) for turn in turns[:1] if turn["degrees_clockwise"] or turn["mirrored"]]
    for width, height in zip(widths, heights, strict=False):
        lines = ("as stored", *turned)
        yield Fact(Question.SIZE, f"{width.value} × {height.value} px", lines, width.tag)


def _turn(turn: Any) -> str:
    mirrored = ", then mirrored" if turn["mirrored"] else ""
    return f"to be turned {turn['degrees_clockwise']}° clockwise{mirrored}"


_GROUNDS = {"sea level": "sea level", "ellipsoid": "the ellipsoid", None: "what is not said"}

_MANIFEST_STATES = {
    "trusted": "valid, by a trusted signer",
    "valid": "valid, by a signer nobody vouches for",
    "invalid": "does not hold",
    "absent": "none",
    "unreadable": "cannot tell",
    "remote_only": "kept elsewhere, not fetched",
}

_READ: dict[Meaning, Read] = {
    Meaning.CAPTURED: _captured,
    Meaning.MODIFIED: _modified,
    Meaning.POSITION: _position,
    Meaning.TRACK: _track,
    Meaning.HEADING: _heading,
    Meaning.FIELD_OF_VIEW: _field_of_view,
    Meaning.PROJECTION: _projection,
    Meaning.FOCAL_LENGTH: _focal_length,
    Meaning.PROVENANCE: _manifest,
    Meaning.MAKE: _named(Question.DEVICE, "make"),
    Meaning.MODEL: _named(Question.DEVICE, "model"),
    Meaning.SOFTWARE: _named(Question.DEVICE, "software"),
    Meaning.DURATION: _duration,
    Meaning.FRAME_RATE: _frame_rate,
    Meaning.VIDEO_CODEC: _named(Question.CODING, "picture"),
    Meaning.AUDIO_CODEC: _named(Question.CODING, "sound"),
    Meaning.ENCODER: _named(Question.CODING, "encoder, as it names itself"),
}
