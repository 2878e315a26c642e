"""What ffprobe says about a container, as readings: every field raw, the main ones understood."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from media_tools.embedded.collected import MOST_READINGS, as_read
from media_tools.embedded.taken_streams import Stream, Taken, counted, left_aside, take
from media_tools.findings import JSON, Findings, Meaning
from media_tools.media import Kind
from media_tools.orientation import from_display_matrix
from media_tools.pixel_formats import bits_of

# Above this an average is the clock of the container and not a rate of frames.
_ABSURD_RATE = 1000
# MP4's mark for a duration that is not known; ffprobe 5.1 takes it for a number.
_UNKNOWN_TICKS = 0xFFFFFFFF


def container_findings(answer: dict[str, Any], kind: Kind, tool: str) -> Findings:
    """Readings out of ffprobe's JSON: those understood first, then every field raw."""
    streams: list[Stream] = answer.get("streams", [])
    taken = take(streams)
    pictures, sound = taken.pictures, taken.sound
    findings = Findings()
    say = _Sayer(findings, tool)
    if any(stream.get("duration_ts") == _UNKNOWN_TICKS for stream in streams):
        say.warn("The header marks its duration as not known; none is given.")
    else:
        _duration(answer.get("format", {}), say)
    if pictures:
        _pictures(pictures, say)
    if sound:
        say(f"stream:{sound['index']}:codec_name", sound["codec_name"], Meaning.AUDIO_CODEC)
    for stream in streams:
        if "start_pts" in stream and "time_base" in stream:
            start: JSON = {
                "stream": stream["index"],
                "pts": stream["start_pts"],
                "time_base": stream["time_base"],
            }
            tag = f"stream:{stream['index']}:start_pts"
            say(tag, str(stream["start_pts"]), Meaning.START_TIME, start)
    for kind_of_track, number in counted(streams).items():
        say(f"tracks:{kind_of_track}", str(number))
    understood = {reading.tag for reading in findings.readings}
    for count, (tag, text) in enumerate(_raw(answer)):
        if count >= MOST_READINGS:
            findings.warnings.append(f"More than {MOST_READINGS} fields; the rest is left out.")
            break
        if tag not in understood:
            say(tag, text)
    findings.warnings += left_aside(streams, taken)
    _tell_odd_streams(findings, kind, streams, taken)
    return findings


class _Sayer:
    """Adds readings of one tool to findings."""

    def __init__(self, findings: Findings, tool: str) -> None:
        self._findings, self._tool = findings, tool

    def __call__(
        self, tag: str, text: str, meaning: Meaning | None = None, value: JSON = None
    ) -> None:
        read = as_read(tag, text, self._tool)
        understood = read.text if meaning and value is None else value
        self._findings.readings.append(replace(read, meaning=meaning, value=understood))

    def warn(self, words: str) -> None:
        self._findings.warnings.append(words)


def _duration(container: dict[str, Any], say: _Sayer) -> None:
    text = str(container.get("duration", ""))
    try:
        seconds = float(text)
    except ValueError:
        return
    say("format:duration", text, Meaning.DURATION, seconds)


def _pictures(stream: Stream, say: _Sayer) -> None:
    at = f"stream:{stream['index']}"
    say(f"{at}:codec_name", str(stream["codec_name"]), Meaning.VIDEO_CODEC)
    say(f"{at}:width", str(stream["width"]), Meaning.WIDTH, int(stream["width"]))
    say(f"{at}:height", str(stream["height"]), Meaning.HEIGHT, int(stream["height"]))
    pixels = str(stream.get("pix_fmt", ""))
    if pixels and "bits_per_raw_sample" not in stream:
        say(f"{at}:pix_fmt:bits", str(bits_of(pixels)))
    _rotation(stream, at, say)
    _frame_rate(stream, at, say)


def _rotation(stream: Stream, at: str, say: _Sayer) -> None:
    for number, side_data in enumerate(stream.get("side_data_list", [])):
        if "displaymatrix" not in side_data:
            continue
        words = str(side_data["displaymatrix"])
        rows = [row.partition(":")[2].split() for row in words.strip().splitlines()]
        orientation = from_display_matrix([int(cell) for row in rows for cell in row])
        if orientation:
            tag = f"{at}:side_data:{number}:displaymatrix"
            say(tag, words.strip(), Meaning.ROTATION, orientation.as_value())
        else:
            say.warn("The display matrix is not a turn by a quarter; it is kept as read only.")
        return


def _frame_rate(stream: Stream, at: str, say: _Sayer) -> None:
    """The average alone: ``r_frame_rate`` is a guess at the clock, often twice the rate."""
    average = str(stream.get("avg_frame_rate", ""))
    if rate := _rate(average):
        value: JSON = {"numerator": rate.numerator, "denominator": rate.denominator}
        say(f"{at}:avg_frame_rate", average, Meaning.FRAME_RATE, value)
    elif re.fullmatch(r"[1-9]\d*/[1-9]\d*", average):
        say.warn(
            f"The header's average frame rate is {average}, which is the container's clock and "
            "not a rate; none is given."
        )


def _rate(text: str) -> Fraction | None:
    numerator, _, denominator = text.partition("/")
    if not (numerator.isdigit() and denominator.isdigit() and int(denominator)):
        return None
    rate = Fraction(int(numerator), int(denominator))
    return rate if 0 < rate < _ABSURD_RATE else None


def _raw(answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    container = {k: v for k, v in answer.get("format", {}).items() if k != "filename"}
    yield from _flat("format", container)
    for stream in answer.get("streams", []):
        yield from _flat(f"stream:{stream['index']}", stream)
    for number, chapter in enumerate(answer.get("chapters", [])):
        yield from _flat(f"chapter:{number}", chapter)


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "disposition":
                inner = {flag: 1 for flag, is_set in inner.items() if is_set}
            yield from _flat(f"{name}:{'side_data' if key == 'side_data_list' else key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(f"{name}:{number}", inner)
    else:
        yield name, str(value).strip()


def _tell_odd_streams(findings: Findings, kind: Kind, streams: list[Stream], taken: Taken) -> None:
    if kind is Kind.VIDEO and not taken.pictures:
        held = "only sound" if taken.sound else "neither moving pictures nor sound"
        findings.warnings.append(f"The container is one for moving pictures; it holds {held}.")
    if kind is Kind.AUDIO and taken.pictures:
        findings.warnings.append(
            "The container is one for sound; it holds moving pictures as well."
        )
    if any(s.get("codec_type") == "audio" and not s.get("codec_name") for s in streams):
        findings.warnings.append("There is a sound track whose coding is not stated or not known.")
