"""The numbers beside the choices of a filter: what choosing would find."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog import index
from catalog.models import Case, Item, Sensitivity, Source, State, Workflow
from catalog.search import facets as module
from catalog.search.facets import Tally, facets
from catalog.search.find import find
from catalog.search.narrow import FIELDS
from catalog.search.query import Query
from media_tools.places import Place
from tests.catalog.search.catalogue import NIGHT, Where, add_items

HERE = Where(Place(55.3, 44.02, 10))
ASKED = [
    {},
    {"text": "clip"},
    {"text": "-clip"},
    {"near": "55.3,44.02", "within": "1km"},
    {"kind": "image"},
    {"kind": ["image", "video"], "state": "done", "text": "clip"},
    {"device": "Canon EOS R5", "has": "sound"},
    {"source": "@kar_live", "contradiction": "impossible"},
    {"workflow": "new", "sensitivity": "graphic"},
]


@pytest.fixture
def catalogue(case: Case) -> None:
    """Forty items, no two filters of which part them alike."""
    items = add_items(case, *([HERE] if n % 3 else [] for n in range(40)))
    sources = [Source.objects.create(case=case, name=name) for name in ("@kar_live", "Office")]
    for n, item in enumerate(items):
        item.kind = ("video", "image", "audio")[n % 3 % 2 + n % 5 // 4]
        item.device = ("", "Canon EOS R5", "Phone")[n % 4 % 3]
        item.codec = ("h264", "hevc")[n % 7 // 5]
        item.state = (State.DONE, State.WAITING)[n % 6 // 5]
        item.workflow = Workflow.values[n % 4]
        item.sensitivity = Sensitivity.values[n % 3]
        item.worst_check = ("", "impossible", "tension", "fits")[n % 4]
        item.open_contradictions = n % 4 // 2
        item.has_sound, item.has_gps = n % 2 == 0, n % 5 == 0
        item.title = ("Clip", "Still")[n % 5 // 4]
        item.save()
        for source in sources[: n % 3]:
            item.appearances.create(source=source, collected_at=NIGHT)
        index.refresh_words(item)


@pytest.mark.parametrize("asked", ASKED)
def test_a_number_is_what_choosing_would_find(
    catalogue: None, analyst: User, asked: dict[str, str | list[str]]
) -> None:
    tallies = facets(Query.from_params(asked), Item.objects.visible_to(analyst))
    assert tallies.keys() == FIELDS.keys()
    for name, values in tallies.items():
        for value, tally in values.items():
            others = [v for v in [asked.get(name, [])] if name == "has"]
            instead = {**asked, name: [value, *("".join(one) for one in others if one)]}
            found = find(Query.from_params(instead), analyst).counts.total
            assert tally == Tally(found), (name, value)


def test_beyond_what_is_counted_each_choice_is_counted_by_itself(
    catalogue: None, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = facets(Query(), Item.objects.visible_to(analyst))
    monkeypatch.setattr(module, "COUNTED_TO", 15)
    for name, values in facets(Query(), Item.objects.visible_to(analyst)).items():
        for value, tally in values.items():
            assert tally == Tally(min(exact[name][value].count, 16)), (name, value)


@pytest.mark.parametrize("asked", [{"near": "55.3,44.02", "within": "1km"}, {"text": "-nothing"}])
def test_among_many_hits_of_a_narrower_search_there_are_at_least_so_many(
    catalogue: None, analyst: User, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    monkeypatch.setattr(module, "COUNTED_TO", 15)
    video = facets(Query.from_params(asked), Item.objects.visible_to(analyst))["kind"]["video"]
    assert video.is_least
    assert str(video).startswith("at least ")


def test_a_stranger_is_offered_nothing_of_another_case(
    catalogue: None, client: Client, stranger: User
) -> None:
    assert not any(facets(Query(), Item.objects.visible_to(stranger))["device"])
    client.force_login(stranger)
    page = client.get("/search/").content.decode()
    assert "Canon" not in page
    assert "@kar_live" not in page


def test_a_choice_stands_with_its_number_and_stays_when_there_is_none(
    catalogue: None, client: Client, analyst: User
) -> None:
    client.force_login(analyst)
    page = client.get("/search/?device=Phone&text=nowhere").content.decode()
    choice = page.split('value="Phone" checked')[1].split("</li>")[0]
    assert '<span class="n">0</span>' in choice
    assert "device Phone" in page


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [("Canon", "Canon EOS R5", "Canon EOS R5"), ("Apple", "iPhone 13", "Apple iPhone 13"),
     ("", "X", "X"), ("SONY", "", "SONY"), ("", "", "")],
)  # fmt: skip
def test_a_device_is_named_once(make: str, model: str, name: str) -> None:
    assert index.device_name(make, model) == name
