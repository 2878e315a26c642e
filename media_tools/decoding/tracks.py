"""Which tracks the probe found, for those who decode them."""

import re
from dataclasses import dataclass
from fractions import Fraction

from media_tools.findings import Findings, Meaning


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """The moving pictures: ffprobe's stream index, the clock, and what the header claims.

    ``start_pts`` is the first pts. ``pixels``, ``transfer`` and ``matrix`` are ffprobe's
    ``pix_fmt``, ``color_transfer`` and ``color_space``. ``left_alpha``: there is
    transparency in a layer of its own, which the decoder passes over.
    """

    index: int
    time_base: Fraction
    start_pts: int | None
    width: int
    height: int
    codec: str
    pixels: str = ""
    transfer: str = ""
    matrix: str = ""
    field_order: str = ""
    left_alpha: bool = False
    dolby_vision: str = ""

    @property
    def is_hdr(self) -> bool:
        """Whether the pictures are coded for more brightness than a page can show."""
        return self.transfer in ("smpte2084", "arib-std-b67")

    @property
    def is_interlaced(self) -> bool:
        """Whether each frame holds two moments, in every other line."""
        return self.field_order in ("tt", "tb", "bb", "bt")


def picture_track(probe: Findings) -> PictureTrack | None:
    """The track with moving pictures, ``None`` if the file has none."""
    index = _index(probe, Meaning.VIDEO_CODEC)
    fields = _fields(probe, index)
    if index is None or "time_base" not in fields:
        return None
    start = _start(probe, index)
    return PictureTrack(
        index,
        Fraction(fields["time_base"]),
        start[0] if start else None,
        int(fields["width"]),
        int(fields["height"]),
        fields["codec_name"],
        fields.get("pix_fmt", ""),
        fields.get("color_transfer", ""),
        fields.get("color_space", ""),
        fields.get("field_order", ""),
        left_alpha=fields.get("tags:alpha_mode") == "1",
        dolby_vision=next((text for tag, text in fields.items() if tag.endswith("dv_profile")), ""),
    )


def sound_track(probe: Findings) -> int | None:
    """The stream index of the sound track to be heard."""
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


def claimed_span(probe: Findings, track: PictureTrack) -> float | None:
    """How long the header says the clip is from its first frame on.

    Matroska is written with a duration that counts from zero, all others from the start.
    """
    seconds = claimed_seconds(probe)
    formats = next((r.text for r in probe.readings if r.tag == "format:format_name"), "")
    if seconds is None or not formats.startswith("matroska"):
        return seconds
    start = float((track.start_pts or 0) * track.time_base)
    return seconds - start if 0 < start < seconds else seconds


def claimed_rate(probe: Findings) -> Fraction | None:
    """Frames a second on average, as the header claims."""
    rate = probe.value(Meaning.FRAME_RATE)
    if not isinstance(rate, dict):
        return None
    return Fraction(int(str(rate["numerator"])), int(str(rate["denominator"])))


def claimed_samples(probe: Findings) -> int:
    """How many samples the file's index lists for all tracks; 0 where there is no count."""
    counts = (r.text for r in probe.readings if re.fullmatch(r"stream:\d+:nb_frames", r.tag))
    return sum(int(text) for text in counts if text.isdecimal())


def _fields(probe: Findings, stream: int | None) -> dict[str, str]:
    """Every field of one stream by ffprobe's name, such as ``tags:language``."""
    start = f"stream:{stream}:"
    own = (reading for reading in reversed(probe.readings) if reading.tag.startswith(start))
    return {reading.tag.removeprefix(start): reading.text for reading in own}


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
