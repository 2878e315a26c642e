import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from media_tools.compare.bearings import bearing_deg, turn_deg
from media_tools.compare.claimed_place import (
    height_by_position,
    place_by_position,
    viewpoint_by_position,
)
from media_tools.compare.claimed_view import place_in_view
from media_tools.compare.embedded_positions import EmbeddedPosition, positions_in
from media_tools.compare.verdicts import Verdict
from media_tools.findings import JSON, Meaning, Reading
from media_tools.places import Place, Viewpoint, distance_m
from tests.media_tools.embedding import positioned

FITS, TENSION = Verdict.FITS, Verdict.TENSION
IMPOSSIBLE, CANNOT_TELL = Verdict.IMPOSSIBLE, Verdict.CANNOT_TELL
HERE = Place(50.4501, 30.5234, 10.0)
BADNESS = {FITS: 0, CANNOT_TELL: 1, TENSION: 2, IMPOSSIBLE: 3}

PLACES = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 5_000))


def away(metres: float, bearing: float = 90.0, radius_m: float | None = 10.0) -> Place:
    """That far from HERE, by the geodesic's direct problem."""
    line = Geodesic.WGS84.Direct(HERE.latitude, HERE.longitude, bearing, metres)
    return Place(line["lat2"], line["lon2"], radius_m)


@pytest.mark.parametrize(
    ("metres", "radius_m", "is_fresh", "verdict"),
    [
        (0, 10, False, FITS),
        (19, 10, False, FITS),  # both discs touch
        (25, 10, False, TENSION),
        (100, None, False, FITS),  # nobody stated an error: 100 m are taken
        (5_000, 10, True, TENSION),
        (5_000, None, True, TENSION),
        (5_000, 6_000, True, FITS),
        (90_000, 10, True, TENSION),  # a position by masts
        (110_000, 10, False, TENSION),  # perhaps an older fix
        (110_000, 10, True, IMPOSSIBLE),
        (10_000_000, 10, True, IMPOSSIBLE),
    ],
)
def test_a_viewpoint_is_held_against_the_fix_with_both_radii(
    metres: float, radius_m: float | None, is_fresh: bool, verdict: Verdict
) -> None:
    fix = positions_in([positioned(HERE)])
    checked = viewpoint_by_position(
        Viewpoint(away(metres, radius_m=radius_m)), fix, is_fresh=is_fresh
    )
    assert checked.verdict is verdict
    assert checked.numbers["distance_m"] == pytest.approx(metres, abs=0.1)


def test_the_sentence_names_both_errors_and_our_rule() -> None:
    checked = viewpoint_by_position(
        Viewpoint(away(5_000, radius_m=None)), positions_in([positioned(HERE)]), is_fresh=True
    )
    assert checked.sentence == (
        "The position in the file (GPS GPSLatitude, GPSLongitude, ± 10 m) lies 5.0 km from the "
        "claimed viewpoint (no error stated, 100 m taken), more than their errors allow."
    )


def test_a_file_whose_positions_contradict_each_other_does_not_fit() -> None:
    both = positions_in([positioned(HERE), positioned(away(3_000))])
    checked = viewpoint_by_position(Viewpoint(HERE), both, is_fresh=True)
    assert checked.verdict is TENSION
    assert checked.sentence.startswith("The file contradicts itself.")


def test_a_file_without_a_position_cannot_tell() -> None:
    assert viewpoint_by_position(Viewpoint(HERE), [], is_fresh=False).verdict is CANNOT_TELL
    assert place_by_position(HERE, []).verdict is CANNOT_TELL


def test_a_moving_camera_is_held_by_the_nearest_point_of_its_track() -> None:
    stretches: list[JSON] = [
        {"starts_s": at, "ends_s": at + 1, "latitude": 50.0, "longitude": 30 + at, "radius_m": 50.0}
        for at in range(3)
    ]
    track = Reading("gpmd:positions", "", "test", Meaning.TRACK, {"stretches": stretches})
    first = positioned(Place(50.0, 30.0))
    way = positions_in([first, track])
    assert [one.is_track for one in way] == [True]
    end = Viewpoint(Place(50.0, 32.0, 10.0))
    assert viewpoint_by_position(end, way, is_fresh=False).verdict is FITS
    far = Viewpoint(Place(52.0, 32.0, 10.0))
    assert viewpoint_by_position(far, way, is_fresh=False).verdict is IMPOSSIBLE


@pytest.mark.parametrize(
    ("metres", "verdict"),
    [(0, FITS), (900, FITS), (5_000, CANNOT_TELL), (15_000, TENSION), (9_000_000, TENSION)],
)
def test_what_is_seen_may_be_far_from_the_camera(metres: float, verdict: Verdict) -> None:
    checked = place_by_position(away(metres), positions_in([positioned(HERE)]))
    assert checked.verdict is verdict


@pytest.mark.parametrize(("height_m", "is_said"), [(120.0, False), (800.0, False), (1_500.0, True)])
def test_a_height_above_the_altitude_is_in_tension(height_m: float, is_said: bool) -> None:
    checked = height_by_position(
        Viewpoint(HERE, height_m=height_m), positions_in([positioned(HERE, altitude_m=180.0)])
    )
    assert (checked is not None) == is_said
    assert checked is None or checked.verdict is TENSION


@pytest.mark.parametrize(
    ("heading", "error", "view", "bearing", "metres", "verdict"),
    [
        (90.0, 5.0, 60.0, 90.0, 2_000, FITS),
        (90.0, 5.0, 60.0, 118.0, 2_000, FITS),
        (90.0, 5.0, 60.0, 130.0, 2_000, TENSION),
        (90.0, 5.0, 60.0, 270.0, 2_000, IMPOSSIBLE),
        (355.0, 5.0, 60.0, 10.0, 2_000, FITS),  # across north
        (90.0, None, 60.0, 270.0, 2_000, TENSION),  # our rule refutes nobody
        (90.0, 5.0, None, 130.0, 2_000, CANNOT_TELL),  # the view would decide
        (90.0, 5.0, 360.0, 270.0, 2_000, FITS),  # it sees all round
        (90.0, 5.0, 60.0, 270.0, 15, CANNOT_TELL),  # within both radii
        (None, None, None, 90.0, 2_000, CANNOT_TELL),
    ],
)
def test_what_is_seen_lies_inside_the_wedge_or_not(
    heading: float | None,
    error: float | None,
    view: float | None,
    bearing: float,
    metres: float,
    verdict: Verdict,
) -> None:
    assert (
        place_in_view(Viewpoint(HERE, heading, error, view), away(metres, bearing)).verdict
        is verdict
    )


@given(PLACES, PLACES, st.floats(0, 5_000_000))
def test_a_larger_radius_never_stands_worse(said: Place, fix: Place, more_m: float) -> None:
    wider = Place(said.latitude, said.longitude, (said.radius_m or 0) + more_m)
    at = [EmbeddedPosition("tag", (fix,))]
    for narrow, wide in (
        (place_by_position(said, at), place_by_position(wider, at)),
        (
            viewpoint_by_position(Viewpoint(said), at, is_fresh=True),
            viewpoint_by_position(Viewpoint(wider), at, is_fresh=True),
        ),
    ):
        assert BADNESS[wide.verdict] <= BADNESS[narrow.verdict]


@given(PLACES, PLACES)
def test_it_is_the_same_which_of_the_two_is_claimed(one: Place, other: Place) -> None:
    there = viewpoint_by_position(
        Viewpoint(one), [EmbeddedPosition("tag", (other,))], is_fresh=True
    )
    back = viewpoint_by_position(Viewpoint(other), [EmbeddedPosition("tag", (one,))], is_fresh=True)
    assert there.verdict is back.verdict
    assert there.numbers["distance_m"] == pytest.approx(back.numbers["distance_m"], abs=0.11)


@given(PLACES, st.floats(0, 359.9), st.floats(1, 5_000_000))
def test_a_bearing_leads_there(start: Place, bearing: float, metres: float) -> None:
    line = Geodesic.WGS84.Direct(start.latitude, start.longitude, bearing, metres)
    end = Place(line["lat2"], line["lon2"])
    found = bearing_deg(start, end)
    assert 0 <= found < 360
    back = Geodesic.WGS84.Direct(start.latitude, start.longitude, found, metres)
    assert distance_m(Place(back["lat2"], back["lon2"]), end) < 0.01


@given(st.floats(0, 360), st.floats(0, 360))
def test_a_turn_is_the_shorter_way_round(start: float, end: float) -> None:
    turn = turn_deg(start, end)
    assert -180 <= turn <= 180
    assert (start + turn - end) % 360 == pytest.approx(0, abs=1e-9) or (
        start + turn - end
    ) % 360 == pytest.approx(360, abs=1e-9)
