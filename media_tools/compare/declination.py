"""How far a compass needle points from true north, by the World Magnetic Model (offline)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import hypot

from pygeomag import GeoMag

from media_tools.places import Place

# The models that pygeomag holds, each for five years from its epoch (NOAA NCEI).
_MODELS = {2010: "2010", 2015: "2015v2", 2020: "2020", 2025: "2025"}
_YEARS_A_MODEL = 5.0
# Below this horizontal field, in nT, a compass is of no use (WMM2020 report, blackout zone).
_BLACKOUT_NT = 2000.0
# One standard deviation of a declination in degrees, at a horizontal field in nT: the constant
# part and the one that it divides (WMM2020 report, error model).
_ERROR_DEG, _ERROR_DEG_NT = 0.26, 5625.0
# The field wanders; away from the poles by less than this in a year beyond the models.
_DRIFT_DEG_A_YEAR = 0.5
# Between 40° S and 60° N, where almost everybody lives, the needle is off by less.
LARGEST_DEG = 50.0


@dataclass(frozen=True, slots=True)
class Declination:
    """Degrees that magnetic north lies clockwise from true north, with the 95 % error."""

    degrees: float
    error_deg: float


def declination(place: Place, when: datetime) -> Declination | None:
    """The declination there and then; ``None`` near the magnetic poles, where compasses fail."""
    at = when.astimezone(UTC)
    start = datetime(at.year, 1, 1, tzinfo=UTC)
    year = at.year + (at - start).days / 366
    epoch = min(max(int(year // 5) * 5, min(_MODELS)), max(_MODELS))
    field = _model(epoch).calculate(
        place.latitude, place.longitude, 0.0, year, allow_date_outside_lifespan=True
    )
    if field.h < _BLACKOUT_NT:
        return None
    outside_years = max(epoch - year, year - epoch - _YEARS_A_MODEL, 0.0)
    error_deg = 2 * hypot(_ERROR_DEG, _ERROR_DEG_NT / field.h) + _DRIFT_DEG_A_YEAR * outside_years
    return Declination(float(field.d), float(error_deg))


@cache
def _model(epoch: int) -> GeoMag:
    return GeoMag(coefficients_file=f"wmm/WMM_{_MODELS[epoch]}.COF")
