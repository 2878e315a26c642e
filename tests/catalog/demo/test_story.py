"""The story is one the catalogue can take in, and its sources contradict each other."""

from pathlib import Path

import pytest

from catalog.claims.time_phrase import read_time
from catalog.demo.exhibits import EXHIBITS, HARBOUR_FIRST_FILE, PHONE_FILE, Exhibit, Posting
from catalog.demo.load import CannotLoad, load
from catalog.demo.story import HAPPENINGS, SPEAKERS
from catalog.demo.truth import HARBOUR_FIRST
from catalog.intake import ClaimSheet
from catalog.models import (
    Appearance,
    Case,
    Claim,
    CustodyEvent,
    Incident,
    IncidentItem,
    Item,
    Source,
)
from media_tools.places import distance_m
from media_tools.times import TimeInterval

POSTINGS = [posting for exhibit in EXHIBITS for posting in exhibit.postings]


def _times(exhibit: Exhibit) -> list[TimeInterval]:
    return [read_time(posting.words["time"]).interval for posting in exhibit.postings]


@pytest.mark.parametrize("posting", POSTINGS, ids=lambda posting: posting.url)
def test_every_claim_is_understood(posting: Posting) -> None:
    sheet = ClaimSheet.from_words(posting.sheet_words())
    assert sheet.time is not None
    assert sheet.time.zone_basis == "stated"
    assert sheet.published_at is not None
    assert (sheet.place is not None) == ("place" in posting.words)
    assert (sheet.viewpoint is not None) == ("viewpoint" in posting.words)


def test_the_harbour_camera_is_said_to_stand_and_look_as_it_truly_does() -> None:
    words = next(e for e in EXHIBITS if e.file_name == HARBOUR_FIRST_FILE).postings[0].sheet_words()
    claimed, camera = ClaimSheet.from_words(words).viewpoint, HARBOUR_FIRST.camera
    assert claimed is not None
    assert distance_m(claimed.place, camera.stands.place) <= (claimed.place.radius_m or 0)
    assert claimed.heading_deg == camera.heading_deg
    assert claimed.field_of_view_deg == camera.field_of_view_deg


def test_everyone_who_speaks_is_introduced() -> None:
    assert {posting.source for posting in POSTINGS} == {speaker.name for speaker in SPEAKERS}


def test_the_bulletin_contradicts_the_channel_that_had_the_clip_first() -> None:
    phone = next(exhibit for exhibit in EXHIBITS if exhibit.file_name == PHONE_FILE)
    channel, bulletin = _times(phone)
    assert not channel.overlaps(bulletin)


def test_the_press_office_contradicts_the_fire_service_about_the_first_burst() -> None:
    press = read_time("3 May 2023 between 02:30 and 03:00 MSK").interval
    first = HAPPENINGS[0].burst.time
    assert not press.overlaps(TimeInterval(first, first))


def test_a_file_is_linked_only_under_its_own_name() -> None:
    known = {exhibit.file_name for exhibit in EXHIBITS}
    assert {name for happening in HAPPENINGS for name in happening.roles} == known


@pytest.mark.django_db(transaction=True)
def test_loading_twice_brings_nothing_twice(demo_files: dict[str, Path]) -> None:
    items = load(lambda _: demo_files)
    assert [item.ref for item in items] == [f"KRM-000{n}" for n in range(1, 7)]
    tables = (Item, Appearance, Claim, Incident, IncidentItem, CustodyEvent)
    counts = [table.objects.count() for table in tables]
    assert Appearance.objects.count() == len(POSTINGS)
    assert load(_must_not_render) == items
    assert [table.objects.count() for table in tables] == counts


@pytest.mark.django_db(transaction=True)
def test_the_story_is_told_in_claims_forwards_and_gradings(demo_files: dict[str, Path]) -> None:
    load(lambda _: demo_files)
    press, fire = Incident.objects.get(title="First burst").claims.order_by("id")
    assert [str(one.asserted_by) for one in (press, fire)] == ["City press office", "Fire service"]
    assert press.interval and fire.interval
    assert not press.interval.overlaps(fire.interval)
    repost = Appearance.objects.get(url="https://t.example/kar_live/10417")
    assert [str(one.source) for one in repost.chain()] == ["@kar_north", "@kar_live"]
    first = repost.chain()[0]
    assert Appearance.objects.earliest_known(first.item) == first
    assert {source.grade.letter for source in Source.objects.all() if source.grade} == set("BCD")
    assert all(source.grade for source in Source.objects.all())


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_load_goes_on_where_it_stopped(demo_files: dict[str, Path]) -> None:
    few = dict(list(demo_files.items())[:3])
    with pytest.raises(KeyError):
        load(lambda _: few)
    assert 0 < Item.objects.count() < len(EXHIBITS)
    load(lambda _: demo_files)
    assert Item.objects.count() == len(EXHIBITS)
    assert Appearance.objects.count() == len(POSTINGS)


@pytest.mark.django_db
def test_somebody_elses_case_of_that_code_is_left_alone() -> None:
    Case.objects.create(code="KRM", title="Kramer against Kramer")
    with pytest.raises(CannotLoad, match="Kramer against Kramer"):
        load(_must_not_render)
    assert not Item.objects.exists()


def _must_not_render(folder: Path) -> dict[str, Path]:
    raise AssertionError(f"Nothing was to be rendered into {folder}.")
