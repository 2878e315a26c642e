"""How wide a camera saw, from what its picture says of the lens; nothing where it cannot be told.

A lens of focal length f that draws straight lines straight shows a side s of its sensor
under the full angle 2 atan(s / 2f), for things far away (the pinhole camera: Hartley and
Zisserman, Multiple View Geometry, 2nd ed., 6.1). What is not known widens the answer: every
reading of the tags that occurs is worked out, the middle is given, and half of what lies
between the extremes is the error.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.exif_values import NOTHING, Tags, text_of
from media_tools.findings import JSON, Meaning

# By so much a stated focal length may be off, by rounding, focusing and the mending of
# distortion. It is our rule: no tag states it.
_LENS_TOLERANCE = 0.05
_FILM_DIAGONAL_MM, _FILM_LONG_MM = math.hypot(36, 24), 36.0
# Most phones' sensors have sides of 4 : 3; narrower pictures are cut out of them.
_SENSOR_ASPECT = 4 / 3
_SENSOR_SIDES_MM = (1.0, 100.0)
_UNIT_MM = {2: Fraction(254, 10), 3: Fraction(10), 4: Fraction(1), 5: Fraction(1, 1000)}
_PANORAMA = 6
# With fewer pixels a side, rounding hides the shape that a picture had.
_SHORTEST_SIDE = 16
# How far the sides of a picture that was only made smaller may be off by rounding.
_ASPECT_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class Frame:
    """Width and height of the picture as shown upright, in pixels."""

    width: int
    height: int

    @property
    def aspect(self) -> float:
        """Long side over short side."""
        return max(self.width, self.height) / min(self.width, self.height)


def understand_field_of_view(tags: Tags, frame: Frame, tool: str, into: Collected) -> None:
    """Add each field of view that the tags give for a picture that was not cut since."""
    if min(frame.width, frame.height) < _SHORTEST_SIDE:
        return
    if _was_stitched_or_changed(tags) or _was_cut(tags, frame, into):
        return
    # Zero means that it was not used.
    zoom = max(1.0, float(tags.get("EXIF DigitalZoomRatio", NOTHING).ratio() or 1))
    _from_equivalent(tags, frame, zoom, tool, into)
    _from_sensor(tags, frame, zoom, tool, into)


def _was_stitched_or_changed(tags: Tags) -> bool:
    """Pictures put together, and pictures that a program wrote after the camera had."""
    rendered = tags.get("EXIF CustomRendered", NOTHING).ratio()
    taken, written = text_of(tags, "EXIF DateTimeOriginal"), text_of(tags, "Image DateTime")
    # To the minute: some cameras take seconds to write what they took.
    return rendered == _PANORAMA or bool(taken and written and taken[:16] != written[:16])


def _was_cut(tags: Tags, frame: Frame, into: Collected) -> bool:
    width, height = (
        tags.get(f"EXIF ExifImage{side}", NOTHING).ratio() for side in ("Width", "Length")
    )
    if not width or not height or width < 0 or height < 0:
        return False
    claimed = float(max(width, height) / min(width, height))
    rounding = 1 / min(frame.width, frame.height)
    if abs(claimed / frame.aspect - 1) <= max(_ASPECT_TOLERANCE, 2 * rounding):
        return False
    into.warnings.append(
        f"EXIF says that the picture was {width} × {height}; the sides of this one, "
        f"{frame.width} × {frame.height} upright, are in another proportion. It was cut since, "
        "so how wide the camera saw cannot be told."
    )
    return True


def _from_equivalent(tags: Tags, frame: Frame, zoom: float, tool: str, into: Collected) -> None:
    """From the 35 mm equivalent, which is rounded to whole millimetres.

    CIPA DCG-001 counts it on the diagonal; some devices count it on the long side, or go on
    giving that of the whole sensor when they cut the picture to another shape.
    """
    tag = tags.get("EXIF FocalLengthIn35mmFilm", NOTHING)
    equivalent = tag.ratio()
    if not equivalent or equivalent < 1:
        return
    long_sides = (
        _FILM_DIAGONAL_MM * math.cos(math.atan(1 / frame.aspect)),
        _FILM_LONG_MM,
        _long_side_cut_from(_FILM_DIAGONAL_MM, frame.aspect),
    )
    lengths = [
        length * times
        for length in _off(float(equivalent) - 0.5, float(equivalent) + 0.5)
        for times in (1, zoom)
    ]
    basis = f"35 mm equivalent of {float(equivalent):g} mm{_zoom_words(zoom)}"
    reading = as_read("EXIF FocalLengthIn35mmFilm", tag.text, tool)
    value = _field_of_view(long_sides, lengths, frame, basis)
    into.understand(reading, Meaning.FIELD_OF_VIEW, value)


def _long_side_cut_from(diagonal: float, aspect: float) -> float:
    """The long side of the largest picture of this shape on a 4 : 3 sensor of this diagonal."""
    long_side = diagonal * math.cos(math.atan(1 / _SENSOR_ASPECT))
    return min(long_side, long_side / _SENSOR_ASPECT * aspect)


def _from_sensor(tags: Tags, frame: Frame, zoom: float, tool: str, into: Collected) -> None:
    """From the focal length and the size of the sensor: its pixels over their number a length."""
    tag = tags.get("EXIF FocalLength", NOTHING)
    length = tag.ratio()
    sides = [_sensor_side_mm(tags, *names) for names in (("Width", "X"), ("Length", "Y"))]
    if not length or length <= 0 or not all(sides):
        return
    long_side = max(float(side or 0) for side in sides)
    if not _SENSOR_SIDES_MM[0] <= long_side <= _SENSOR_SIDES_MM[1]:
        return
    lengths = [mm * times for mm in _off(float(length), float(length)) for times in (1, zoom)]
    basis = f"focal length {float(length):g} mm, sensor {long_side:.1f} mm long{_zoom_words(zoom)}"
    reading = as_read("EXIF FocalLength, FocalPlaneXResolution", tag.text, tool)
    value = _field_of_view([long_side], lengths, frame, basis)
    into.understand(reading, Meaning.FIELD_OF_VIEW, value, rank=1)


def _sensor_side_mm(tags: Tags, side: str, axis: str) -> Fraction | None:
    pixels = tags.get(f"EXIF ExifImage{side}", NOTHING).ratio()
    resolution = tags.get(f"EXIF FocalPlane{axis}Resolution", NOTHING).ratio()
    units = tags.get("EXIF FocalPlaneResolutionUnit", NOTHING).numbers
    unit = _UNIT_MM.get(units[0]) if units and isinstance(units[0], int) else None
    if not pixels or not resolution or resolution <= 0 or unit is None:
        return None
    return pixels / resolution * unit


def _off(shortest_mm: float, longest_mm: float) -> tuple[float, float]:
    return shortest_mm * (1 - _LENS_TOLERANCE), longest_mm * (1 + _LENS_TOLERANCE)


def _zoom_words(zoom: float) -> str:
    return f"; digital zoom {zoom:g} may be counted in it or not" if zoom > 1 else ""


def _field_of_view(
    long_sides: Iterable[float], lengths: Iterable[float], frame: Frame, basis: str
) -> JSON:
    lengths = list(lengths)
    sides = list(long_sides)
    across = [1.0, 1 / frame.aspect]
    if frame.width < frame.height:
        across.reverse()
    angles = [
        [
            math.degrees(2 * math.atan(side * part / 2 / length))
            for side in sides
            for length in lengths
        ]
        for part in across
    ]
    horizontal, vertical = ((max(these) + min(these)) / 2 for these in angles)
    return {
        "horizontal_deg": round(horizontal, 1),
        "vertical_deg": round(vertical, 1),
        "error_deg": round(max(max(these) - min(these) for these in angles) / 2 + 0.05, 1),
        "basis": basis,
    }
