"""Which time zone a place lies in, as a suggestion that a person may take up.

The borders are those of timezonefinder's data (timezone-boundary-builder, from OpenStreetMap).
They say who draws the border where, not which clock hung on the wall: where the sides of a
dispute keep different clocks, and wherever the radius reaches over a border, all of them are
named. At sea and in Antarctica no zone is suggested.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop
from geographiclib.geodesic import Geodesic

from media_tools.places import Box, Place

# No border is drawn more exactly than this in what the data was made from.
BORDER_ERROR_M = 500.0
# Above it a disc holds whole countries, and the points looked at lie too far apart.
LARGEST_RADIUS_M = 100_000.0
# A disc is looked at in its middle and on rings, at bearings 22.5 degrees apart.
_RINGS = (1 / 3, 2 / 3, 1.0)
_BEARINGS_DEG = tuple(step * 22.5 for step in range(16))


@dataclass(frozen=True, slots=True)
class ZoneOfPlace:
    """IANA regions that may hold at a place, none where none can be suggested, and why.

    ``notes`` are sentences for the person who chooses.
    """

    regions: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The regions as one phrase, empty when none is suggested: Europe/Kyiv or …"""
        return " or ".join(self.regions)


@dataclass(frozen=True, slots=True)
class _Dispute:
    """A rough box, always too large, in which clocks differ by whom one asks.

    It counts where the borders name one of the zones in ``within``.
    """

    area: str
    box: Box
    within: str
    regions: tuple[str, ...]


_HELD_PARTS = gettext_noop("the east and south of Ukraine, of which Russia holds parts")
_KYIV_MOSCOW = ("Europe/Kyiv", "Europe/Moscow")
_KASHMIR = gettext_noop("Kashmir, which India and Pakistan both claim")
_KOLKATA_KARACHI = ("Asia/Kolkata", "Asia/Karachi")
_DISPUTES = (
    _Dispute(
        gettext_noop("Crimea, which Russia has held since 2014"),
        Box(44.3, 32.4, 46.25, 36.7),
        "Europe/Simferopol",
        ("Europe/Kyiv", "Europe/Simferopol"),
    ),
    _Dispute(_HELD_PARTS, Box(46.0, 31.4, 46.65, 38.6), "Europe/Kyiv", _KYIV_MOSCOW),
    _Dispute(_HELD_PARTS, Box(46.65, 32.3, 47.8, 38.6), "Europe/Kyiv", _KYIV_MOSCOW),
    _Dispute(_HELD_PARTS, Box(46.8, 36.6, 50.1, 40.3), "Europe/Kyiv", _KYIV_MOSCOW),
    _Dispute(
        gettext_noop("Abkhazia"),
        Box(42.4, 39.9, 43.6, 42.2),
        "Asia/Tbilisi",
        ("Asia/Tbilisi", "Europe/Moscow"),
    ),
    _Dispute(
        gettext_noop("South Ossetia"),
        Box(42.0, 43.3, 42.75, 44.7),
        "Asia/Tbilisi",
        ("Asia/Tbilisi", "Europe/Moscow"),
    ),
    _Dispute("Karabakh", Box(39.1, 45.9, 40.4, 47.6), "Asia/Baku", ("Asia/Baku", "Asia/Yerevan")),
    _Dispute(_KASHMIR, Box(32.3, 73.6, 34.3, 80.3), "Asia/Kolkata Asia/Karachi", _KOLKATA_KARACHI),
    _Dispute(_KASHMIR, Box(34.3, 73.3, 35.0, 80.3), "Asia/Kolkata Asia/Karachi", _KOLKATA_KARACHI),
    _Dispute(_KASHMIR, Box(35.0, 72.5, 37.1, 80.3), "Asia/Kolkata Asia/Karachi", _KOLKATA_KARACHI),
    _Dispute(
        gettext_noop("Aksai Chin, which India and China both claim"),
        Box(34.3, 78.0, 36.2, 80.5),
        "Asia/Urumqi Asia/Shanghai Asia/Kolkata",
        ("Asia/Kolkata", "Asia/Shanghai", "Asia/Urumqi"),
    ),
    _Dispute(
        gettext_noop("Xinjiang, where some keep Beijing's clocks and some their own"),
        Box(34.0, 73.0, 50.0, 97.0),
        "Asia/Urumqi",
        ("Asia/Urumqi", "Asia/Shanghai"),
    ),
    _Dispute(
        gettext_noop("the Golan, which Israel holds and Syria claims"),
        Box(32.6, 35.6, 33.4, 36.1),
        "Asia/Jerusalem Asia/Damascus",
        ("Asia/Jerusalem", "Asia/Damascus"),
    ),
    _Dispute(
        gettext_noop(
            "the West Bank, where Israelis and Palestinians change their clocks on different days"
        ),
        Box(31.3, 34.85, 32.6, 35.6),
        "Asia/Hebron",
        ("Asia/Hebron", "Asia/Jerusalem"),
    ),
    _Dispute(
        gettext_noop("East Jerusalem"),
        Box(31.7, 35.2, 31.88, 35.28),
        "Asia/Jerusalem",
        ("Asia/Jerusalem", "Asia/Hebron"),
    ),
    _Dispute(
        gettext_noop("the north of Cyprus"),
        Box(34.95, 32.5, 35.75, 34.7),
        "Asia/Famagusta",
        ("Asia/Famagusta", "Asia/Nicosia"),
    ),
    _Dispute(
        gettext_noop("Abyei"),
        Box(9.2, 27.7, 10.5, 29.3),
        "Africa/Khartoum Africa/Juba",
        ("Africa/Khartoum", "Africa/Juba"),
    ),
    _Dispute(
        gettext_noop("the Halaib triangle"),
        Box(21.9, 33.1, 23.2, 37.4),
        "Africa/Cairo Africa/Khartoum",
        ("Africa/Cairo", "Africa/Khartoum"),
    ),
    # The borders give these islands to Magadan, whose clocks were others from 2014 to 2016.
    _Dispute(
        gettext_noop("the southern Kurils, which Japan claims"),
        Box(43.3, 145.3, 45.6, 149.0),
        "Asia/Magadan Asia/Sakhalin",
        ("Asia/Sakhalin", "Asia/Tokyo"),
    ),
)


def zone_of_place(place: Place) -> ZoneOfPlace:
    """The zones that may hold within the radius of a place, the one of its middle first.

    A zone much smaller than the radius may be missed between the points looked at. The
    first call loads the borders; without a call they cost nothing. Never raises: where no
    zone can be suggested, none is, and a note says why.
    """
    if place.latitude < -60:
        return ZoneOfPlace(
            (), (gettext("In Antarctica every station keeps a clock of its choice."),)
        )
    if place.reach_m > LARGEST_RADIUS_M:
        return ZoneOfPlace(
            (), (gettext("The radius is too large for a zone to be drawn from the place."),)
        )
    # Loaded here, for a process that never reads a claim does without it.
    from timezonefinder import timezone_at

    points = _points(place)
    found = [timezone_at(lat=latitude, lng=longitude) for latitude, longitude in points]
    ashore = [name for name in dict.fromkeys(found) if name and not name.startswith("Etc/")]
    regions, notes = list(ashore), []
    if found[0] not in ashore:
        notes.append(_at_sea(found[0]))
    if len(ashore) > 1:
        notes.append(
            gettext("The place lies near a border: %(zones)s are within its reach.")
            % {"zones": _listed(ashore)}
        )
    for dispute in _DISPUTES:
        if set(dispute.within.split()) & set(ashore) and any(
            _holds(dispute.box, *point) for point in points
        ):
            regions += dispute.regions
            notes.append(
                gettext("The place may lie in %(area)s: the clocks of %(zones)s are allowed.")
                % {"area": gettext(dispute.area), "zones": _listed(dispute.regions)}
            )
    return ZoneOfPlace(tuple(dict.fromkeys(regions)), tuple(dict.fromkeys(notes)))


def _points(place: Place) -> list[tuple[float, float]]:
    """The middle of the disc and points on rings in it, as latitude and longitude."""
    reach_m = max(place.reach_m, BORDER_ERROR_M)
    points = [(place.latitude, place.longitude)]
    for ring in _RINGS:
        for bearing_deg in _BEARINGS_DEG:
            there = Geodesic.WGS84.Direct(
                place.latitude, place.longitude, bearing_deg, ring * reach_m
            )
            points.append((float(there["lat2"]), float(there["lon2"])))
    return points


def _holds(box: Box, latitude: float, longitude: float) -> bool:
    return box.south <= latitude <= box.north and box.west <= longitude <= box.east


def _at_sea(name: str | None) -> str:
    """Etc/GMT-2 stands for UTC+2: the names of these zones count the other way."""
    hours = -int((name or "Etc/GMT").removeprefix("Etc/GMT") or 0)
    nautical = f"UTC{hours:+d}" if hours else "UTC"
    return gettext(
        "The place lies at sea, where no law sets the clock; the nautical zone "
        "there is %(nautical)s."
    ) % {"nautical": nautical}


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return gettext(" and ").join(names)
