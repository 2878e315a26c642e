"""Which tracks the probe found, for those who decode them."""

from dataclasses import dataclass
from fractions import Fraction

from media_tools.findings import Findings, Meaning


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """The moving pictures: ffprobe's stream index, the clock, the claimed first pts."""

    index: int
    time_base: Fraction
    start_pts: int | None


def picture_track(probe: Findings) -> PictureTrack | None:
    """The track with moving pictures, ``None`` if the file has none."""
    index = _index(probe, Meaning.VIDEO_CODEC)
    base = next((r.text for r in probe.readings if r.tag == f"stream:{index}:time_base"), None)
    if index is None or base is None:
        return None
    start = _start(probe, index)
    return PictureTrack(index, Fraction(base), start[0] if start else None)


def sound_track(probe: Findings) -> int | None:
    """The stream index of the first sound track whose coding is known."""
    return _index(probe, Meaning.AUDIO_CODEC)


def sound_start(probe: Findings) -> Fraction | None:
    """Seconds on the file's clock at which the header says the sound begins."""
    index = sound_track(probe)
    start = None if index is None else _start(probe, index)
    return start[0] * start[1] if start else None


def claimed_seconds(probe: Findings) -> float | None:
    """How long the header says the clip is, ``None`` if it does not say."""
    seconds = probe.value(Meaning.DURATION)
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None


def claimed_rate(probe: Findings) -> Fraction | None:
    """Frames a second on average, as the header claims."""
    rate = probe.value(Meaning.FRAME_RATE)
    if not isinstance(rate, dict):
        return None
    return Fraction(int(str(rate["numerator"])), int(str(rate["denominator"])))


def _index(probe: Findings, codec: Meaning) -> int | None:
    tag = next((r.tag for r in probe.readings if r.meaning is codec), "")
    kind, _, rest = tag.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "stream" and number.isdigit() else None


def _start(probe: Findings, stream: int) -> tuple[int, Fraction] | None:
    """The claimed first pts of a stream, and its clock."""
    for reading in probe.readings:
        value = reading.value
        if reading.meaning is Meaning.START_TIME and isinstance(value, dict):
            pts, base = value["pts"], value["time_base"]
            if value["stream"] == stream and isinstance(pts, int) and isinstance(base, str):
                return pts, Fraction(base)
    return None
