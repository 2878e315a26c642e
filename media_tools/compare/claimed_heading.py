"""A claimed heading held against the compass in a file: at most in tension, for iron turns it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from media_tools.compare.bearings import (
    UNSTATED_HEADING_ERROR_DEG,
    heading_words,
    turn_deg,
)
from media_tools.compare.declination import LARGEST_DEG, declination
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.findings import JSON, Meaning, Reading
from media_tools.places import Place, Viewpoint

KIND = "heading_by_compass"
_Reference = Literal["true", "magnetic", "unknown"]


@dataclass(frozen=True, slots=True)
class EmbeddedHeading:
    """What a file says of the camera's direction; no tag states its error."""

    tag: str
    degrees: float
    reference: _Reference


@dataclass(frozen=True, slots=True)
class _ToTrue:
    """What is added to the compass to count from true north: from ``low`` to ``high`` degrees."""

    low: float
    high: float
    words: str
    error_deg: float = 0.0
    declination_deg: float | None = None


def heading_in(readings: Iterable[Reading]) -> EmbeddedHeading | None:
    """The first direction in the readings."""
    for reading in readings:
        if reading.meaning is Meaning.HEADING:
            value: Any = reading.value
            return EmbeddedHeading(reading.tag, value["degrees"], value["reference"])
    return None


def heading_by_compass(
    viewpoint: Viewpoint,
    embedded: EmbeddedHeading | None,
    where: Place | None,
    when: datetime | None,
) -> Checked | None:
    """The claimed heading, counted from true north, against the embedded one.

    ``where`` and ``when`` are the file's own, for the declination. ``None`` where no heading is
    claimed.
    """
    if viewpoint.heading_deg is None:
        return None
    if embedded is None:
        sentence = "The file states no direction to hold the claimed heading against."
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, {})
    to_true = _to_true(embedded.reference, where, when)
    claimed_error = viewpoint.heading_error_deg
    error_deg = UNSTATED_HEADING_ERROR_DEG + to_true.error_deg
    error_deg += UNSTATED_HEADING_ERROR_DEG if claimed_error is None else claimed_error
    turn = turn_deg(viewpoint.heading_deg, embedded.degrees + (to_true.low + to_true.high) / 2)
    half = (to_true.high - to_true.low) / 2
    least_deg, most_deg = max(0.0, abs(turn) - half), min(180.0, abs(turn) + half)
    numbers: dict[str, JSON] = {
        "tag": embedded.tag,
        "claimed_deg": viewpoint.heading_deg,
        "embedded_deg": embedded.degrees,
        "reference": embedded.reference,
        "declination_deg": to_true.declination_deg,
        "least_off_deg": round(least_deg, 1),
        "most_off_deg": round(most_deg, 1),
        "error_deg": round(error_deg, 1),
    }
    told = (
        f"The camera is said to look to {heading_words(viewpoint.heading_deg, claimed_error)}; "
        f"the compass in the file ({embedded.tag}) shows {embedded.degrees:.0f}° "
        f"± {UNSTATED_HEADING_ERROR_DEG:.0f}° {to_true.words}"
    )
    if most_deg <= error_deg:
        return Checked(KIND, Verdict.FITS, f"{told}, which fits.", numbers)
    if least_deg <= error_deg:
        sentence = f"{told}, which may fit or not."
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, numbers)
    sentence = (
        f"{told}, at least {least_deg:.0f}° off. Iron near a phone and the way it is held mislead "
        "its compass, so this does not refute the claim."
    )
    return Checked(KIND, Verdict.TENSION, sentence, numbers)


def _to_true(reference: _Reference, where: Place | None, when: datetime | None) -> _ToTrue:
    if reference == "true":
        return _ToTrue(0.0, 0.0, "from true north")
    is_magnetic = reference == "magnetic"
    said = "from magnetic north" if is_magnetic else "from an unstated north, true or magnetic"
    if where is None or when is None:
        words = f"{said} (up to {LARGEST_DEG:.0f}° beside true north, for want of place and date)"
        return _ToTrue(-LARGEST_DEG, LARGEST_DEG, words)
    turned = declination(where, when)
    if turned is None:
        return _ToTrue(-180.0, 180.0, f"{said}, so near a magnetic pole that compasses fail")
    degrees, side = turned.degrees, "east" if turned.degrees >= 0 else "west"
    words = f"{said} (magnetic north lies {abs(degrees):.1f}° {side} of true north there)"
    low, high = (degrees, degrees) if is_magnetic else (min(0.0, degrees), max(0.0, degrees))
    return _ToTrue(low, high, words, turned.error_deg, round(degrees, 1))
