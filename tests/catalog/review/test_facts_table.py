"""Rows are questions, columns are kinds; nothing is merged, and empty cells say why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from catalog.dossier import dossier
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import Claim, Incident, IncidentItem, Item, Source, State
from catalog.review.facts_table import Cell, facts_table

NIGHT = datetime(2023, 5, 2, 23, 0, tzinfo=UTC)


def cells(item: Item, question: str) -> dict[str, Cell]:
    standing = standing_runs(item).values()
    rows = facts_table(item, list(standing), readings_by_meaning(item), AnonymousUser())
    return {cell.kind: cell for row in rows if row.question == question for cell in row.cells}


def claim(item: Item, by: User, kind: str = "time", **fields: Any) -> Claim:
    return Claim.objects.create(item=item, kind=kind, recorded_at=NIGHT, recorded_by=by, **fields)


def read(item: Item, tag: str, meaning: str, value: Any, text: str = "x") -> None:
    item.runs.get(step="probe").readings.create(
        tag=tag, text=text, tool="ExifRead 3", meaning=meaning, value=value
    )


def captured(zone: str, offset: str | None, earliest: datetime, latest: datetime) -> dict[str, Any]:
    return {
        "earliest": earliest.isoformat(),
        "latest": latest.isoformat(),
        "offset": offset,
        "zone": zone,
    }


def test_a_claim_is_shown_with_its_words_its_source_and_who_recorded_it(
    clip: Item, analyst: User
) -> None:
    source = Source.objects.create(case=clip.case, name="@kar_north")
    claim(
        clip,
        analyst,
        quote="about 2.30 am Moscow",
        asserted_by=source,
        earliest=NIGHT,
        latest=NIGHT + timedelta(minutes=45),
        zone_text="Moscow",
        zone_basis="stated",
    )
    (fact,) = cells(clip, "Time")["claimed"].facts
    assert fact.value == "2023-05-02 23:00 – 23:45 UTC"
    assert fact.lines == (
        "“about 2.30 am Moscow”",
        "@kar_north · zone stated: Moscow · recorded by analyst 2023-05-02",
    )


def test_a_superseded_claim_is_kept_apart_and_the_newer_says_why(clip: Item, analyst: User) -> None:
    old = claim(clip, analyst, earliest=NIGHT)
    claim(clip, analyst, latest=NIGHT, supersedes=old, reason="Misheard.")
    cell = cells(clip, "Time")["claimed"]
    assert [fact.value for fact in cell.facts] == ["2023-05-02 23:00 UTC or earlier"]
    assert [fact.value for fact in cell.superseded] == ["2023-05-02 23:00 UTC or later"]
    assert "replaces an earlier claim: Misheard." in cell.facts[0].lines


def test_a_viewpoint_answers_where_the_camera_stood_and_which_way_it_looked(
    clip: Item, analyst: User
) -> None:
    claim(
        clip,
        analyst,
        kind="viewpoint",
        latitude=55.29066,
        longitude=-44.01179,
        radius_m=34,
        heading_deg=27.3,
        heading_error_deg=2.1,
        field_of_view_deg=62,
    )
    assert cells(clip, "Camera")["claimed"].facts[0].value == "55.29066, −44.01179 ± 34 m"
    view = cells(clip, "View")["claimed"].facts[0].value
    assert view == "27.3° true ± 2.1°, field of view 62°"


@pytest.mark.parametrize(
    ("zone", "offset", "span", "value", "line"),
    [
        ("stated", "+03:00", 1, "2023-05-02 23:00:00 UTC", "2023-05-03 02:00:00 local (UTC+3)"),
        ("utc_by_standard", None, 1, "2023-05-02 23:00:00 UTC", "UTC by standard"),
        ("unknown", None, 26 * 3600 + 1, "2023-05-03 13:00:00, no zone", "so anywhere in"),
    ],
)
def test_a_clock_without_a_zone_never_becomes_utc(
    clip: Item, zone: str, offset: str | None, span: int, value: str, line: str
) -> None:
    latest = NIGHT + timedelta(seconds=span) - timedelta(microseconds=1)
    read(clip, "EXIF DateTimeOriginal", "captured", captured(zone, offset, NIGHT, latest))
    (fact,) = cells(clip, "Time")["embedded"].facts
    assert fact.value == value
    assert fact.lines[0].startswith(line)
    assert fact.tag == "EXIF DateTimeOriginal"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("trusted", "valid, by a trusted signer"),
        ("valid", "valid, by a signer nobody vouches for"),
        ("invalid", "does not hold"),
        ("absent", "none"),
        ("unreadable", "cannot tell"),
        ("remote_only", "kept elsewhere, not fetched"),
    ],
)
def test_a_signed_manifest_is_told_in_words_with_its_reasons(
    clip: Item, state: str, words: str
) -> None:
    value = {
        "state": state,
        "reasons": ["Why."],
        "generator": "Camera App 1.2",
        "signer": "Ana's camera",
        "signed_at": "2023-05-02T23:00:07+00:00",
    }
    read(clip, "C2PA validation_state", "provenance", value)
    (fact,) = cells(clip, "Signed manifest")["embedded"].facts
    assert fact.value == words
    assert fact.lines == (
        "Why.",
        "written by Camera App 1.2",
        "signed by Ana's camera",
        "signed 2023-05-02 23:00:07 UTC",
    )
    assert dossier(clip)["embedded"]["provenance"] == value


def test_two_dates_in_one_file_stay_two_facts(clip: Item) -> None:
    for tag in ("EXIF DateTimeOriginal", "QuickTime CreateDate"):
        read(clip, tag, "captured", captured("utc_by_standard", None, NIGHT, NIGHT))
    assert len(cells(clip, "Time")["embedded"].facts) == 2


def test_the_length_in_the_header_stands_beside_the_length_that_was_measured(
    clip: Item,
) -> None:
    read(clip, "format:duration", "duration", 36000.0)
    scan = clip.runs.get(step="scan")
    scan.measurements.create(
        name="duration", value=3.04, unit="s", uncertainty=0.04, method="last frame minus first"
    )
    row = cells(clip, "Length")
    assert row["embedded"].facts[0].value == "10:00:00.000"
    assert row["measured"].facts[0].value == "0:00:03.040 ± 0.04 s"
    assert row["measured"].facts[0].lines == (f"scan {scan.version}: last frame minus first",)


def test_a_measurement_that_cannot_tell_says_why(clip: Item) -> None:
    clip.runs.get(step="scan").measurements.create(
        name="sound_start", unit="s", method="first samples", cannot_tell="There is no sound."
    )
    (fact,) = cells(clip, "Length")["measured"].facts
    assert fact.value == "cannot tell sound start"
    assert fact.lines[0] == "There is no sound."


def test_an_incident_is_assessed_only_where_the_link_was_confirmed(
    clip: Item, analyst: User
) -> None:
    for status, role in (("confirmed", "shows"), ("suggested", "shows"), ("confirmed", "wrongly")):
        incident = Incident.objects.create(
            case=clip.case,
            title=f"{status} {role}",
            earliest=NIGHT,
            latest=NIGHT + timedelta(seconds=2),
            latitude=55.3,
            longitude=44.02,
            radius_m=34,
        )
        IncidentItem.objects.create(
            incident=incident,
            item=clip,
            role=role,
            status=status,
            decided_by=analyst,
            decided_at=NIGHT,
        )
    times = cells(clip, "Time")["assessed"].facts
    assert [fact.value for fact in times] == ["2023-05-02 23:00:01 UTC ± 1 s"]
    seen = [fact.value for fact in cells(clip, "Thing seen")["assessed"].facts]
    assert seen == [
        "Shows it: confirmed shows",
        "55.30000, 44.02000 ± 34 m",
        "Wrongly said to show it: confirmed wrongly",
    ]


def test_an_empty_cell_says_why_it_is_empty(clip: Item) -> None:
    def reasons(state: State) -> list[str]:
        clip.state = state
        return [cell.why_empty for cell in cells(clip, "Author").values()]

    assert reasons(State.RUNNING) == [
        "nothing claimed",
        "not read yet",
        "not measured yet",
        "not assessed",
    ]
    assert reasons(State.DONE)[1:3] == ["the file says nothing", "not measured"]
    assert reasons(State.UNREADABLE)[1] == "nothing could be read"


def test_a_still_is_not_asked_for_its_length_unless_something_answers(clip: Item) -> None:
    clip.original.kind = "image"
    assert cells(clip, "Length") == {}
    assert cells(clip, "Size")
    read(clip, "format:duration", "duration", 3.0)
    assert cells(clip, "Length")["embedded"].facts


def test_positions_claimed_and_embedded_can_be_copied_in_other_notations(
    as_analyst: Client, clip: Item, analyst: User
) -> None:
    position = {"latitude": 55.30022, "longitude": 44.02063, "radius_m": None}
    read(clip, "GPSLatitude", "position", position)
    claim(clip, analyst, "place", quote="38U MG 37820 28637", latitude=55.31, longitude=44.02)
    shown = as_analyst.get(clip.get_absolute_url()).content.decode()
    assert 'data-copy="38U MG 37820 28637"' in shown
    assert 'data-copy="geo:55.31000,44.02000"' in shown
