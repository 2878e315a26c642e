"""MGRS squares and UTM coordinates, on WGS84."""

import math
import re

import utm
from django.utils.translation import gettext

from catalog import formats
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.place_phrases.spot import Spot, metres_words
from media_tools.places import Place

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
# West and east edges of the zones that are not six degrees wide: Norway and Svalbard.
_WIDE_ZONES = {
    "31V": (0, 3), "32V": (3, 12),
    "31X": (0, 9), "33X": (9, 21), "35X": (21, 33), "37X": (33, 42),
}  # fmt: skip
_MGRS = re.compile(
    r"(?:mgrs:?\s*)?(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])\s?([A-HJ-NP-V])\s?(\d*)\s?(\d*)", re.I
)
_POLAR = re.compile(r"(?:mgrs:?\s*)?[ABYZ]\s?[A-HJ-NP-Z]{2}\s?\d*\s?\d*", re.I)
_UTM = re.compile(
    r"(?:utm:?\s*)?(?:zone:?\s*)?(?P<zone>\d{1,2})\s?(?P<half>north(?:ern)?|south(?:ern)?|[C-HJ-NP-X])?"
    r"(?:\s+hemisphere)?[\s,;]+(?:e(?:asting)?\s*[:=]?\s*)?0?(?P<easting>\d{6}(?:\.\d+)?)\s?(?:m\s?e|e|m)?"
    r"[\s,;]+(?:n(?:orthing)?\s*[:=]?\s*)?(?P<northing>\d{1,8}(?:\.\d+)?)\s?(?:m\s?n|n|m)?",
    re.I,
)


def written_mgrs(place: Place) -> str | None:
    """The 1 m square that holds the point, None nearer to a pole than UTM reaches."""
    if not -80 <= place.latitude < 84:
        return None
    # To the millimetre: the corner of a square lies in it, however the projection is rounded.
    easting, northing, zone, band = utm.from_latlon(place.latitude, place.longitude)
    east, north = (math.floor(round(float(metres), 3)) for metres in (easting, northing))
    column = _COLUMNS[zone % 3][east // 100_000 - 1]
    row = _ROWS[(north // 100_000 + (0 if zone % 2 else 5)) % 20]
    return f"{zone}{band} {column}{row} {east % 100_000:05d} {north % 100_000:05d}"


def match_grid(text: str) -> Spot | None:
    """The point of an MGRS square's middle or of UTM coordinates, or None for other text."""
    if match := _UTM.fullmatch(text):
        return _of_utm(match)
    if match := _MGRS.fullmatch(text):
        return _of_mgrs(match)
    if _POLAR.fullmatch(text) and re.search(r"\d", text):
        raise NotUnderstood(
            gettext(
                "“%(text)s” looks like a polar MGRS square; only zones 1 to 60 are read. "
                "Write latitude and longitude."
            )
            % {"text": text}
        )
    return None


def _of_utm(match: re.Match[str]) -> Spot:
    zone, half = _checked_zone(match["zone"]), (match["half"] or "").upper()
    easting, northing = float(match["easting"]), float(match["northing"])
    if not half:
        raise NotUnderstood(
            gettext("“%(match)s” does not say which hemisphere; write %(zone)s North.")
            % {"match": match[0], "zone": zone}
        )
    if half == "S":
        raise NotUnderstood(
            gettext(
                "“%(zone)sS” may be the southern hemisphere or the band S north of the "
                "equator. Write %(zone)s South or another band letter."
            )
            % {"zone": zone}
        )
    if not (100_000 <= easting < 1_000_000 and northing <= 10_000_000):
        raise NotUnderstood(
            gettext("“%(match)s” has an easting or northing that no UTM zone has.")
            % {"match": match[0]}
        )
    northern = half.startswith("NORTH") or (len(half) == 1 and half >= "N")
    latitude, longitude = _degrees(easting, northing, zone, northern)
    if not -80.5 <= latitude <= 84.5:
        raise NotUnderstood(
            gettext("“%(match)s” lies beyond the reach of UTM, 80 south to 84 north.")
            % {"match": match[0]}
        )
    if len(half) == 1 and half != "N":
        _check_band(latitude, half, match[0], slack_deg=0.01)
    return Spot(latitude, longitude, "UTM")


def _of_mgrs(match: re.Match[str]) -> Spot:
    zone, band = _checked_zone(match[1]), match[2].upper()
    if band == "X" and zone in (32, 34, 36):
        raise NotUnderstood(
            gettext("There is no zone %(zone)sX: Svalbard lies in 31X, 33X, 35X and 37X.")
            % {"zone": zone}
        )
    column, row = match[3].upper(), match[4].upper()
    east, north = match[5], match[6]
    if not north:
        east, north = east[: len(east) // 2], east[len(east) // 2 :]
    if len(east) != len(north) or len(east) > 5:
        raise NotUnderstood(
            gettext(
                "“%(match)s” needs as many digits east as north, at most 5 each; such as "
                "38U MG 37820 28637."
            )
            % {"match": match[0]}
        )
    if column not in _COLUMNS[zone % 3]:
        raise NotUnderstood(
            gettext("Zone %(zone)s has no column %(column)s; check “%(match)s”.")
            % {"zone": zone, "column": column, "match": match[0]}
        )
    size_m = 10.0 ** (5 - len(east))
    easting = 100_000 * (_COLUMNS[zone % 3].index(column) + 1) + int(east or 0) * size_m
    rows = (_ROWS.index(row) - (0 if zone % 2 else 5)) % 20
    northing = _lowest_in_band(100_000 * rows, band, zone) + int(north or 0) * size_m
    latitude, longitude = _degrees(
        easting + size_m / 2, northing + size_m / 2, zone, northern=band >= "N"
    )
    _check_band(latitude, band, match[0], slack_deg=0.01 + size_m / 111_000)
    _check_zone_edges(latitude, longitude, zone, band, size_m)
    radius_m = size_m / math.sqrt(2)
    note = gettext("The radius of %(radius)s is half the diagonal of the %(size_m)s m square.") % {
        "radius": metres_words(radius_m),
        "size_m": formats.grouped(size_m),
    }
    return Spot(latitude, longitude, "MGRS", radius_m, (note,))


def _lowest_in_band(row_northing: int, band: str, zone: int) -> int:
    """The northing of a row of squares, which repeats every 2,000 km, in its band."""
    central_meridian = zone * 6 - 183
    lowest = utm.from_latlon(_south_edge(band), central_meridian, force_zone_number=zone)[1]
    # The equator belongs to both hemispheres; as a northern band's edge it is northing 0.
    floor = 0 if band == "N" else int(lowest // 100_000) * 100_000
    return row_northing + -(-(floor - row_northing) // 2_000_000) * 2_000_000


def _degrees(easting: float, northing: float, zone: int, northern: bool) -> tuple[float, float]:
    latitude, longitude = utm.to_latlon(easting, northing, zone, northern=northern, strict=False)
    return float(latitude), float((longitude + 180) % 360 - 180)


def _check_zone_edges(
    latitude: float, longitude: float, zone: int, band: str, size_m: float
) -> None:
    """Raise ``NotUnderstood`` for a square beyond its zone, 40 km of overlap allowed."""
    west, east = _WIDE_ZONES.get(f"{zone}{band}", (6 * zone - 186, 6 * zone - 180))
    reach_deg = (size_m + 40_000) / (111_000 * math.cos(math.radians(latitude)))
    # Counted from the zone's middle: the squares of zones 1 and 60 reach over the antimeridian.
    middle = (west + east) / 2
    off_deg = abs((longitude - middle + 180) % 360 - 180)
    if off_deg > (east - west) / 2 + reach_deg:
        raise NotUnderstood(
            gettext(
                "Zone %(zone)s%(band)s runs from %(west)s to %(east)s degrees of "
                "longitude, but the square lies at %(longitude)s. Check the letters."
            )
            % {
                "zone": zone,
                "band": band,
                "west": west,
                "east": east,
                "longitude": f"{longitude:.2f}",
            }
        )


def _checked_zone(digits: str) -> int:
    zone = int(digits)
    if not 1 <= zone <= 60:
        raise NotUnderstood(
            gettext("There is no UTM zone %(zone)s; zones run from 1 to 60.") % {"zone": zone}
        )
    return zone


def _south_edge(band: str) -> int:
    return 8 * _BANDS.index(band) - 80


def _check_band(latitude: float, band: str, text: str, slack_deg: float) -> None:
    south = _south_edge(band)
    north = 84 if band == "X" else south + 8
    if not south - slack_deg <= latitude <= north + slack_deg:
        raise NotUnderstood(
            gettext(
                "“%(text)s” names band %(band)s, %(south)s to %(north)s degrees, but the "
                "numbers lie at %(latitude)s. Check the letters."
            )
            % {
                "text": text,
                "band": band,
                "south": south,
                "north": north,
                "latitude": f"{latitude:.2f}",
            }
        )
