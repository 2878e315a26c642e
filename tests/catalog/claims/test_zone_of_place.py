"""The zone that a place suggests: known towns, disputed ground, the sea and the poles."""

import re
import subprocess
import sys
from importlib import resources
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.claims.zone_of_place import zone_of_place
from media_tools.places import Place

ANTARCTIC_CIRCLE_OF_THE_TREATY = -60


def degrees(packed: str) -> float:
    """Degrees of the +DDMM, +DDDMM, +DDMMSS and +DDDMMSS of the tz database."""
    sign, digits = packed[0], packed[1:]
    whole, rest = (digits[:2], digits[2:]) if len(digits) % 2 == 0 else (digits[:3], digits[3:])
    parts = [float(whole), float(rest[:2]) / 60, float(rest[2:] or 0) / 3600]
    return sum(parts) * (-1 if sign == "-" else 1)


def towns() -> list[tuple[str, float, float]]:
    """The main town of every zone, as the tz database itself places it."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    found = []
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        _, where, zone, *_ = line.split("\t")
        latitude, longitude = re.findall(r"[+-]\d+", where)
        if degrees(latitude) >= ANTARCTIC_CIRCLE_OF_THE_TREATY:
            found.append((zone, degrees(latitude), degrees(longitude)))
    return found


def test_the_main_town_of_every_zone_lies_in_it() -> None:
    wrong = [
        (zone, zone_of_place(Place(latitude, longitude, 5_000)).words)
        for zone, latitude, longitude in towns()
        if zone not in zone_of_place(Place(latitude, longitude, 5_000)).regions
    ]
    assert len(towns()) > 380
    assert wrong == []


@pytest.mark.parametrize(
    ("place", "regions"),
    [
        (Place(50.4501, 30.5234), ("Europe/Kyiv",)),
        (Place(55.7558, 37.6173), ("Europe/Moscow",)),
        (Place(40.7128, -74.0060), ("America/New_York",)),
        (Place(47.2357, 39.7015), ("Europe/Moscow",)),  # Rostov, beside the disputed ground
        (Place(46.9750, 31.9946), ("Europe/Kyiv",)),  # Mykolaiv, likewise
        (Place(33.6844, 73.0479), ("Asia/Karachi",)),  # Islamabad, beside Kashmir
        (Place(32.0853, 34.7818), ("Asia/Jerusalem",)),  # Tel Aviv
        (Place(-16.85, -179.98), ("Pacific/Fiji",)),  # on the antimeridian
        (Place(52.0937, 23.6202), ("Europe/Minsk", "Europe/Warsaw")),  # Brest, on the Bug
        (Place(50.6, 36.6, 40_000), ("Europe/Moscow", "Europe/Kyiv")),
    ],
)
def test_a_place_suggests_every_zone_within_its_reach(
    place: Place, regions: tuple[str, ...]
) -> None:
    assert zone_of_place(place).regions == regions


@pytest.mark.parametrize(
    ("place", "area", "regions"),
    [
        (Place(44.9521, 34.1024), "Crimea", {"Europe/Kyiv", "Europe/Simferopol"}),
        (Place(48.0159, 37.8028), "Ukraine", {"Europe/Kyiv", "Europe/Moscow"}),
        (Place(46.8489, 35.3653), "Ukraine", {"Europe/Kyiv", "Europe/Moscow"}),
        (Place(46.5, 31.7), "Ukraine", {"Europe/Kyiv", "Europe/Moscow"}),
        (Place(43.0015, 41.0234), "Abkhazia", {"Asia/Tbilisi", "Europe/Moscow"}),
        (Place(42.2257, 43.9701), "South Ossetia", {"Asia/Tbilisi", "Europe/Moscow"}),
        (Place(39.8177, 46.7528), "Karabakh", {"Asia/Baku", "Asia/Yerevan"}),
        (Place(34.0837, 74.7973), "Kashmir", {"Asia/Kolkata", "Asia/Karachi"}),
        (Place(35.9208, 74.3144), "Kashmir", {"Asia/Kolkata", "Asia/Karachi"}),
        (Place(35.2, 79.2), "Aksai", {"Asia/Kolkata", "Asia/Shanghai", "Asia/Urumqi"}),
        (Place(43.8256, 87.6168), "Xinjiang", {"Asia/Urumqi", "Asia/Shanghai"}),
        (Place(33.0, 35.75), "Golan", {"Asia/Jerusalem", "Asia/Damascus"}),
        (Place(31.9038, 35.2034), "West Bank", {"Asia/Hebron", "Asia/Jerusalem"}),
        (Place(31.7806, 35.2389), "East Jerusalem", {"Asia/Hebron", "Asia/Jerusalem"}),
        (Place(35.3387, 33.3192), "Cyprus", {"Asia/Famagusta", "Asia/Nicosia"}),
        (Place(9.5917, 28.4361), "Abyei", {"Africa/Khartoum", "Africa/Juba"}),
        (Place(22.22, 36.55), "Halaib", {"Africa/Cairo", "Africa/Khartoum"}),
        (Place(44.03, 145.86), "Kurils", {"Asia/Magadan", "Asia/Sakhalin", "Asia/Tokyo"}),
    ],
)
def test_disputed_ground_is_said_to_be_so_with_the_clocks_of_all_sides(
    place: Place, area: str, regions: set[str]
) -> None:
    suggested = zone_of_place(place)
    assert set(suggested.regions) == regions
    assert area in " ".join(suggested.notes)


@pytest.mark.parametrize(
    ("place", "because"),
    [
        (
            Place(43.5, 31.0),
            "at sea, where no law sets the clock; the nautical zone there is UTC+2.",
        ),
        (Place(30, -40), "the nautical zone there is UTC-3."),
        (Place(0, 0), "the nautical zone there is UTC."),
        (Place(0, 180), "at sea"),
        (Place(90, 0), "at sea"),
        (Place(-90, 0), "In Antarctica every station keeps a clock of its choice."),
        (Place(-77.85, 166.67), "In Antarctica"),
        (Place(50.45, 30.52, 100_001), "The radius is too large"),
    ],
)
def test_where_no_zone_can_be_suggested_none_is(place: Place, because: str) -> None:
    suggested = zone_of_place(place)
    assert suggested.regions == ()
    assert suggested.words == ""
    assert because in " ".join(suggested.notes)


# The first example loads the borders.
@settings(max_examples=40)
@given(st.builds(Place, st.floats(-90, 90), st.floats(-180, 180), st.none() | st.floats(0, 1e6)))
def test_every_zone_suggested_is_one_that_clocks_know(place: Place) -> None:
    suggested = zone_of_place(place)
    assert set(suggested.regions) <= available_timezones()
    assert len(set(suggested.regions)) == len(suggested.regions)
    assert len(suggested.regions) == 1 or suggested.notes


def test_the_borders_are_not_loaded_before_a_place_is_asked_for() -> None:
    asked = "import sys, catalog.claims.zone_of_place; print('timezonefinder' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
