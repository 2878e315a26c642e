"""The closed vocabulary in which every step answers.

A new step needs no new model, no migration and no template as long as it speaks
in these words.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


class Meaning(StrEnum):
    """What a reading says, once its tag has been understood.

    The shape of ``Reading.value`` for each meaning stands beside it. Times are
    ISO 8601 in UTC; degrees are decimal and signed, on WGS84.
    """

    # {earliest, latest, offset: "+03:00"|null, zone: stated|utc_by_standard|unknown, text, tag}
    CAPTURED = "captured"
    MODIFIED = "modified"  # as captured: when the file says it was last changed
    # {latitude, longitude, altitude_m: number|null, radius_m: number|null,
    #  altitude_reference: "sea level"|"ellipsoid"|null}: null where none is stated
    POSITION = "position"
    HEADING = "heading"  # {degrees, reference: true|magnetic|unknown}
    MAKE = "make"  # text
    MODEL = "model"  # text
    SOFTWARE = "software"  # text
    FOCAL_LENGTH = "focal_length"  # {millimetres, equivalent_35mm: number|null}
    WIDTH = "width"  # pixels as stored
    HEIGHT = "height"  # pixels as stored
    ROTATION = "rotation"  # {degrees_clockwise, mirrored}: turn, then mirror left to right
    DURATION = "duration"  # seconds, as the header claims
    VIDEO_CODEC = "video_codec"  # ffprobe's or Pillow's name
    AUDIO_CODEC = "audio_codec"  # ffprobe's name
    FRAME_RATE = "frame_rate"  # {numerator, denominator}, as the header claims on average
    START_TIME = "start_time"  # {stream, pts, time_base: "1/90000"}
    # As captured, with {pattern: text, of: made|saved}: when the uploader's file name says the
    # file was made, or saved or sent. A hint, never more.
    NAMED = "named"
    # {horizontal_deg, vertical_deg: number|null, error_deg, basis: text}: of the picture upright,
    # the full angles, and the most by which the first may be off either way
    FIELD_OF_VIEW = "field_of_view"
    # {artefact, points, starts_s, ends_s, south, west, north, east, stretches: [{starts_s, ends_s,
    # latitude, longitude, radius_m}]}: a camera that moves, and at most 32 discs that hold its way
    TRACK = "track"
    # {kind: equirectangular|..., heading_deg: number|null (true, of its middle),
    # horizontal_deg: number|null (how far round it goes)}: 360 degrees
    PROJECTION = "projection"
    CONTENT_ID = "content_id"  # text that a still and its clip share (Live Photo)
    BURST_ID = "burst_id"  # text that the pictures of one burst share
    # A signed manifest: {state: valid|trusted|invalid|absent|unreadable|remote_only, reasons:
    # [sentence], generator: text|null, signer: text|null, signed_at: time|null}
    PROVENANCE = "provenance"
    ENCODER = "encoder"  # text: the program or chip that wrote the streams, as it names itself


@dataclass(frozen=True, slots=True)
class Reading:
    """What the file says, tag by tag, raw, with the tool that read it.

    ``text`` is the value as read, shown with control characters made visible;
    ``meaning`` and ``value`` are set only where the tag is valid and understood.
    ``raw_hex`` holds the bytes, in hexadecimal, where ``text`` does not show them as they
    are: cut at a NUL, no valid UTF-8, or with characters that cannot be seen.
    """

    tag: str
    text: str
    tool: str
    meaning: Meaning | None = None
    value: JSON = None
    raw_hex: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What we computed. A number comes with its uncertainty, or not at all.

    ``uncertainty`` is the half-width of the 95 % interval in ``unit``; zero is
    right only for what was counted. Without support, ``value`` is ``None`` and
    ``cannot_tell`` says why.
    """

    name: str
    value: float | None
    unit: str
    uncertainty: float | None
    method: str
    cannot_tell: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != (self.uncertainty is None):
            raise ValueError(f"{self.name}: a number and its uncertainty come together.")
        if (self.value is None) != bool(self.cannot_tell):
            raise ValueError(f"{self.name}: say why a measurement cannot tell, and only then.")


@dataclass(frozen=True, slots=True)
class Still:
    """One picture out of the media, with the exact moment it was shown.

    ``reason`` is ``scene``, ``even``, ``keyframe``, ``ordered``, ``page`` or ``image``.
    ``seconds`` are exact and count from the first frame shown. A page has no time: its ``pts``
    is its number from 0 and its ``seconds`` are 0; so is a lone ``image``.
    """

    pts: int
    time_base: Fraction
    seconds: Fraction
    path: Path
    width: int
    height: int
    reason: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A derived file: can always be made again, stored under its own hash."""

    name: str
    path: Path
    mime: str
    details: dict[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contained:
    """Another medium that lies whole in this one, such as the clip in a motion photo.

    It becomes an item of its own. ``role`` is ``motion_photo``, ``depth_map`` and the like;
    ``span`` is its first byte in the file and its length, where it is a plain stretch of it.
    """

    role: str
    path: Path
    suggested_name: str
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Findings:
    """All that one step found, and with which tools and arguments it was found."""

    readings: list[Reading] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    stills: list[Still] = field(default_factory=list)
    artefacts: list[Artefact] = field(default_factory=list)
    contained: list[Contained] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    made_with: list[JSON] = field(default_factory=list)

    def value(self, meaning: Meaning) -> JSON:
        """The value of the first reading with this meaning, ``None`` if there is none."""
        return next((r.value for r in self.readings if r.meaning is meaning), None)

    def artefact(self, name: str) -> Artefact:
        """The artefact of that name. Raises ``KeyError`` if the step made none."""
        for artefact in self.artefacts:
            if artefact.name == name:
                return artefact
        raise KeyError(name)
