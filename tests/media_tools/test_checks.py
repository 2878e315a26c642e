"""All checks of an item together, and those on what a file asserts by itself."""

from datetime import timedelta

import pytest

from media_tools.compare.claims import ClaimedFact, ItemFacts, Says
from media_tools.compare.credentials import credentials, time_by_signature
from media_tools.compare.dispatch import check_all
from media_tools.compare.first_known import FirstKnown
from media_tools.compare.holding import ClaimedTime
from media_tools.compare.verdicts import Verdict
from media_tools.compare.wording import amount, distance, span
from media_tools.findings import JSON, Meaning, Reading
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval
from tests.media_tools.embedding import (
    minute,
    positioned,
    quicktime,
    receiver_fix,
    taken,
    utc,
    worded,
)

FITS, TENSION = Verdict.FITS, Verdict.TENSION
IMPOSSIBLE, CANNOT_TELL = Verdict.IMPOSSIBLE, Verdict.CANNOT_TELL
HERE = Place(50.4501, 30.5234, 20.0)


def manifest(state: str, *fields: tuple[str, str]) -> list[Reading]:
    value: dict[str, JSON] = {
        "state": state,
        "reasons": ["A reason."],
        "generator": "A camera 1",
        "signer": "A newspaper",
        "signed_at": "2023-05-03T02:30:00+00:00",
    }
    stated = Reading("C2PA validation_state", state, "test", Meaning.PROVENANCE, value)
    return [stated, *(Reading(f"C2PA manifest:0:{name}", text, "test") for name, text in fields)]


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("trusted", FITS),
        ("valid", CANNOT_TELL),
        ("invalid", TENSION),
        ("remote_only", CANNOT_TELL),
        ("unreadable", CANNOT_TELL),
    ],
)
def test_credentials_count_for_as_much_as_their_signer_is_known(
    state: str, verdict: Verdict
) -> None:
    checked = credentials(manifest(state))
    assert checked
    assert checked.verdict is verdict
    assert checked.numbers["state"] == state
    assert "A reason." in checked.sentence


def test_a_file_without_credentials_has_no_check_of_them() -> None:
    assert credentials(manifest("absent")) is None
    assert credentials([]) is None


def test_what_the_credentials_assert_is_told_and_a_trained_model_is_a_tension() -> None:
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    checked = credentials(
        manifest(
            "trusted",
            ("assertions:0:data:actions:0:action", "c2pa.created"),
            ("assertions:0:data:actions:0:digitalSourceType", source),
        )
    )
    assert checked
    assert checked.verdict is TENSION
    assert "c2pa.created" in checked.sentence
    assert "made by a trained model" in checked.sentence


@pytest.mark.parametrize(
    ("state", "claimed", "verdict"),
    [
        ("trusted", "2023-05-03T02:20", CANNOT_TELL),
        ("trusted", "2023-05-03T03:20", IMPOSSIBLE),
        ("valid", "2023-05-03T03:20", TENSION),
    ],
)
def test_what_was_signed_existed_by_then(state: str, claimed: str, verdict: Verdict) -> None:
    checked = time_by_signature(ClaimedTime(minute(claimed)), manifest(state), timedelta(0))
    assert checked
    assert checked.verdict is verdict


def facts() -> ItemFacts:
    posted = TimeInterval(utc("2023-05-03T00:10"), utc("2023-05-03T00:10"))
    readings = (
        taken("EXIF DateTimeOriginal", "2023:05:03 02:27:30+03:00"),
        receiver_fix("2023:05:02 23:27:20"),
        *quicktime("2023-05-02T23:27:30"),
        positioned(HERE),
        worded(Meaning.MAKE, "Image Make", "Apple"),
        *manifest("valid"),
    )
    return ItemFacts(readings, 12.0, FirstKnown(posted, "a post of Channel B"))


def claims(day: int) -> list[ClaimedFact]:
    seen = Place(50.46, 30.5234, 20.0)
    return [
        ClaimedFact("when", Says.TIME, interval=minute(f"2023-05-{day:02}T23:27")),
        ClaimedFact("where", Says.VIEWPOINT, viewpoint=Viewpoint(HERE, 0.0, 5.0, 60.0)),
        ClaimedFact("what", Says.PLACE, viewpoint=Viewpoint(seen)),
        ClaimedFact("who", Says.AUTHORSHIP, words="my own iPhone, the original"),
    ]


def test_an_honest_item_has_nothing_against_it() -> None:
    found = {one.kind: one.verdict for one in check_all(claims(2), facts())}
    assert found == {
        "credentials": CANNOT_TELL,
        "device_by_marks": FITS,
        "heading_by_compass": CANNOT_TELL,
        "original_by_marks": CANNOT_TELL,
        "place_by_position": CANNOT_TELL,
        "place_in_view": FITS,
        "sun_and_sky": CANNOT_TELL,
        "time_by_device_clock": FITS,
        "time_by_first_known": CANNOT_TELL,
        "time_by_receiver_clock": FITS,
        "time_by_signature": CANNOT_TELL,
        "time_by_written_date": FITS,
        "viewpoint_by_position": FITS,
    }


def test_a_false_date_collides_and_the_worst_stands_first_with_its_claim() -> None:
    found = check_all(claims(8), facts())
    first = found[0]
    assert (first.kind, first.verdict, first.numbers["claims"]) == (
        "time_by_first_known",
        IMPOSSIBLE,
        ["when"],
    )
    worst_first = [IMPOSSIBLE, TENSION, CANNOT_TELL, FITS]
    assert [one.verdict for one in found] == sorted(
        (one.verdict for one in found), key=worst_first.index
    )
    by_kind = {one.kind: one for one in found}
    assert by_kind["place_in_view"].numbers["claims"] == ["where", "what"]
    assert by_kind["credentials"].numbers["claims"] == []


def test_the_same_facts_give_the_same_checks_in_the_same_order() -> None:
    once = check_all(claims(2), facts())
    again = check_all(list(reversed(claims(2))), facts())
    assert once == again


def test_a_header_that_claims_days_of_length_does_not_make_a_day_fit() -> None:
    long = ItemFacts(facts().readings, 143_165.0)
    (device,) = (one for one in check_all(claims(3), long) if one.kind == "time_by_device_clock")
    assert device.verdict is TENSION


def test_an_item_of_which_nothing_is_known_cannot_tell() -> None:
    found = check_all(claims(2)[:2], ItemFacts(()))
    assert {one.verdict for one in found} == {CANNOT_TELL}
    assert check_all([], ItemFacts(())) == []


def test_amounts_distances_and_spans_read_well() -> None:
    lengths = [1, 59, 60, 3_661, 86_400, 90_000, 86_400 * 4_000]
    assert [amount(timedelta(seconds=n)) for n in lengths] == [
        "1 second",
        "59 seconds",
        "1 minute",
        "1 hour 1 minute",
        "1 day",
        "1 day 1 hour",
        "4,000 days",
    ]
    assert [distance(n) for n in (12.4, 5_000, 1_240_300)] == ["12 m", "5.0 km", "1,240 km"]
    assert span(TimeInterval(None, utc("2023-05-03T02:27"))) == "before 2023-05-03 02:27 UTC"
    assert span(TimeInterval(utc("2023-05-03T02:27"), None)) == "after 2023-05-03 02:27 UTC"
