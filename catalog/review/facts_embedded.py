"""What the file says, each reading with the tag it comes from."""

from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext

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
            lines = (gettext("UTC by this program's custom"),)
        hint = (
            gettext(
                "only a hint: the file's name says when it was saved or sent, as “%(pattern)s” does"
            )
            if value["of"] == "saved"
            else gettext(
                "only a hint: the file's name says when it was made, as “%(pattern)s” does"
            )
        ) % {"pattern": value["pattern"]}
        yield Fact(Question.TIME, words, (hint, reading.text, *lines), reading.tag)


def _captured(reading: Reading, value: Any) -> Fact:
    return Fact(Question.TIME, *_time(value), tag=reading.tag)


def _modified(reading: Reading, value: Any) -> Fact:
    words, lines = _time(value)
    not_recorded = gettext("when the file was last changed, not when it was recorded")
    return Fact(Question.TIME, words, (not_recorded, *lines), reading.tag)


def _time(value: Any) -> tuple[str, tuple[str, ...]]:
    earliest, latest = (datetime.fromisoformat(value[end]) for end in ("earliest", "latest"))
    if value["zone"] == "unknown":
        shown = formats.utc_interval(earliest + EASTERNMOST_OFFSET, latest + WESTERNMOST_OFFSET)
        anywhere = formats.utc_interval(earliest, latest)
        return shown.replace(" UTC", gettext(", no zone")), (
            gettext("so anywhere in %(anywhere)s") % {"anywhere": anywhere},
        )
    when = formats.utc_interval(earliest, latest)
    if "GPS" in value.get("tag", ""):
        return when, (gettext("UTC, from the GPS clock"),)
    if value["zone"] == "utc_by_standard":
        return when, (gettext("UTC by standard; many cameras write their local time here"),)
    return when, (
        gettext("%(earliest)s, zone stated")
        % {"earliest": formats.local(earliest, value["offset"])},
    )


def _position(reading: Reading, value: Any) -> Fact:
    radius = value.get("radius_m")
    lines = [] if radius is not None else [gettext("the file states no error")]
    if (altitude := value.get("altitude_m")) is not None:
        ground = _GROUNDS[value.get("altitude_reference")]
        lines.append(
            gettext("altitude %(altitude)s m above %(ground)s")
            % {"altitude": formats.shortest_number(altitude), "ground": gettext(ground)}
        )
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
    way = (
        gettext("all within %(place)s") % {"place": ends[0]}
        if len(stretches) == 1
        else gettext("from %(first)s to %(last)s") % {"first": ends[0], "last": ends[1]}
    )
    times = gettext("from %(first)s to %(last)s of the clip") % {
        "first": clocks[0],
        "last": clocks[1],
    }
    fixes = ngettext(
        "%(points)s position of the receiver",
        "%(points)s positions of the receiver",
        value["points"],
    ) % {"points": formats.grouped(value["points"])}
    return Fact(
        Question.CAMERA,
        fixes,
        (times, way),
        reading.tag,
    )


def _heading(reading: Reading, value: Any) -> Fact:
    words = formats.bearing(value["degrees"], None, value["reference"])
    return Fact(Question.VIEW, words, (gettext("the file states no error"),), reading.tag)


def _focal_length(reading: Reading, value: Any) -> Fact:
    as_35mm = value.get("equivalent_35mm")
    lines = (
        (
            gettext("as %(as_35mm)s mm on 35 mm film")
            % {"as_35mm": formats.shortest_number(as_35mm)},
        )
        if as_35mm
        else ()
    )
    words = gettext("focal length %(millimetres)s mm") % {
        "millimetres": formats.shortest_number(value["millimetres"])
    }
    return Fact(Question.VIEW, words, lines, reading.tag)


def _field_of_view(reading: Reading, value: Any) -> Fact:
    error = formats.shortest_number(value["error_deg"])
    words = gettext("field of view %(horizontal_deg)s° ± %(error)s°") % {
        "horizontal_deg": formats.shortest_number(value["horizontal_deg"]),
        "error": error,
    }
    lines = [
        gettext("across the picture as it is shown"),
        gettext("from %(basis)s") % {"basis": value["basis"]},
    ]
    if (vertical := value["vertical_deg"]) is not None:
        lines.insert(
            1,
            gettext("%(vertical)s° from top to bottom")
            % {"vertical": formats.shortest_number(vertical)},
        )
    return Fact(Question.VIEW, words, tuple(lines), reading.tag)


def _projection(reading: Reading, value: Any) -> Fact:
    degrees = value.get("horizontal_deg")
    lines = (
        []
        if degrees is None
        else [gettext("%(degrees)s° round") % {"degrees": formats.shortest_number(degrees)}]
    )
    if (heading := value["heading_deg"]) is not None:
        lines.append(
            gettext("its middle looks %(heading)s")
            % {"heading": formats.bearing(heading, None, "true")}
        )
    words = (
        gettext("360 degrees, %(kind)s") % {"kind": value["kind"]}
        if degrees in (None, 360)
        else value["kind"]
    )
    return Fact(Question.VIEW, words, tuple(lines), reading.tag)


def _named(question: Question, name: str) -> Read:
    return lambda reading, value: Fact(question, str(value), (gettext(name),), reading.tag)


def _duration(reading: Reading, value: Any) -> Fact:
    lines = (gettext("as the header claims"),)
    return Fact(Question.LENGTH, formats.file_clock(value), lines, reading.tag)


def _frame_rate(reading: Reading, value: Any) -> Fact:
    rate = Fraction(value["numerator"], value["denominator"])
    exactly = () if rate.denominator == 1 else (gettext("exactly %(rate)s") % {"rate": rate},)
    words = gettext("%(rate)s a second") % {"rate": formats.shortest_number(float(rate))}
    return Fact(
        Question.RATE, words, (gettext("average, as the header claims"), *exactly), reading.tag
    )


def _manifest(reading: Reading, value: Any) -> Fact:
    told = []
    if value["generator"]:
        told.append(gettext("written by %(generator)s") % {"generator": value["generator"]})
    if value["signer"]:
        told.append(gettext("signed by %(signer)s") % {"signer": value["signer"]})
    if value["signed_at"]:
        moment = datetime.fromisoformat(value["signed_at"])
        told.append(gettext("signed %(moment)s") % {"moment": formats.utc_interval(moment, moment)})
    state = _MANIFEST_STATES[value["state"]]
    return Fact(Question.MANIFEST, gettext(state), (*value["reasons"], *told), reading.tag)


def _size(found: dict[Meaning, list[Reading]]) -> Iterator[Fact]:
    """Width and height make one fact, beside the turn that shows the picture upright."""
    widths, heights = found.get(Meaning.WIDTH, []), found.get(Meaning.HEIGHT, [])
    turns: list[Any] = [reading.value for reading in found.get(Meaning.ROTATION, [])]
    turned = [_turn(turn) for turn in turns[:1] if turn["degrees_clockwise"] or turn["mirrored"]]
    for width, height in zip(widths, heights, strict=False):
        lines = (gettext("as stored"), *turned)
        yield Fact(Question.SIZE, f"{width.value} × {height.value} px", lines, width.tag)


def _turn(turn: Any) -> str:
    degrees = {"degrees": turn["degrees_clockwise"]}
    if turn["mirrored"]:
        return gettext("to be turned %(degrees)s° clockwise, then mirrored") % degrees
    return gettext("to be turned %(degrees)s° clockwise") % degrees


_GROUNDS = {
    "sea level": gettext_noop("sea level"),
    "ellipsoid": gettext_noop("the ellipsoid"),
    None: gettext_noop("what is not said"),
}

_MANIFEST_STATES = {
    "trusted": gettext_noop("valid, by a trusted signer"),
    "valid": gettext_noop("valid, by a signer nobody vouches for"),
    "invalid": gettext_noop("does not hold"),
    "absent": gettext_noop("none"),
    "unreadable": gettext_noop("cannot tell"),
    "remote_only": gettext_noop("kept elsewhere, not fetched"),
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
    Meaning.MAKE: _named(Question.DEVICE, gettext_noop("make")),
    Meaning.MODEL: _named(Question.DEVICE, gettext_noop("model")),
    Meaning.SOFTWARE: _named(Question.DEVICE, gettext_noop("software")),
    Meaning.DURATION: _duration,
    Meaning.FRAME_RATE: _frame_rate,
    Meaning.VIDEO_CODEC: _named(Question.CODING, gettext_noop("picture")),
    Meaning.AUDIO_CODEC: _named(Question.CODING, gettext_noop("sound")),
    Meaning.ENCODER: _named(Question.CODING, gettext_noop("encoder, as it names itself")),
}
