from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.compare.claimed_time import by_device_clock, by_receiver_clock, is_fix_fresh
from media_tools.compare.embedded_clocks import OFFSETS_IN_USE, ClockKind, clocks_in
from media_tools.compare.first_known import FirstKnown, by_first_known
from media_tools.compare.holding import ClaimedTime, gap
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.weak_dates import (
    by_change_date,
    by_file_date,
    by_file_name,
    by_written_date,
)
from media_tools.findings import Reading
from media_tools.times import TimeInterval
from tests.media_tools.embedding import (
    changed,
    minute,
    named,
    quicktime,
    receiver_fix,
    taken,
    utc,
)

FITS, TENSION = Verdict.FITS, Verdict.TENSION
IMPOSSIBLE, CANNOT_TELL = Verdict.IMPOSSIBLE, Verdict.CANNOT_TELL
NO_LENGTH = timedelta(0)
KYIV_SUMMER = frozenset({timedelta(hours=3)})
KYIV_AUTUMN = frozenset({timedelta(hours=2), timedelta(hours=3)})
DTO = "EXIF DateTimeOriginal"
# How bad a verdict is for a claim.
BADNESS = {FITS: 0, CANNOT_TELL: 1, TENSION: 2, IMPOSSIBLE: 3}


def device(
    claimed: TimeInterval,
    *readings: Reading,
    offsets: frozenset[timedelta] | None = None,
    length: timedelta = NO_LENGTH,
) -> Checked:
    checked = by_device_clock(ClaimedTime(claimed, offsets), clocks_in(readings), length)
    assert checked
    return checked


def receiver(claimed: TimeInterval, *readings: Reading) -> Checked:
    checked = by_receiver_clock(ClaimedTime(claimed), clocks_in(readings), NO_LENGTH)
    assert checked
    return checked


@pytest.mark.parametrize(
    ("claimed", "clock", "offsets", "verdict"),
    [
        # The offset is stated.
        ("2023-05-02T23:27", "2023:05:03 02:27:30+03:00", None, FITS),
        ("2023-05-02T23:27", "2023:05:03 02:32:30+03:00", None, FITS),  # clocks drift
        ("2023-05-02T23:27", "2023:05:03 02:34:00+03:00", None, TENSION),
        ("2023-05-03T02:27", "2023:05:03 02:27:30+03:00", None, TENSION),  # three hours off
        ("2023-05-01T23:27", "2023:05:03 02:27:30+03:00", None, TENSION),  # a day off
        ("2013-05-01T23:27", "2023:05:03 02:27:30+03:00", None, TENSION),  # ten years off
        # No zone, and the place is not known.
        ("2023-05-02T23:27", "2023:05:03 02:27:30", None, CANNOT_TELL),
        ("2023-05-03T02:27", "2023:05:03 02:27:30", None, CANNOT_TELL),
        ("2023-05-03T14:40", "2023:05:03 02:27:30", None, TENSION),  # west of any place
        ("2023-05-01T23:27", "2023:05:03 02:27:30", None, TENSION),
        # No zone, and the place's offset is known.
        ("2023-05-02T23:27", "2023:05:03 02:27:30", KYIV_SUMMER, FITS),
        ("2023-05-03T02:27", "2023:05:03 02:27:30", KYIV_SUMMER, TENSION),
        ("2023-05-03T23:27", "2023:05:03 02:27:30", KYIV_SUMMER, TENSION),
        # A doubled hour: both offsets are in force.
        ("2023-10-29T00:30", "2023:10:29 03:30:00", KYIV_AUTUMN, FITS),
        ("2023-10-29T01:30", "2023:10:29 03:30:00", KYIV_AUTUMN, FITS),
    ],
)  # fmt: skip
def test_a_device_clock_fits_or_is_in_tension_and_never_refutes(
    claimed: str, clock: str, offsets: frozenset[timedelta] | None, verdict: Verdict
) -> None:
    assert device(minute(claimed), taken(DTO, clock), offsets=offsets).verdict is verdict


def test_a_clock_of_no_zone_fits_without_a_place_only_if_every_zone_does() -> None:
    whole_week = TimeInterval(utc("2023-05-01T00:00"), utc("2023-05-08T00:00"))
    assert device(whole_week, taken(DTO, "2023:05:03 02:27:30")).verdict is FITS


def test_the_length_of_a_clip_is_allowed_for_because_either_end_may_be_stamped() -> None:
    claimed, clock = minute("2023-05-02T23:27"), taken(DTO, "2023:05:03 02:50:00+03:00")
    assert device(claimed, clock).verdict is TENSION
    assert device(claimed, clock, length=timedelta(minutes=20)).verdict is FITS


def test_a_device_set_to_its_home_zone_is_told() -> None:
    checked = device(
        minute("2023-05-02T23:27"), taken(DTO, "2023:05:02 19:27:10"), offsets=KYIV_SUMMER
    )
    assert checked.verdict is TENSION
    assert checked.sentence.endswith("It would fit if the device's clock was set to UTC-04:00.")


def test_the_sentence_and_numbers_say_what_was_held_against_what() -> None:
    checked = device(minute("2023-05-01T23:27"), taken(DTO, "2023:05:03 02:27:30+03:00"))
    assert checked.sentence == (
        "The device's clock (EXIF DateTimeOriginal: “2023:05:03 02:27:30+03:00”), read with its "
        "offset of UTC+03:00, says 2023-05-02 23:27:30 UTC, 23 hours 59 minutes after the claimed "
        "time (2023-05-01 23:27 to 2023-05-01 23:27:59 UTC). A device's clock may be set wrong, so "
        "this does not refute the claim."
    )
    assert checked.numbers == {
        "tag": DTO,
        "read": "with its offset of UTC+03:00",
        "embedded_earliest": "2023-05-02T23:27:30Z",
        "embedded_latest": "2023-05-02T23:27:30.999999Z",
        "claimed_earliest": "2023-05-01T23:27:00Z",
        "claimed_latest": "2023-05-01T23:27:59.999999Z",
        "gap_s": 86370.000001,
        "tolerance_s": 300.0,
    }


def test_a_file_that_does_not_say_when_it_was_made_cannot_tell() -> None:
    assert device(minute("2023-05-02T23:27")).verdict is CANNOT_TELL


@pytest.mark.parametrize(
    ("claimed", "fix", "verdict"),
    [
        ("2023-05-02T23:27", "2023:05:02 23:27:20", FITS),
        ("2023-05-02T23:27", "2023:05:02 22:50:00", CANNOT_TELL),  # an older fix was kept
        ("2023-05-02T23:27", "2023:05:01 23:27:00", TENSION),
        ("2023-05-02T23:27", "2013:05:02 23:27:00", TENSION),  # kept for ever
        ("2023-05-02T23:27", "2023:05:03 02:27:20", TENSION),  # local time as UTC
        ("2023-05-02T23:27", "2023:05:03 23:27:20", TENSION),  # the wrong day
        ("2023-05-02T23:27", "2023:05:05 23:27:20", IMPOSSIBLE),
        ("2003-09-16T23:27", "2023:05:02 23:27:20", TENSION),  # 1024 weeks
    ],
)
def test_a_receiver_refutes_only_what_no_old_fix_and_no_careless_writer_explains(
    claimed: str, fix: str, verdict: Verdict
) -> None:
    assert receiver(minute(claimed), receiver_fix(fix)).verdict is verdict


def test_a_receiver_does_not_refute_what_another_clock_of_the_file_allows() -> None:
    claimed, fix = minute("2023-05-02T23:27"), receiver_fix("2023:05:09 23:27:20")
    assert receiver(claimed, fix).verdict is IMPOSSIBLE
    contradicting = receiver(claimed, fix, taken(DTO, "2023:05:03 02:27:00"))
    assert contradicting.verdict is TENSION
    assert "contradicts itself" in contradicting.sentence


def test_a_receiver_alone_does_not_fit_where_the_device_says_another_day() -> None:
    claimed, fix = minute("2008-10-23T14:27"), receiver_fix("2008:10:23 14:27:07")
    assert receiver(claimed, fix).verdict is FITS
    assert receiver(claimed, fix, taken(DTO, "2008:10:22 16:28:39")).verdict is TENSION


def test_the_clock_of_a_track_ticks_and_so_is_no_old_fix() -> None:
    clock = taken("gpmd:GPS clock", "2023-05-02T23:27:20+00:00")
    assert receiver(minute("2023-05-02T23:27"), clock).verdict is FITS
    assert receiver(minute("2023-05-02T23:57"), clock).verdict is TENSION
    assert receiver(minute("2023-05-07T23:27"), clock).verdict is IMPOSSIBLE


def written(claimed: str, *readings: Reading, is_copy: bool = False) -> Checked:
    held = ClaimedTime(minute(claimed), frozenset({timedelta(hours=-8)}))
    checked = by_written_date(held, clocks_in(readings), NO_LENGTH, is_copy=is_copy)
    assert checked
    return checked


def test_both_readings_of_a_quicktime_clock_are_tried_and_the_one_that_fits_is_named() -> None:
    by_standard = written("2019-11-18T15:45", *quicktime("2019-11-18T15:45:32"))
    assert (by_standard.verdict, by_standard.numbers["read"]) == (FITS, "as UTC")
    local = written("2019-11-18T23:45", *quicktime("2019-11-18T15:45:32"))
    assert (local.verdict, local.numbers["read"]) == (FITS, "as local time at UTC-08:00")
    neither = written("2019-11-18T20:45", *quicktime("2019-11-18T15:45:32"))
    assert neither.verdict is TENSION


def test_a_copy_is_written_after_what_it_shows_and_never_before() -> None:
    clock = quicktime("2019-11-18T15:45:32")
    assert written("2019-11-10T15:45", *clock).verdict is TENSION
    assert written("2019-11-10T15:45", *clock, is_copy=True).verdict is CANNOT_TELL
    assert written("2019-11-20T15:45", *clock, is_copy=True).verdict is TENSION


@pytest.mark.parametrize(
    ("claimed", "of", "verdict"),
    [
        ("2023-05-02T23:27", "made", FITS),
        ("2023-05-01T23:27", "made", TENSION),
        ("2023-05-02T23:27", "saved", CANNOT_TELL),
        ("2023-04-01T23:27", "saved", CANNOT_TELL),
        ("2023-05-04T23:27", "saved", TENSION),
    ],
)
def test_a_file_name_hints_and_a_name_of_saving_only_bounds(
    claimed: str, of: str, verdict: Verdict
) -> None:
    held = ClaimedTime(minute(claimed), KYIV_SUMMER)
    checked = by_file_name(held, clocks_in([named("2023-05-03 02:27:30", of)]), NO_LENGTH)
    assert checked
    assert checked.verdict is verdict


def test_a_change_speaks_only_where_it_lies_before_the_claimed_time() -> None:
    clocks = clocks_in([changed("2023:05:03 02:27:30")])

    def check(text: str) -> Checked | None:
        return by_change_date(ClaimedTime(minute(text), KYIV_SUMMER), clocks, NO_LENGTH)

    assert check("2023-05-02T20:00") is None
    later = check("2023-05-04T23:27")
    assert later
    assert later.verdict is TENSION


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        ("2023-05-02T23:27", CANNOT_TELL),
        ("2023-05-03T08:00", CANNOT_TELL),  # within the time that the posting may have been
        ("2023-05-03T09:03", TENSION),
        ("2023-05-03T09:10", IMPOSSIBLE),
        ("2033-05-03T09:10", IMPOSSIBLE),
    ],
)
def test_nothing_is_filmed_after_it_was_posted(claimed: str, verdict: Verdict) -> None:
    posted = TimeInterval(utc("2023-05-03T07:00"), utc("2023-05-03T09:00"))
    known = FirstKnown(posted, "a post of Channel B")
    assert by_first_known(ClaimedTime(minute(claimed)), known, NO_LENGTH).verdict is verdict


def test_a_live_stream_may_be_filmed_while_it_is_posted() -> None:
    posted = TimeInterval(utc("2023-05-03T07:00"), utc("2023-05-03T07:00"))
    claimed, known = ClaimedTime(minute("2023-05-03T07:50")), FirstKnown(posted, "a stream")
    assert by_first_known(claimed, known, NO_LENGTH).verdict is IMPOSSIBLE
    assert by_first_known(claimed, known, timedelta(hours=1)).verdict is TENSION


@pytest.mark.parametrize(
    ("dated", "verdict"),
    [
        (datetime(2023, 5, 2, 23, 0, tzinfo=UTC), TENSION),
        # Within the five minutes by which clocks drift, and long after: a copy.
        (datetime(2023, 5, 2, 23, 23, tzinfo=UTC), None),
        (datetime(2023, 6, 1, tzinfo=UTC), None),
    ],
)
def test_only_a_file_date_before_the_claimed_time_weighs(
    dated: datetime, verdict: Verdict | None
) -> None:
    claimed = ClaimedTime(minute("2023-05-02 23:27"))
    checked = by_file_date(claimed, dated, NO_LENGTH)
    assert (checked and checked.verdict) == verdict
    if checked:
        assert checked.numbers["before_s"] == 27 * 60
        assert "27 minutes before the claimed time" in checked.sentence


def test_a_fix_is_fresh_only_where_the_clocks_agree_in_a_known_zone() -> None:
    clocks = clocks_in([taken(DTO, "2023:05:03 02:27:30"), receiver_fix("2023:05:02 23:27:00")])
    assert is_fix_fresh(clocks, KYIV_SUMMER, NO_LENGTH)
    assert not is_fix_fresh(clocks, frozenset({timedelta(hours=2)}), NO_LENGTH)
    assert not is_fix_fresh(clocks, None, NO_LENGTH)


def test_every_offset_of_the_zone_database_since_1980_is_known() -> None:
    quarters = [datetime(1980, 1, 1, tzinfo=UTC) + timedelta(days=91 * n) for n in range(220)]
    used = {
        when.astimezone(zone).utcoffset()
        for zone in map(ZoneInfo, available_timezones())
        for when in quarters
    }
    assert {offset for offset in used if offset and not offset.seconds % 900} <= OFFSETS_IN_USE


MOMENTS = st.integers(631_152_000, 2_051_222_400).map(lambda s: datetime.fromtimestamp(s, UTC))
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=3))
ZONES = st.sampled_from(sorted(OFFSETS_IN_USE))


@given(MOMENTS, ZONES, LENGTHS, LENGTHS, st.booleans())
def test_a_true_claim_is_never_refuted_by_a_careless_but_working_device(
    when: datetime, zone: timedelta, before: timedelta, after: timedelta, knows_zone: bool
) -> None:
    face = (when + zone).strftime("%Y:%m:%d %H:%M:%S")
    claimed = ClaimedTime(
        TimeInterval(when - before, when + after), frozenset({zone}) if knows_zone else None
    )
    clocks = clocks_in([taken(DTO, face), receiver_fix(face), changed(face)])
    checked = by_device_clock(claimed, clocks, NO_LENGTH)
    assert checked
    assert checked.verdict in ((FITS,) if knows_zone else (FITS, CANNOT_TELL))
    by_receiver = by_receiver_clock(claimed, clocks, NO_LENGTH)
    assert by_receiver
    assert by_receiver.verdict is not IMPOSSIBLE


@given(MOMENTS, MOMENTS, MOMENTS, ZONES, LENGTHS, LENGTHS, st.booleans())
def test_a_claim_made_wider_never_stands_worse(
    when: datetime, fix: datetime, said: datetime, zone: timedelta, before: timedelta,
    after: timedelta, knows_zone: bool,
) -> None:  # fmt: skip
    offsets = frozenset({zone}) if knows_zone else None
    narrow = ClaimedTime(TimeInterval(said, said), offsets)
    wide = ClaimedTime(TimeInterval(said - before, said + after), offsets)
    shown = "%Y:%m:%d %H:%M:%S"
    readings = [
        taken(DTO, when.strftime(shown)),
        receiver_fix(fix.strftime(shown)),
        *quicktime(when.strftime(shown)),
        named(when.strftime(shown), "saved"),
    ]
    clocks, known = clocks_in(readings), FirstKnown(TimeInterval(fix, fix), "a post")

    def verdicts(claimed: ClaimedTime) -> list[Verdict]:
        found = [
            by_device_clock(claimed, clocks, NO_LENGTH),
            by_receiver_clock(claimed, clocks, NO_LENGTH),
            by_written_date(claimed, clocks, NO_LENGTH, is_copy=False),
            by_file_name(claimed, clocks, NO_LENGTH),
            by_first_known(claimed, known, NO_LENGTH),
        ]
        return [one.verdict for one in found if one]

    pairs = zip(verdicts(wide), verdicts(narrow), strict=True)
    assert all(BADNESS[wider] <= BADNESS[other] for wider, other in pairs)


@given(MOMENTS, LENGTHS, MOMENTS, LENGTHS)
def test_a_gap_is_the_same_from_both_sides(
    first: datetime, long: timedelta, second: datetime, wide: timedelta
) -> None:
    here, there = TimeInterval(first, first + long), TimeInterval(second, second + wide)
    assert gap(here, there) == -gap(there, here)
    assert bool(gap(here, there)) != here.overlaps(there)


def test_each_tag_is_the_kind_of_clock_that_it_is() -> None:
    kinds = {
        clock.tag: clock.kind
        for clock in clocks_in(
            [
                taken(DTO, "2023:05:03 02:27:30"),
                taken("EXIF DateTimeDigitized", "2023:05:03 02:27:30"),
                taken("format:tags:com.apple.quicktime.creationdate", "2023-05-03T02:27:30+0300"),
                *quicktime("2023-05-03T02:27:30"),
                receiver_fix("2023:05:03 02:27:30"),
                taken("camm:GPS clock", "2023-05-03T02:27:30Z"),
            ]
        )
    }
    assert list(kinds.values()) == [
        ClockKind.DEVICE,
        ClockKind.WRITTEN,
        ClockKind.DEVICE,
        ClockKind.WRITTEN,
        ClockKind.RECEIVER,
        ClockKind.TRACK,
    ]
