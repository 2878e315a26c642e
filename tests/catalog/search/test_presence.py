"""The index of where and when follows every change, in the database itself."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from catalog import index, presence
from catalog.models import Case, Extent, Item, Original, Presence
from catalog.models.presence import NO_TIME_US, NOWHERE_DEG
from catalog.search.find import find_among
from catalog.search.page import Counts
from catalog.search.query import Query
from catalog.system_checks import boxes_are_kept
from media_tools.places import Place, from_centre_m
from media_tools.times import TimeInterval
from tests.catalog.search.catalogue import NIGHT, When, Where, add_items, between

HERE, THERE = Where(Place(55.3, 44.02, 50)), Where(Place(-17.7, 179.99999, 5000))
EARLY, OPEN = When(between("23:10", "23:20")), When(TimeInterval(NIGHT, None))


def test_each_place_is_there_at_each_time_once(case: Case) -> None:
    (item,) = add_items(case, [HERE, THERE, HERE, EARLY, OPEN])
    rows = Presence.objects.filter(item=item)
    assert {(row.latitude, row.earliest_us < row.latest_us) for row in rows} == {
        (55.3, True),
        (-17.7, True),
    }
    assert rows.count() == 4


def test_items_of_one_hour_and_street_never_get_in_each_others_way(case: Case) -> None:
    (first,) = add_items(case, [HERE, THERE, EARLY, OPEN])
    # Far apart in number, and alike in the last 24 bits of it.
    distant = Item.objects.get(pk=first.pk)
    distant.pk, distant.number, distant.ref = first.pk + 2**24 * 3, 90, "KRM-0090"
    distant.original = Original.objects.create(
        sha256="f" * 64, size_bytes=1, kind="video", mime="video/mp4", received_at=NIGHT
    )
    distant.save(force_insert=True)
    for extent in Extent.objects.filter(item=first):
        extent.pk, extent.item = None, distant
        extent.save()
    for item in (distant, first, distant):
        presence.write(item.pk)
    assert Presence.objects.filter(item=first).count() == 4
    assert Presence.objects.filter(item=distant).count() == 4
    presence.write_all()
    assert Presence.objects.filter(item__in=[first, distant]).count() == 8
    assert _boxed() == set(Presence.objects.values_list("pk", flat=True))


def test_what_is_beyond_the_pairs_that_are_kept_is_found_as_well(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "MOST_PAIRS", 2)
    late = When(between("23:50", "23:55"))
    add_items(case, [HERE, THERE, EARLY, OPEN, late])
    for near, expected in (("55.3,44.02", 1), ("-17.7,-179.99", 1), ("10,100", 0)):
        query = {"near": near, "within": "9km", "from": "2023-05-02 23:49 UTC"}
        found = find_among(Query.from_params(query), Item.objects.all())
        assert found.counts == Counts(expected, 0)
    [hit] = find_among(Query.from_params({"sort": "time"}), Item.objects.all()).hits
    assert hit.certainty == "certain"


def test_what_is_not_known_lies_where_no_question_reaches(case: Case) -> None:
    add_items(case, [HERE], [EARLY], [])
    placed, timed, nothing = Presence.objects.order_by("item_id")
    assert placed.earliest_us == placed.latest_us == NO_TIME_US
    assert timed.west == timed.east == NOWHERE_DEG
    assert (nothing.west, nothing.earliest_us) == (NOWHERE_DEG, NO_TIME_US)


def test_the_point_in_metres_is_the_one_that_python_works_out(case: Case) -> None:
    add_items(case, [HERE], [THERE])
    for row in Presence.objects.all():
        expected = from_centre_m(row.latitude, row.longitude)
        assert (row.x_m, row.y_m, row.z_m) == pytest.approx(expected, abs=1e-6)


def test_a_change_of_the_facts_changes_the_rows_with_it(case: Case) -> None:
    (item,) = add_items(case, [HERE, EARLY])
    index.refresh(Item.objects.get(pk=item.pk))  # no fact of it is anywhere else
    assert not Extent.objects.filter(item=item).exists()
    assert Presence.objects.get(item=item).west == NOWHERE_DEG


def test_rows_written_for_all_are_those_written_for_each(case: Case) -> None:
    add_items(case, [HERE, THERE, EARLY, OPEN], [HERE], [OPEN], [])
    columns = [f.attname for f in Presence._meta.concrete_fields if f.name != "id"]
    before = sorted(Presence.objects.values_list(*columns))
    assert presence.write_all() == len(before)
    assert sorted(Presence.objects.values_list(*columns)) == before


@pytest.mark.django_db
def test_nothing_that_keeps_the_boxes_is_missing_after_the_migrations() -> None:
    assert presence.missing("default") == []


def _boxed() -> set[int]:
    if connection.vendor == "postgresql":
        return set(Presence.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalog_presence_box")
        return {row[0] for row in cursor.fetchall()}


def test_the_boxes_are_those_of_the_rows_whatever_is_done_to_them(case: Case) -> None:
    items = add_items(case, [HERE, EARLY], [THERE, OPEN], [OPEN])
    Presence.objects.filter(item=items[0]).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalog_presence WHERE item_id = %s", [items[1].pk])
    assert _boxed() == set(Presence.objects.values_list("pk", flat=True))
    assert len(_boxed()) == 1
    with pytest.raises(RuntimeError), transaction.atomic():
        add_items(case, [HERE])
        raise RuntimeError("the change is taken back")
    assert _boxed() == set(Presence.objects.values_list("pk", flat=True))


def test_a_changed_row_leaves_no_box_behind(case: Case) -> None:
    add_items(case, [HERE])
    # PostgreSQL's index is of the row itself; SQLite's would have to be told.
    is_refused = connection.vendor == "sqlite"
    with (
        pytest.raises(DatabaseError, match="written anew") if is_refused else nullcontext(),
        transaction.atomic(),
    ):
        Presence.objects.update(west=0.0, east=0.0)
    assert Presence.objects.filter(west=0.0).exists() is not is_refused


def test_an_index_that_lacks_a_part_is_told_and_made_anew(case: Case) -> None:
    add_items(case, [HERE], [THERE])
    part = "INDEX presences_by_box"
    if connection.vendor == "sqlite":
        part = "TRIGGER catalog_presence_box_gains"
    assert boxes_are_kept(None) == []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {part}")
    [finding] = boxes_are_kept(None)
    assert part.split()[1] in finding.msg
    call_command("reindex", stdout=StringIO())
    assert boxes_are_kept(None) == []
    assert _boxed() == set(Presence.objects.values_list("pk", flat=True))
