"""Distances as people write them: 2km, 500 m, 0.5 mi, 1,5 км."""

import re

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood

METRES: dict[str, float] = {
    word: metres
    for words, metres in (
        ("m metre metres meter meters м метр метра метров метри метрів", 1.0),
        ("km kms kilometre kilometres kilometer kilometers км километр километра", 1000.0),
        ("километров кілометр кілометри кілометрів", 1000.0),
        ("mi mile miles миля мили миль миля милі", 1609.344),
        ("nm nmi", 1852.0),
        ("ft foot feet", 0.3048),
        ("yd yard yards", 0.9144),
    )
    for word in words.split()
}
# No two points on Earth lie farther apart.
FARTHEST_M = 20_003_932.0

DISTANCE = r"\d+(?:[.,]\d+)?\s*(?:[^\W\d_]+\.?)?"
_PARTS = re.compile(r"(\d+)(?:([.,])(\d+))?\s*([^\W\d_]+)?\.?")


def read_distance_m(text: str) -> float:
    """A distance in metres; a bare number is metres.

    Raises ``NotUnderstood`` for other words, for a distance longer than half way around
    the Earth, and for a comma that may part decimals or thousands.
    """
    match = _PARTS.fullmatch(" ".join(text.split()))
    if match is None:
        raise NotUnderstood(
            gettext(
                "“%(text)s” was not understood as a distance. Write for example 500 m, 2 "
                "km or 0.5 mi."
            )
            % {"text": text}
        )
    whole, mark, decimals, unit = match.groups()
    if mark == "," and len(decimals) == 3 and whole != "0":
        raise NotUnderstood(
            gettext(
                "“%(text)s” may be %(whole)s%(decimals)s or %(whole)s.%(decimals)s. "
                "Write thousands without a mark and decimals with a point."
            )
            % {"text": text, "whole": whole, "decimals": decimals}
        )
    metres = METRES.get((unit or "m").lower())
    if metres is None:
        raise NotUnderstood(
            gettext("“%(unit)s” is no unit of distance known here; use m, km, mi, nmi or ft.")
            % {"unit": unit}
        )
    distance = float(f"{whole}.{decimals or 0}") * metres
    if distance > FARTHEST_M:
        raise NotUnderstood(
            gettext("%(text)s is farther than any two places on Earth lie apart.") % {"text": text}
        )
    return distance
