"""What is already known of an item or incident, drawn beside a place that is being claimed."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.claims.facts import facts_in
from catalog.claims.known_places import MOST_SHOWN, known_places, map_context
from catalog.claims.record import Statement, record
from catalog.custody.chain import Actor
from catalog.index import refresh
from catalog.models import (
    Case,
    ClaimKind,
    Incident,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Reading,
    Run,
    State,
)


def claimed(about: Item | Incident, kind: ClaimKind, words: str, person: User) -> None:
    record(about, Statement(kind, words, facts_in(kind, words)), Actor.of(person))


@pytest.fixture
def filmed(an_item: Item) -> Item:
    """An item whose file says where it was, and how wide its lens saw."""
    run = Run.objects.create(item=an_item, step="exif", version=99, state=State.DONE)
    position = {"latitude": 55.29053, "longitude": 44.01171, "radius_m": 12.0}
    view = {
        "horizontal_deg": 63.4,
        "vertical_deg": 49.7,
        "error_deg": 3.1,
        "basis": "35 mm equivalent of 29 mm",
    }
    for at, (meaning, value) in enumerate((("position", position), ("field_of_view", view))):
        Reading.objects.create(
            run=run, tag=f"tag {at}", text="", meaning=meaning, value=value, tool="a test"
        )
    refresh(an_item)
    return an_item


def test_an_items_own_position_stands_beside_what_is_claimed(filmed: Item, analyst: User) -> None:
    claimed(filmed, ClaimKind.PLACE, "55.3, 44.02 ± 120 m", analyst)
    claimed(filmed, ClaimKind.VIEWPOINT, "55.29, 44.01, heading 27°, fov 62°", analyst)
    claimed(filmed, ClaimKind.TIME, "3 May 2023 02:27 UTC", analyst)
    known = {(one.basis, one.facet): one for one in known_places(filmed)}
    assert set(known) == {
        ("claimed", "Thing seen"),
        ("claimed", "Camera"),
        ("embedded", "Camera"),
    }
    assert known["embedded", "Camera"].origin == "tag 0"
    assert known["claimed", "Thing seen"].radius_m == 120
    assert known["claimed", "Camera"].heading_deg == 27


def test_the_lens_suggests_a_field_of_view_with_its_basis(filmed: Item) -> None:
    (view,) = map_context(filmed)["suggested_views"]
    assert (view["horizontal_deg"], view["error_deg"]) == (63.4, 3.1)
    assert view["basis"] == "35 mm equivalent of 29 mm"


def test_an_incident_shows_its_place_its_claims_and_the_items_that_show_it(
    filmed: Item, case: Case, analyst: User
) -> None:
    incident = Incident.objects.create(
        case=case, title="First strike", latitude=55.3, longitude=44.02, radius_m=50
    )
    claimed(incident, ClaimKind.PLACE, "55.31, 44.02 ± 1 km", analyst)
    link = {"incident": incident, "item": filmed, "decided_at": timezone.now()}
    IncidentItem.objects.create(**link, role=IncidentRole.SHOWS, status=LinkStatus.CONFIRMED)
    refresh(filmed)
    assert [(one.basis, one.facet) for one in known_places(incident)] == [
        ("assessed", "Thing seen"),
        ("claimed", "Thing seen"),
        ("embedded", "Camera"),
    ]


def test_however_much_is_known_a_few_are_shown_at_the_same_cost(
    filmed: Item, analyst: User
) -> None:
    with CaptureQueriesContext(connection) as few:
        map_context(filmed)
    for at in range(30):
        claimed(filmed, ClaimKind.PLACE, f"55.{at:02d}, 44.02", analyst)
    with CaptureQueriesContext(connection) as many:
        assert len(map_context(filmed)["known"]) == MOST_SHOWN
    assert len(many) == len(few)


def test_nothing_is_known_of_what_is_not_there_yet() -> None:
    assert map_context()["known"] == []
