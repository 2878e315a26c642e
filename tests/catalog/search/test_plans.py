"""No query of the search page reads a table from end to end, on either database."""

from dataclasses import replace
from unittest import mock
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Appearance, Case, Item, Source
from catalog.search import bounds, saved, scan, seen
from catalog.search.query import Query
from catalog.search.scan import MOST_ROWS
from media_tools.places import Place
from tests.catalog.search.catalogue import NIGHT, When, Where, add_items, between
from tests.catalog.search.plans import scans

KNOWN: list[Where | When] = [Where(Place(55.301, 44.02, 50)), When(between("23:10", "23:20"))]
PLACE = "near=55.3%2C44.02&within=2km"
BOX = "bbox=179,50,-179,60"
POLYGON = "polygon=55.2,43.9;55.4,43.9;55.3,44.2"
TIME = "from=2023-05-02+23%3A00+UTC&to=2023-05-02+23%3A45+UTC"
EVERY_FILTER = (
    "case=KRM&kind=video&device=Phone&codec=h264&state=waiting&workflow=new&sensitivity=unknown"
    "&contradiction=none&source=kar&has=sound&has=gps"
)
FILTERED = [
    f"{found}&{EVERY_FILTER}" for found in ("sort=added", "text=clip", f"{PLACE}&{TIME}&text=clip")
]
ASKED = [
    "",
    PLACE,
    BOX,
    POLYGON,
    TIME,
    f"{PLACE}&{TIME}",
    f"{BOX}&{TIME}&basis=claimed",
    "basis=assessed",
    "sort=time",
    "kind=audio&sort=time",
    "case=KRM&sort=time&basis=claimed",
    f"{PLACE}&{TIME}&text=clip&kind=video&state=waiting&source=kar",
    f"{PLACE}&{TIME}&text=clip&kind=video&basis=claimed",
    *(f"{PLACE}&{TIME}&sort={order}" for order in ("added", "time", "distance")),
    f"{PLACE}&{TIME}&page=0_111000_3",
    f"{PLACE}&certainty=possible",
    "text=clip",
    "text=clip&kind=video",
    "text=clip&kind=video&case=KRM&workflow=new",
    "text=clip&kind=audio&state=waiting",
    f"{PLACE}&text=clip&kind=video&case=KRM",
    *("kind=video", "case=KRM&device=Canon", "source=kar&codec=h264", "has=gps&has=sound"),
    *("workflow=new&sensitivity=unknown", "contradiction=unresolved", "contradiction=none"),
    "added_after=2023-05-02T23:30:00Z&case=KRM",
]


@pytest.fixture
def full(case: Case, other_case: Case) -> None:
    """Items in both cases, and what every filter finds."""
    items = add_items(case, *([KNOWN] * 60))
    Item.objects.update(device="Phone", codec="h264", has_sound=True, has_gps=True)
    source = Source.objects.create(case=case, name="kar")
    Appearance.objects.bulk_create(
        Appearance(item=item, source=source, collected_at=NIGHT) for item in items
    )
    add_items(other_case, *([KNOWN] * 5))


VIEW = "/search/clusters?zoom=6&map=40,50,50,60"
SAVED = "/search/saved/"
ADDRESSES = [
    *(f"/search/?{asked}" for asked in (*ASKED, *FILTERED)),
    VIEW,
    f"{VIEW}&{PLACE}&{TIME}",
    SAVED,
]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("most", [MOST_ROWS, 8])
def test_no_query_of_the_page_reads_a_table_from_end_to_end(
    client: Client, analyst: User, address: str, most: int
) -> None:
    client.force_login(analyst)
    if address == SAVED:
        for asked in ASKED[1:]:
            query = Query.from_params(parse_qs(asked))
            saved.save(analyst, asked, replace(query, page=None))
    with (
        mock.patch.object(scan, "MOST_ROWS", most),
        mock.patch.object(scan, "COUNTED_TO", most // 2),
        mock.patch.object(seen, "MOST_SEEN", most),
        mock.patch.object(bounds, "MOST_LOOKED_AT", most),
        mock.patch.object(bounds, "MOST_LED", most),
        CaptureQueriesContext(connection) as queries,
    ):
        page = client.get(address).content.decode()
    if page.count('class="hit"') == 50 and most == MOST_ROWS:
        assert len(queries) <= 25
    for sql in {query["sql"] for query in queries}:
        if sql.startswith("SELECT"):
            assert not [step for step in scans(sql) if not _is_small(step)], sql


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("asked", FILTERED)
def test_a_page_of_50_hits_takes_25_queries_whatever_is_chosen(
    client: Client, analyst: User, asked: str
) -> None:
    client.force_login(analyst)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/search/?{asked}").content.decode()
    assert page.count('class="hit"') == 50
    assert len(queries) <= 25


def test_whose_items_they_are_is_asked_of_the_index_and_not_of_each_item(
    client: Client, case: Case, analyst: User
) -> None:
    client.force_login(analyst)
    visible = Item.objects.visible_to(analyst)
    for items, asks_each in ((visible, False), (visible.filter(number__gt=0), True)):
        with CaptureQueriesContext(connection) as queries:
            scan.look(Query.from_params({"near": "55.3,44.02", "within": "2km"}), items, 10)
        assert ("EXISTS" in queries[-1]["sql"]) is asks_each


def _is_small(step: str) -> bool:
    """Cases are few, and the sample is a small part of all."""
    return " catalog_case " in f"{step} " or step.endswith("INDEX presences_sampled")
