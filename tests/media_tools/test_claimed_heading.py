from datetime import UTC, datetime

import pytest
from pygeomag import GeoMag

from media_tools.compare.claimed_heading import EmbeddedHeading, heading_by_compass, heading_in
from media_tools.compare.declination import LARGEST_DEG, declination
from media_tools.compare.verdicts import Verdict
from media_tools.findings import JSON, Meaning, Reading
from media_tools.places import Place, Viewpoint

FITS, TENSION, CANNOT_TELL = Verdict.FITS, Verdict.TENSION, Verdict.CANNOT_TELL
KYIV, WHEN = Place(50.45, 30.52), datetime(2023, 5, 3, tzinfo=UTC)
# Here the needle points 15 degrees east of north.
SEATTLE = Place(47.62, -122.35)


@pytest.mark.parametrize(
    ("year", "latitude", "longitude", "published"),
    [
        # Test values published with the models (NOAA NCEI, WMM2020 and WMM2025), at height 0.
        (2020, 80, 0, -1.28),
        (2020, 0, 120, 0.16),
        (2020, -80, -120, 69.36),
        (2025, 80, 0, 1.28),
        (2025, 0, 120, -0.16),
    ],
)
def test_the_declination_is_the_published_one(
    year: int, latitude: float, longitude: float, published: float
) -> None:
    found = declination(Place(latitude, longitude), datetime(year, 1, 1, tzinfo=UTC))
    assert found
    assert found.degrees == pytest.approx(published, abs=0.01)


def test_beyond_the_models_the_error_grows() -> None:
    known, early, late = (
        declination(KYIV, datetime(year, 1, 1, tzinfo=UTC)) for year in (2022, 1995, 2040)
    )
    assert known
    assert early
    assert late
    assert known.error_deg < 1 < early.error_deg
    assert late.error_deg > 5
    # Kyiv's declination of 1995 by the historical field model IGRF is near 5 degrees east.
    assert abs(early.degrees - 5) < early.error_deg


def test_near_a_magnetic_pole_compasses_fail() -> None:
    assert declination(Place(86.5, -164.0), datetime(2020, 1, 1, tzinfo=UTC)) is None


def test_no_inhabited_place_has_a_larger_declination_than_we_take() -> None:
    field = GeoMag(coefficients_file="wmm/WMM_2020.COF")
    found = (
        abs(field.calculate(latitude, longitude, 0, 2022).d)
        for latitude in range(-40, 61, 10)
        for longitude in range(-180, 180, 10)
    )
    assert max(found) < LARGEST_DEG


@pytest.mark.parametrize(
    ("claimed", "error", "shown", "reference", "where", "verdict"),
    [
        (90.0, 5.0, 100.0, "true", KYIV, FITS),
        (90.0, 5.0, 140.0, "true", KYIV, TENSION),
        (350.0, 5.0, 5.0, "true", KYIV, FITS),  # across north
        (90.0, 0.0, 67.0, "magnetic", SEATTLE, FITS),  # 82 degrees from true north
        (90.0, 0.0, 67.0, "true", SEATTLE, TENSION),
        (90.0, 0.0, 67.0, "unknown", SEATTLE, CANNOT_TELL),
        (90.0, 0.0, 87.0, "unknown", SEATTLE, FITS),  # either way
        (90.0, 0.0, 180.0, "unknown", SEATTLE, TENSION),
        (90.0, 0.0, 67.0, "magnetic", None, CANNOT_TELL),
        (90.0, 0.0, 200.0, "magnetic", None, TENSION),
        (90.0, 0.0, 90.0, "magnetic", Place(86.5, -164.0), CANNOT_TELL),
    ],
)
def test_a_heading_is_held_against_the_compass_by_its_reference(
    claimed: float,
    error: float,
    shown: float,
    reference: str,
    where: Place | None,
    verdict: Verdict,
) -> None:
    value: JSON = {"degrees": shown, "reference": reference}
    embedded = heading_in([Reading("GPS GPSImgDirection", "", "test", Meaning.HEADING, value)])
    viewpoint = Viewpoint(KYIV, claimed, error)
    when = datetime(2020, 1, 1, tzinfo=UTC) if where and where.latitude > 80 else WHEN
    checked = heading_by_compass(viewpoint, embedded, where, when)
    assert checked
    assert checked.verdict is verdict


def test_the_sentence_says_from_which_north_and_that_a_compass_refutes_nothing() -> None:
    embedded = EmbeddedHeading("GPS GPSImgDirection", 200.0, "magnetic")
    checked = heading_by_compass(Viewpoint(SEATTLE, 90.0, 5.0), embedded, SEATTLE, WHEN)
    assert checked
    assert checked.sentence == (
        "The camera is said to look to 90° ± 5°; the compass in the file (GPS GPSImgDirection) "
        "shows 200° ± 15° from magnetic north (magnetic north lies 15.3° east of true north "
        "there), at least 125° off. Iron near a phone and the way it is held mislead its compass, "
        "so this does not refute the claim."
    )


def test_without_a_claimed_heading_there_is_no_check_and_without_a_compass_no_answer() -> None:
    assert heading_by_compass(Viewpoint(KYIV), None, KYIV, WHEN) is None
    checked = heading_by_compass(Viewpoint(KYIV, 90.0), None, KYIV, WHEN)
    assert checked
    assert checked.verdict is CANNOT_TELL
