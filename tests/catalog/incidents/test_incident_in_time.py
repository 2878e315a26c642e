"""The page of an incident: bars, map and order of time with nothing, one item and many."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.assessments import assess
from catalog.claims.record import Statement, record
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.incidents import link
from catalog.incidents.shown import links_of
from catalog.models import (
    Case,
    ClaimKind,
    Confidence,
    Incident,
    IncidentRole,
    Item,
    LinkStatus,
    Verdict,
)
from tests.catalog.conftest import items_of


def page_of(burst: Incident, person: User, **asked: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(burst.get_absolute_url(), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def shows(burst: Incident, *items: Item) -> None:
    for item in items:
        link(burst, item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, COMMAND_LINE)


def test_with_nothing_known_the_page_says_so(burst: Incident, analyst: User) -> None:
    page = page_of(burst, analyst)
    assert "No time is known of the incident" in page
    assert "No place is known" in page and "Nothing was said or concluded" in page


def test_an_item_is_a_bar_and_a_row_of_the_table(
    burst: Incident, an_item: Item, analyst: User
) -> None:
    burst.earliest = burst.latest = datetime(2023, 5, 2, 23, 27, 4, tzinfo=UTC)
    burst.save()
    shows(burst, an_item)
    page = page_of(burst, analyst)
    assert 'aria-label="KRM-0001: claimed 2023-05-02 23:27 UTC"' in page
    assert "3 May 2023 02:27 UTC+3" in page and "Table of the bars" in page
    assert "1 item, 1 post" in page and "<td>gap</td>" in page
    near = page_of(burst, analyst, axis="near")
    assert 'axis=near#times" aria-current="true"' in near


def test_claimed_places_are_drawn_and_listed(burst: Incident, case: Case, analyst: User) -> None:
    (item,) = items_of(case, b"x", place="55.3, 44.02 ± 120 m")
    shows(burst, item)
    page = page_of(burst, analyst)
    assert '"radiusM": 120.0' in page and "55.3000, 44.0200" in page
    assert "Table of 1 place" in page


def test_a_claimed_viewpoint_is_drawn_once_with_the_error_of_its_heading(
    burst: Incident, case: Case, analyst: User
) -> None:
    (item,) = items_of(case, b"x", viewpoint="55.3, 44.02 ± 40 m, 210 ± 8°, 60")
    shows(burst, item)
    page = page_of(burst, analyst)
    assert '"headingErrorDeg": 8.0' in page and "210° true ± 8°, 60° wide" in page
    assert "Table of 1 place" in page


def test_a_blind_verdict_is_not_told_in_the_order_of_time(
    burst: Incident, analyst: User, reviewer: User
) -> None:
    assess(burst, Verdict.HOLDS, Confidence.HIGH, "Seen.", Actor.of(analyst))
    assert "Holds, high confidence" in page_of(burst, analyst)
    assert "Holds, high confidence" not in page_of(burst, reviewer)


def test_many_items_cost_no_more_queries_and_no_endless_page(
    burst: Incident, case: Case, analyst: User, django_assert_max_num_queries: Any
) -> None:
    made = items_of(case, *(b"%d" % n for n in range(64)), time="3 May 2023 02:27 UTC+3")
    shows(burst, *made)
    client = Client()
    client.force_login(analyst)
    with django_assert_max_num_queries(42):
        page = client.get(burst.get_absolute_url()).content.decode()
    assert page.count('class="lane confirmed"') == 60
    assert "4 more linked items not drawn" in page


def test_linked_items_come_page_by_page_with_what_is_to_be_decided_first(
    burst: Incident, case: Case, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.incidents.shown.MOST_LINKED", 3)
    made = items_of(case, *(b"%d" % n for n in range(5)))
    shows(burst, *made[:4])
    link(burst, made[4], IncidentRole.SHOWS, LinkStatus.SUGGESTED, COMMAND_LINE)
    refs: list[str] = []
    after = ""
    while True:
        page, after = links_of(burst, after)
        refs += [one.item.ref for one in page]
        if not after:
            break
    assert refs == [one.ref for one in (made[4], *made[:4])]
    shown = page_of(burst, analyst)
    assert "5 linked, 3 on this page" in shown and "of 3 of 5 linked items" in shown
    (address,) = re.findall(r'rel="next" href="\?items=([^"#]+)', shown)
    assert "5 linked, 2 on this page" in page_of(burst, analyst, items=address)


def test_the_list_of_incidents_counts_links_and_claims_apart(
    burst: Incident, case: Case, analyst: User
) -> None:
    shows(burst, *items_of(case, b"1", b"2", b"3"))
    for quote in ("two bangs", "one bang"):
        record(burst, Statement(ClaimKind.CONTENT, quote), COMMAND_LINE)
    client = Client()
    client.force_login(analyst)
    page = client.get("/incidents/").content.decode()
    assert "3<span" in page and "2<span" in page
