"""The bars over the results: each tells what asking for it alone would find."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from catalog.models import Case, Item
from catalog.search.find import count_among
from catalog.search.histogram import Histogram, histogram
from catalog.search.query import Query
from media_tools.places import Place
from media_tools.times import TimeInterval
from tests.catalog.search.catalogue import NIGHT, When, Where, add_items, between

HERE, ACROSS = Where(Place(55.3, 44.02, 50)), Where(Place(55.3, 44.02, 9000))


@pytest.fixture
def night(case: Case) -> None:
    """Items with short, long, open and twofold times, some of them not surely here."""
    add_items(
        case,
        [HERE, When(between("23:10:05", "23:10:06"))],
        [HERE, When(between("23:10:05", "23:40"))],
        [HERE, When(TimeInterval(NIGHT, None))],
        [HERE, When(between("23:01", "23:02")), When(between("23:31", "23:32"))],
        [ACROSS, When(between("23:31", "23:32"))],
        [Where(Place(10, 10, 5)), When(between("23:31", "23:32"))],
        [HERE],
    )


def _bars(**params: str) -> Histogram:
    made = histogram(Query.from_params(params), Item.objects.all())
    assert made
    return made


WINDOW = {"from": "2023-05-02 23:00 UTC", "to": "2023-05-02 23:40 UTC"}
CITADEL = {"near": "55.3,44.02", "within": "2km"}
# Of which only geodesy tells, so that every row is in doubt at first.
FIELD = {"polygon": "55.28,43.98; 55.33,43.99; 55.32,44.06; 55.29,44.05"}


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("place", [{}, CITADEL, FIELD, CITADEL | {"basis": "claimed"}])
def test_every_bar_counts_what_a_search_for_it_would_find(place: dict[str, str]) -> None:
    made = _bars(**WINDOW, **place)
    assert made.tallest >= 3
    for bar in made.bars:
        asked = {"from": bar.first_words, "to": bar.last_words} | place
        counts = count_among(Query.from_params(asked), Item.objects.all())
        assert (bar.certain, bar.possible) == (counts.certain, counts.possible), bar


@pytest.mark.usefixtures("night")
def test_the_bars_reach_beyond_the_asked_window() -> None:
    made = _bars(**WINDOW)
    assert made.bars[0].begins <= NIGHT - timedelta(minutes=20)
    assert not made.bars[0].is_asked
    assert sum(bar.is_asked for bar in made.bars) < len(made.bars)


def test_a_clock_that_was_never_set_does_not_stretch_the_bars(case: Case) -> None:
    unset = TimeInterval(NIGHT.replace(year=1970), NIGHT.replace(year=1970))
    add_items(case, *([When(between("23:10", "23:20"))] for _ in range(60)), [When(unset)])
    made = _bars()
    assert made.step < timedelta(minutes=5)
    assert made.outside == 1


def test_without_any_time_there_are_no_bars(case: Case, analyst: User) -> None:
    add_items(case, [HERE])
    assert histogram(Query(), Item.objects.visible_to(analyst)) is None
