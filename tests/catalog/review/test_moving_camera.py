"""A clip whose camera moved: found where it really was, and told on its page."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User

from catalog import index
from catalog.dossier import dossier
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import Case, Item
from catalog.pipeline.saving import keep_files, save_rows
from catalog.review.facts_table import facts_table
from catalog.search.find import find
from catalog.search.query import Query
from tests.catalog.review.conftest import finish, take_in
from tests.media_tools.receivers import gps5, plain_clip, with_track
from tests.media_tools.running import findings_of

# North for 3 km from the bridge, then 3 km east.
CORNER = (46.627, 32.6)
WAY = [(46.6 + at * 0.0009, 32.6) for at in range(30)]
WAY += [(46.627, 32.6 + at * 0.0013) for at in range(31)]


@pytest.fixture
def driven(case: Case, analyst: User, tmp_path: Path) -> Item:
    """A clip with a fix a second on that way, its track as the step left it."""
    path = tmp_path / "upload"
    payloads = [gps5(at, at=[place]) for at, place in enumerate(WAY)]
    path.write_bytes(with_track(plain_clip(tmp_path / "plain.mp4"), payloads, b"gpmd"))
    item = take_in(case, analyst, path.read_bytes())
    found = findings_of("track", path)
    save_rows(finish(item, "track"), found, keep_files(found))
    index.refresh(item)
    return item


def certainty(person: User, near: tuple[float, float], within: str) -> str:
    query = Query.from_params({"near": f"{near[0]},{near[1]}", "within": within})
    return next((hit.certainty.value for hit in find(query, person).hits), "")


def test_search_finds_it_wherever_it_was_and_nowhere_else(driven: Item, analyst: User) -> None:
    assert certainty(analyst, WAY[0], "1km") == "certain"
    assert certainty(analyst, CORNER, "1km") == "certain"
    assert certainty(analyst, WAY[-1], "1km") == "certain"
    assert certainty(analyst, WAY[10], "100m") == "possible"
    # Inside the bend, 1.4 km from either leg, where one disc around everything would reach.
    assert certainty(analyst, (46.613, 32.62), "500m") == ""


def test_its_discs_are_few_and_say_when(driven: Item) -> None:
    origins = list(driven.extents.filter(facet="camera").values_list("origin", flat=True))
    assert len(origins) == 13
    assert "gpmd:positions 0:00:00.000 – 0:00:05.000" in origins


def test_the_dossier_and_the_page_tell_the_way(driven: Item) -> None:
    track = dossier(driven)["embedded"]["track"]
    assert (track["points"], track["starts_s"], track["ends_s"]) == (61, 0.0, 60.0)
    assert (track["south"], track["east"]) == (46.6, 32.639)
    standing = list(standing_runs(driven).values())
    rows = facts_table(driven, standing, readings_by_meaning(driven), AnonymousUser())
    camera = next(row for row in rows if row.question == "Camera")
    embedded = next(cell for cell in camera.cells if cell.kind == "embedded")
    first, way = embedded.facts
    assert first.value == "46.60000, 32.60000 ± 15 m"
    assert way.value == "61 positions of the receiver"
    assert way.lines[0] == "from 0:00:00.000 to 0:01:00.000 of the clip"
    assert way.lines[1].startswith("from 46.6")
