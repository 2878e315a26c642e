"""What a search answers: certain or possible, why, in which order, and to whom."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest import mock

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from catalog.models import Appearance, Basis, Case, Facet, Item, Source
from catalog.search import scan
from catalog.search.find import PAGE_SIZE, find, find_among
from catalog.search.query import Query
from media_tools.places import Place
from media_tools.times import TimeInterval
from tests.catalog.search.catalogue import NIGHT, When, Where, add_items, between

AT_THE_CITADEL = {"near": "55.3,44.02", "within": "2km"}
BY_NIGHT = {"from": "2023-05-02 23:00 UTC", "to": "2023-05-02 23:45 UTC"}


def _found(person: User, **params: str) -> list[tuple[str, str]]:
    names = {"from_": "from"}
    query = Query.from_params({names.get(name, name): said for name, said in params.items()})
    return [(hit.item.ref, hit.certainty.value) for hit in find(query, person).hits]


def test_a_disc_wholly_inside_is_certain_and_one_across_the_edge_possible(
    case: Case, analyst: User
) -> None:
    add_items(
        case,
        [Where(Place(55.301, 44.02, 50))],
        [Where(Place(55.301, 44.02, 5000))],
        [Where(Place(55.4, 44.02, 50))],
    )
    assert _found(analyst, **AT_THE_CITADEL) == [("KRM-0001", "certain"), ("KRM-0002", "possible")]


def test_a_position_of_unstated_radius_is_taken_within_100_m_and_says_so(
    case: Case, analyst: User
) -> None:
    add_items(case, [Where(Place(55.3, 44.02), Basis.EMBEDDED)])
    [hit] = find(Query.from_params(AT_THE_CITADEL), analyst).hits
    assert hit.certainty == "certain"
    assert hit.matched[0].why == "disc inside circle; no radius stated, 100 m taken"
    [hit] = find(Query.from_params(AT_THE_CITADEL | {"within": "90m"}), analyst).hits
    assert hit.certainty == "possible"


def test_an_item_needs_a_place_and_a_time_inside_to_be_certain(case: Case, analyst: User) -> None:
    here, elsewhere = Where(Place(55.3, 44.02, 10)), Where(Place(10, 10, 10))
    inside, across = When(between("23:10", "23:20")), When(between("22:10", "23:20"))
    add_items(case, [here, inside], [here, across], [elsewhere, inside], [here], [inside])
    asked = AT_THE_CITADEL | BY_NIGHT
    results = find(Query.from_params(asked), analyst)
    assert [(hit.item.ref, hit.certainty.value) for hit in results.hits] == [
        ("KRM-0001", "certain"),
        ("KRM-0002", "possible"),
    ]
    assert (results.counts.certain, results.counts.possible) == (1, 1)


def test_a_time_of_unknown_zone_does_not_vanish(case: Case, analyst: User) -> None:
    day = TimeInterval(datetime(2023, 5, 2, 12, tzinfo=UTC), datetime(2023, 5, 3, 14, tzinfo=UTC))
    add_items(case, [When(day, Basis.EMBEDDED)])
    assert _found(analyst, from_=BY_NIGHT["from"], to=BY_NIGHT["to"]) == [("KRM-0001", "possible")]


def test_a_time_with_an_open_end_is_possible_within_and_certain_beyond(
    case: Case, analyst: User
) -> None:
    add_items(case, [When(TimeInterval(NIGHT, None))])
    assert _found(analyst, **BY_NIGHT_KEYS) == [("KRM-0001", "possible")]
    assert _found(analyst, from_=BY_NIGHT["from"]) == [("KRM-0001", "certain")]


BY_NIGHT_KEYS = {"from_": BY_NIGHT["from"], "to": BY_NIGHT["to"]}


def test_only_the_asked_kinds_of_fact_match(case: Case, analyst: User) -> None:
    add_items(
        case,
        [Where(Place(55.3, 44.02, 10), Basis.CLAIMED)],
        [Where(Place(55.3, 44.02, 10), Basis.EMBEDDED)],
    )
    assert _found(analyst, basis="embedded", **AT_THE_CITADEL) == [("KRM-0002", "certain")]
    assert _found(analyst, basis="claimed") == [("KRM-0001", "certain")]


def test_every_match_says_what_it_is_and_how_far(case: Case, analyst: User) -> None:
    place = Where(Place(55.31, 44.02, 30), Basis.EMBEDDED, Facet.CAMERA, "GPS position")
    add_items(case, [place, When(between("22:50", "23:10"))])
    hit = find(Query.from_params(AT_THE_CITADEL | BY_NIGHT), analyst).hits[0]
    of_place, of_time = hit.matched
    assert (of_place.extent.origin, of_place.why) == ("GPS position", "disc inside circle")
    assert of_place.distance_m == pytest.approx(1113.6, abs=0.5)
    assert of_time.why == "time crosses the edge of the window"
    assert hit.distance_m == of_place.distance_m


def test_all_words_must_occur_in_any_case(case: Case, analyst: User) -> None:
    add_items(case, [], title="Вибух над цитаделлю")
    assert _found(analyst, text="ЦИТАДЕЛЛЮ вибух") == [("KRM-0001", "certain")]
    assert _found(analyst, text="вибух міст") == []


def test_a_percent_sign_is_a_character_and_not_a_wildcard(case: Case, analyst: User) -> None:
    add_items(case, [], title="clip")
    assert _found(analyst, text="%") == []


def test_a_source_is_found_by_its_name(case: Case, analyst: User) -> None:
    items = add_items(case, [], [])
    source = Source.objects.create(case=case, name="@kar_live")
    Appearance.objects.create(item=items[1], source=source, collected_at=NIGHT)
    assert _found(analyst, source="@kar_live") == [("KRM-0002", "certain")]


def test_the_newest_come_first_when_nothing_is_asked(case: Case, analyst: User) -> None:
    add_items(case, [], [], [])
    assert [ref for ref, _ in _found(analyst)] == ["KRM-0003", "KRM-0002", "KRM-0001"]


@pytest.mark.parametrize("sort", ["added", "time", "distance"])
@pytest.mark.parametrize("asked", [{}, AT_THE_CITADEL, BY_NIGHT, AT_THE_CITADEL | BY_NIGHT])
def test_pages_hold_every_hit_once_and_in_order(
    case: Case, sort: str, asked: dict[str, str]
) -> None:
    for n in range(20):
        place = Where(Place(55.3 + n % 5 / 1000, 44.02, 10 * n))
        add_items(case, [place, When(between(f"23:{n % 7:02}", f"23:{40 + n:02}"))])
    whole = find_among(Query.from_params({**asked, "sort": sort}), Item.objects.all())
    refs: list[str] = []
    page = ""
    while True:
        query = Query.from_params({**asked, "sort": sort, "page": page})
        results = find_among(query, Item.objects.all(), size=3)
        refs += [hit.item.ref for hit in results.hits]
        if results.next_page is None:
            break
        page = str(results.next_page)
    assert refs == [hit.item.ref for hit in whole.hits]
    assert len(refs) == whole.counts.total
    if sort == "distance" and "near" in asked:
        of_a_kind = pairwise(whole.hits)
        assert all(
            one.certainty < other.certainty or one.distance_m <= other.distance_m
            for one, other in of_a_kind
            if one.distance_m is not None and other.distance_m is not None
        )


def test_a_search_asks_the_database_as_often_for_many_as_for_one(
    case: Case, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    add_items(case, *([Where(Place(55.3, 44.02, 10))] for _ in range(PAGE_SIZE + 5)))
    with django_assert_max_num_queries(5):
        results = find(Query.from_params(AT_THE_CITADEL), analyst)
    assert len(results.hits) == PAGE_SIZE
    assert results.counts.certain == PAGE_SIZE + 5


@pytest.mark.parametrize("person", ["stranger", "uploader", "auditor"])
def test_who_may_not_see_finds_nothing_and_learns_no_count(
    case: Case, person: str, request: pytest.FixtureRequest
) -> None:
    add_items(case, [Where(Place(55.3, 44.02, 10))])
    somebody = request.getfixturevalue(person)
    for params in ({}, AT_THE_CITADEL, {"text": "clip"}, {"case": "KRM"}):
        results = find(Query.from_params(params), somebody)
        assert (results.hits, results.counts.total) == ((), 0)


def test_what_is_known_of_all_cases_is_forgotten_for_whoever_sees_some(
    case: Case, other_case: Case, analyst: User
) -> None:
    everything = Item.objects.all()
    assert everything.case_ids.keys() == {case.code, other_case.code}
    assert everything.visible_to(analyst).case_ids.keys() == {case.code}


@pytest.mark.parametrize("sort", ["time", "added", "distance"])
@pytest.mark.parametrize(
    "place",
    [
        {"polygon": "55.24,44.09;55.39,44.02;55.33,-100"},
        {"near": "55.3,44.0", "within": "20000km"},
        {"bbox": "-179,-80,179,80"},
    ],
)
def test_a_fact_that_lies_in_many_boxes_of_the_index_crowds_out_no_other(
    case: Case, place: dict[str, str], sort: str
) -> None:
    time = TimeInterval(NIGHT, NIGHT + timedelta(hours=1))
    wide: list[Where | When] = [Where(Place(55.22, 44.1, 20_100_000.0)), When(time)]
    narrow = [[Where(Place(55.28 + number / 1000, 44.0))] for number in range(6)]
    items = add_items(case, *narrow, wide, *narrow)
    query, found = Query.from_params({**place, "sort": sort}), list[str]()
    with mock.patch.object(scan, "MOST_ROWS", 4), mock.patch.object(scan, "COUNTED_TO", 2):
        while True:
            results = find_among(query, Item.objects.all(), 2)
            found += [hit.item.ref for hit in results.hits]
            if results.next_page is None:
                break
            query = query.on_page(results.next_page)
    assert sorted(found) == [item.ref for item in items]
