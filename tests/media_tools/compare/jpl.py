"""The sky by an independent source: JPL's ephemeris DE421 (Folkner, Williams and Boggs,
"The Planetary and Lunar Ephemeris DE 421", IPN Progress Report 42-178, 2009), read by Skyfield.

DE421 is within kilometres of spacecraft and laser ranging for the sun and within metres for
the moon: far below 0.001 degrees. Skyfield turns the Earth by the IAU 2000A models.
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import skyfield_data
from skyfield.api import load, load_file, wgs84

from media_tools.places import Place


@cache
def _loaded() -> tuple[Any, Any]:
    # By its path: the package warns that its tables of the Earth's rotation, which are not
    # used here, have run out. Those within Skyfield leave less than a second open.
    file = Path(skyfield_data.__file__).parent / "data" / "de421.bsp"
    return load_file(file), load.timescale(builtin=True)


def jpl_altitude_and_azimuth_deg(body: str, place: Place, moment: datetime) -> tuple[float, float]:
    """Without refraction, over the WGS84 horizon, azimuth clockwise from north."""
    bodies, timescale = _loaded()
    stands = bodies["earth"] + wgs84.latlon(place.latitude, place.longitude)
    seen = stands.at(timescale.from_datetime(moment)).observe(bodies[body]).apparent()
    altitude, azimuth, _ = seen.altaz()
    return float(altitude.degrees), float(azimuth.degrees)


def jpl_illuminated(moment: datetime) -> float:
    """The share of the moon's disc that is lit, seen from the middle of the Earth."""
    bodies, timescale = _loaded()
    seen = bodies["earth"].at(timescale.from_datetime(moment)).observe(bodies["moon"]).apparent()
    return float(seen.fraction_illuminated(bodies["sun"]))
