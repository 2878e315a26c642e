"""Where a file says that its camera was: one fix, several, or the way that it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from media_tools.findings import Meaning, Reading
from media_tools.places import Place, distance_m


@dataclass(frozen=True, slots=True)
class EmbeddedPosition:
    """One tag that holds a position: discs, of which the camera was in each at some time.

    ``altitude_m`` counts from sea level or from the ellipsoid; ``is_track`` where many fixes
    follow the camera.
    """

    tag: str
    discs: tuple[Place, ...]
    altitude_m: float | None = None
    is_track: bool = False

    def nearest_to(self, place: Place) -> tuple[Place, float]:
        """The nearest disc by its rim, and the distance to its centre in metres."""
        apart = [(disc, distance_m(disc, place)) for disc in self.discs]
        return min(apart, key=lambda pair: pair[1] - pair[0].reach_m)


def positions_in(readings: Iterable[Reading]) -> list[EmbeddedPosition]:
    """Every position in the readings. A track stands alone: what is beside it is its beginning."""
    kept = list(readings)
    tracks = [_track(one) for one in kept if one.meaning is Meaning.TRACK]
    return tracks or [_fix(one) for one in kept if one.meaning is Meaning.POSITION]


def _fix(reading: Reading) -> EmbeddedPosition:
    value: Any = reading.value
    place = Place(value["latitude"], value["longitude"], value["radius_m"])
    return EmbeddedPosition(reading.tag, (place,), value["altitude_m"])


def _track(reading: Reading) -> EmbeddedPosition:
    value: Any = reading.value
    discs = (
        Place(one["latitude"], one["longitude"], one["radius_m"]) for one in value["stretches"]
    )
    return EmbeddedPosition(reading.tag, tuple(discs), is_track=True)
