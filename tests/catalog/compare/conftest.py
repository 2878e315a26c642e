"""What the tests of comparisons share with those of the item page."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from catalog import index
from catalog.claims.record import Statement, record
from catalog.custody.chain import Actor
from catalog.models import Case, ClaimKind, Item, Sensitivity
from tests.catalog.review.conftest import (
    add_frame_times,
    add_frames,
    as_analyst,
    finish,
    mp4,
    nothing_is_sent,
    take_in,
)

__all__ = ["as_analyst", "mp4", "nothing_is_sent"]
Make = Callable[[str], Item]


@pytest.fixture
def make(case: Case, analyst: User, mp4: bytes, tmp_path: Path) -> Make:
    """Clips that differ in a byte, each scanned, five seconds long."""

    def made(name: str) -> Item:
        item = take_in(case, analyst, mp4 + name.encode(), name)
        finish(item, "probe")
        scan = finish(item, "scan")
        add_frames(scan, tmp_path, 5)
        add_frame_times(scan, tmp_path, 50)
        scan.measurements.create(
            name="duration", value=5, unit="s", uncertainty=0.1, method="counted"
        )
        Item.objects.filter(pk=item.pk).update(sensitivity=Sensitivity.NOT_GRAPHIC)
        index.refresh(item)
        item.refresh_from_db()
        return item

    return made


def said_at(item: Item, analyst: User, hour: int, minute: int) -> None:
    moment = datetime(2023, 5, 2, hour, minute, tzinfo=UTC)
    facts = {"earliest": moment, "latest": moment, "zone_basis": "stated"}
    record(item, Statement(ClaimKind.TIME, "then", facts), Actor.of(analyst))
