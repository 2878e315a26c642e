"""A frame's time in the world is told with its error and whose word it is, or not at all."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from catalog.models import Item

pytestmark = pytest.mark.django_db
BEGINS = "2023-05-02T23:26:30+00:00"


def page(client: Client, item: Item) -> str:
    return client.get(item.get_absolute_url()).content.decode()


def stamp(item: Item, zone: str) -> None:
    value = {"earliest": BEGINS, "latest": BEGINS, "zone": zone, "offset": "+00:00"}
    item.runs.get(step="probe").readings.create(
        tag="creationdate", text=BEGINS, tool="ffprobe", meaning="captured", value=value
    )


def claim(item: Item, *ends: datetime) -> None:
    words = {"kind": "time", "quote": "about half past", "recorded_at": item.added_at}
    item.claims.create(**words, earliest=ends[0], latest=ends[1])


def test_without_a_known_time_nothing_is_said(as_analyst: Client, clip: Item) -> None:
    stamp(clip, "unknown")
    assert "World times" not in page(as_analyst, clip)


def test_a_clock_with_its_zone_dates_the_frames_no_finer_than_it_may_be(
    as_analyst: Client, clip: Item
) -> None:
    stamp(clip, "stated")
    shown = page(as_analyst, clip)
    assert "World times, in UTC: 2023-05-02, embedded: creationdate" in shown
    # Five minutes of drift, and no digits that these leave open.
    assert '<span class="wc">23:27 ± 5 min</span>' in shown


def test_a_narrow_claim_dates_them_where_the_file_does_not(as_analyst: Client, clip: Item) -> None:
    claim(clip, datetime(2023, 5, 2, tzinfo=UTC), datetime(2023, 5, 3, tzinfo=UTC))
    assert "World times" not in page(as_analyst, clip)
    claim(
        clip,
        datetime(2023, 5, 2, 23, 20, 0, tzinfo=UTC),
        datetime(2023, 5, 2, 23, 20, 20, tzinfo=UTC),
    )
    shown = page(as_analyst, clip)
    assert "claimed: “about half past”, said by nobody named as the source" in shown
    assert "the narrowest of 2 claimed times" in shown
    assert '<span class="wc">23:20:10 ± 10 s</span>' in shown
