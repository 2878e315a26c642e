"""Positions and directions as files write them, turned into degrees, or a reason why not.

``None`` means that the file says nothing; ``Invalid`` carries the cause why what it
says cannot be a position. No value is ever mended.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from media_tools.errors import Invalid
from media_tools.findings import JSON
from media_tools.places import Place

_LIMITS = {"N": 90, "S": 90, "E": 180, "W": 180}
# No deeper than the sea, no higher than a space station.
_LOWEST_M, _HIGHEST_M = -12_000, 1_000_000

# Bounded, for the digits of a hostile number take time and memory without end.
_DIGITS = r"\d{1,15}(?:\.\d{1,40})?"
_NUMBER = re.compile(rf"[+-]?{_DIGITS}(?:/\d{{1,15}}|[eE][+-]?\d{{1,2}})?", re.ASCII)
_XMP_COORDINATE = re.compile(
    rf"(\d{{1,15}}),({_DIGITS})(?:,({_DIGITS}))?([NSEW])", re.ASCII | re.IGNORECASE
)
_ISO_6709 = re.compile(
    rf"([+-]{_DIGITS})([+-]{_DIGITS})([+-]{_DIGITS})?(?:CRS.*)?/?", re.ASCII | re.DOTALL
)


AltitudeReference = Literal["sea level", "ellipsoid"]


@dataclass(frozen=True, slots=True)
class Altitude:
    """A height in metres, negative below what it counts from; ``None`` where that is not said."""

    metres: float
    reference: AltitudeReference | None = None

    def __post_init__(self) -> None:
        if not _LOWEST_M <= self.metres <= _HIGHEST_M:
            raise Invalid(f"{self.metres:g} m is no height at which a camera can be.")


@dataclass(frozen=True, slots=True)
class Position:
    """A place with its height in metres and what that counts from, where they were said."""

    place: Place
    altitude_m: float | None = None
    altitude_reference: AltitudeReference | None = None

    def at(self, height: Altitude | None) -> "Position":
        """The same place at this height."""
        if height is None:
            return self
        return replace(self, altitude_m=height.metres, altitude_reference=height.reference)

    def as_value(self) -> dict[str, JSON]:
        """The shape of ``Meaning.POSITION``."""
        return {
            "latitude": self.place.latitude,
            "longitude": self.place.longitude,
            "altitude_m": self.altitude_m,
            "altitude_reference": self.altitude_reference,
            "radius_m": self.place.radius_m,
        }


def number_in(text: str) -> Fraction | None:
    """A number as XMP writes it: ``12.5``, ``-3e2`` or ``25/2``; ``None`` where it divides by zero.

    Raises ``Invalid`` for anything else and for numbers of more digits than any device writes.
    """
    words = text.strip()
    if not _NUMBER.fullmatch(words):
        raise Invalid("It is not a number that a device writes.")
    try:
        return Fraction(words)
    except ZeroDivisionError:
        return None


def position(latitude: float, longitude: float, radius_m: float | None = None) -> Position:
    """A position out of signed degrees. Raises ``Invalid`` for 0, 0 and what is off the Earth."""
    if latitude == 0 and longitude == 0:
        raise Invalid("0, 0 is what a device writes that has no position.")
    return Position(Place(latitude, longitude, radius_m))


def signed_degrees(parts: Sequence[Fraction | None], reference: str, allowed: str) -> float:
    """Degrees, minutes and seconds with a hemisphere, as decimal degrees.

    ``None`` in ``parts`` stands for a number over zero; ``allowed`` is ``NS`` or
    ``EW``. Raises ``Invalid`` with the cause.
    """
    hemisphere = reference.strip(" \0").upper()
    if len(hemisphere) != 1 or hemisphere not in allowed:
        raise Invalid(f"The hemisphere is {reference!r}, not one of {' or '.join(allowed)}.")
    if not 1 <= len(parts) <= 3:
        raise Invalid(f"It is {len(parts)} numbers, not degrees, minutes and seconds.")
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts):
        raise Invalid("It divides by zero.")
    if any(number < 0 for number in numbers) or any(number >= 60 for number in numbers[1:]):
        raise Invalid("Its minutes or seconds are not between 0 and 60.")
    degrees = sum(number / 60**place for place, number in enumerate(numbers))
    if degrees > _LIMITS[hemisphere]:
        raise Invalid(f"{float(degrees):g} degrees is more than {_LIMITS[hemisphere]}.")
    return float(-degrees if hemisphere in "SW" else degrees)


def altitude(
    number: Fraction | None, reference: int | None, *, by_version_3: bool = False
) -> Altitude:
    """A height by its EXIF reference, 1 and 3 being below what it counts from.

    0 and 1 count from sea level, and from the ellipsoid since EXIF 3.0, which added 2 and 3
    for sea level (CIPA DC-008-2023, GPSAltitudeRef). None counts as above, by standard.
    """
    if number is None:
        raise Invalid("It divides by zero.")
    if reference not in (None, 0, 1, 2, 3):
        raise Invalid(f"Its reference is {reference}, which the standard does not know.")
    metres = float(-number if reference in (1, 3) else number)
    if reference is None:
        return Altitude(metres)
    from_ellipsoid = by_version_3 and reference in (0, 1)
    return Altitude(metres, "ellipsoid" if from_ellipsoid else "sea level")


def heading(number: Fraction | None, reference: str) -> dict[str, JSON]:
    """The shape of ``Meaning.HEADING`` out of an image direction and its reference."""
    if number is None:
        raise Invalid("It divides by zero.")
    if not 0 <= number <= 360:
        raise Invalid(f"{float(number):g} degrees is not a direction.")
    known = {"T": "true", "M": "magnetic"}
    return {
        "degrees": float(number % 360),
        "reference": known.get(reference.strip(" \0").upper(), "unknown"),
    }


def parse_xmp_coordinate(text: str, allowed: str) -> float:
    """Degrees as Adobe writes them: ``51,33.748N`` or ``51,33,44.9N``."""
    match = _XMP_COORDINATE.fullmatch(text.strip())
    if not match:
        raise Invalid("It is not degrees and minutes with a hemisphere.")
    parts = [Fraction(part) for part in match.groups()[:3] if part is not None]
    return signed_degrees(parts, match[4], allowed)


def parse_iso_6709(text: str, radius_m: float | None = None) -> Position | None:
    """A position as QuickTime and Android write it: ``+32.0929+034.8620+028.516/``."""
    words = text.strip(" \0")
    if not words.strip("/"):
        return None
    match = _ISO_6709.fullmatch(words)
    if not match:
        raise Invalid("It is not a position in the form of ISO 6709.")
    latitude = _sexagesimal(match[1], degree_digits=2)
    longitude = _sexagesimal(match[2], degree_digits=3)
    found = position(latitude, longitude, radius_m)
    return found.at(Altitude(float(match[3]))) if match[3] else found


def _sexagesimal(text: str, degree_digits: int) -> float:
    """``±DD.D``, ``±DDMM.M`` or ``±DDMMSS.S``; some writers leave out leading zeros."""
    whole, _, fraction = text[1:].partition(".")
    if len(whole) <= degree_digits:
        degrees = Fraction(text[1:])
    elif len(whole) in (degree_digits + 2, degree_digits + 4):
        pairs = [whole[:degree_digits], whole[degree_digits : degree_digits + 2]]
        pairs += [whole[degree_digits + 2 :]] if len(whole) > degree_digits + 2 else []
        pairs[-1] += f".{fraction or 0}"
        numbers = [Fraction(pair) for pair in pairs]
        if any(number >= 60 for number in numbers[1:]):
            raise Invalid("Its minutes or seconds are not between 0 and 60.")
        degrees = sum((number / 60**at for at, number in enumerate(numbers)), Fraction(0))
    else:
        raise Invalid("Its number of digits is not one that ISO 6709 knows.")
    return float(-degrees if text[0] == "-" else degrees)
